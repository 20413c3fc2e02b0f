package io.stacksy.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The tokens of this user, by node, in a file that nobody else can read. */
final class Credentials {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private final Path file;

    Credentials(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("credentials.json");
    }

    /**
     * What signing in left.
     *
     * @param expiresAt when the access token ends, by the clock of this machine
     */
    record Login(String username, String accessToken, String refreshToken, Instant expiresAt) {
        static Login of(String username, Json tokens, Instant now) {
            return new Login(
                    username,
                    tokens.find("access_token").orElseThrow(Login::incomplete),
                    tokens.find("refresh_token").orElseThrow(Login::incomplete),
                    now.plusSeconds(tokens.number("expires_in", 0)));
        }

        private static Failure incomplete() {
            return Failure.refused("the node answered without tokens; is it a Stacksy node?", Optional.empty());
        }
    }

    Optional<Login> find(URI node) {
        return all().object(key(node)).flatMap(Credentials::login);
    }

    private static Optional<Login> login(Json entry) {
        Optional<String> access = entry.find("access_token");
        Optional<String> refresh = entry.find("refresh_token");
        if (access.isEmpty() || refresh.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Login(entry.text("username"), access.get(), refresh.get(), instant(entry.text("expires_at"))));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH; // an edited file: as good as expired
        }
    }

    void keep(URI node, Login login) {
        Map<String, Object> all = new LinkedHashMap<>(all().members());
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("username", login.username());
        entry.put("access_token", login.accessToken());
        entry.put("refresh_token", login.refreshToken());
        entry.put("expires_at", login.expiresAt().toString());
        all.put(key(node), entry);
        write(all);
    }

    void forget(URI node) {
        Map<String, Object> all = new LinkedHashMap<>(all().members());
        if (all.remove(key(node)) != null) {
            write(all);
        }
    }

    /** Does {@code work} while no other command of this user does such work. */
    <T> T alone(Supplier<T> work) {
        try {
            makeFolder();
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FILE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("the lock was lost");
                }
                return work.get();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Json all() {
        try {
            return Json.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            return new Json(Map.of());
        } catch (Json.BrokenException e) {
            throw Failure.usage(file + " is damaged; delete it and sign in again");
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void write(Map<String, Object> all) {
        try {
            makeFolder();
            Path next = Files.createTempFile(folder, "credentials", ".new", FILE);
            try {
                Files.writeString(next, Json.write(all), StandardCharsets.UTF_8);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void makeFolder() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, FOLDER);
    }

    private Failure unusable(IOException e) {
        return Failure.usage("the folder " + folder + " cannot be used: " + e);
    }

    private static String key(URI node) {
        return node.toString().toLowerCase(Locale.ROOT);
    }
}
