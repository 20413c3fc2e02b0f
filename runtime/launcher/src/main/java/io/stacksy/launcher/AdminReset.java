package io.stacksy.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * {@code stacksy admin reset}: a new password for the account {@code admin}, from the node's own machine. It is left in the
 * data folder, which is for the node's user alone; a node that runs takes it from there within seconds, any other when it
 * starts.
 */
public final class AdminReset {
    private static final String USAGE =
            """
            Usage: stacksy admin reset [--data data] [--config FILE]
            Gives the account admin a new password, which is shown this once. Needs the data folder of the node, and the
            rights of the user that the node runs as. Works while the node runs and while it does not.
            """;

    private static final String PASSWORD_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PASSWORD_LENGTH = 24; // 142 bits
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int NOT_YET = 1;
    private static final int REFUSED = 2;

    private final Path data;
    private final Duration patience;
    private final PrintStream out;

    /** @param patience how long to wait for a node that runs */
    AdminReset(Path data, Duration patience, PrintStream out) {
        this.data = data;
        this.patience = patience;
        this.out = out;
    }

    /**
     * Ends the process with its exit code: 0 when the password is set, or will be at the next start; 1 when a node that
     * runs has not taken it yet; 2 when nothing was done.
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        try {
            if (arguments.isEmpty() || !arguments.get(0).equals("reset")) {
                throw StartException.setting("what can be done is: stacksy admin reset [--data data] [--config FILE]");
            }
            return new AdminReset(data(arguments.subList(1, arguments.size())), PATIENCE, out).reset();
        } catch (StartException e) {
            err.println("stacksy: " + e.getMessage());
            return REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("stacksy: interrupted");
            return NOT_YET;
        }
    }

    /** Where it is said outright, no other setting has to be right. */
    private static Path data(List<String> arguments) {
        CommandLine commandLine = CommandLine.parse(arguments);
        String given = commandLine.settings().get(Setting.DATA);
        return given == null ? Launcher.settings(commandLine).data() : Path.of(given);
    }

    /** Leaves the password for the node, and tells it to the person. */
    int reset() throws InterruptedException {
        if (!Files.exists(data.resolve(Configurations.MASTER_KEY))) {
            throw StartException.noNode(data);
        }
        String password = password();
        Path file = data.resolve(Configurations.ADMIN_RESET);
        try {
            leave(file, password + "\n");
            Files.deleteIfExists(data.resolve(Configurations.ADMIN_PASSWORD)); // it holds no more
            boolean running = DataFolder.isInUse(data);
            boolean taken = running && isTaken(file);
            out.printf("administrator: admin%npassword: %s%n", password);
            if (!running) {
                out.println("the node does not run: the password holds from its next start on");
            } else if (!taken) {
                out.println("the node has not taken the password yet: it will when its database answers; see its log");
            }
            return running && !taken ? NOT_YET : 0;
        } catch (IOException e) {
            throw StartException.unusableReset(data, e);
        }
    }

    /** Whole or not at all, and as the node's user's own, whoever writes it. */
    private static void leave(Path file, String content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path unfinished = Files.createTempFile(folder, ".admin-reset", ".new", OWNER_ONLY);
        try {
            Files.writeString(unfinished, content, US_ASCII);
            if (!Files.getOwner(unfinished).equals(Files.getOwner(folder))) {
                Files.setOwner(unfinished, Files.getOwner(folder));
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private boolean isTaken(Path file) throws InterruptedException {
        long begun = System.nanoTime();
        while (Files.exists(file)) {
            if (System.nanoTime() - begun > patience.toNanos()) {
                return false;
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis()); // the node, another process, tells only by taking the file
        }
        return true;
    }

    private static String password() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(PASSWORD_CHARACTERS.charAt(random.nextInt(PASSWORD_CHARACTERS.length())));
        }
        return password.toString();
    }
}
