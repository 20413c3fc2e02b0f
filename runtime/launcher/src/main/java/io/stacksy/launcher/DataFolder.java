package io.stacksy.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder with all that a node keeps, held by one node alone for as long as this is open. */
final class DataFolder implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int SECRET_BYTES = 24;

    private final Path root;
    private final FileChannel lock;

    private DataFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Makes the folder if it is missing, closes it to others, and takes hold of it. */
    static DataFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            Path root = folder.toRealPath();
            Files.setPosixFilePermissions(root, OWNER_ONLY);
            FileChannel lock = FileChannel.open(
                    root.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    OWNER_ONLY_FILE);
            if (tryLock(lock) == null) {
                String holder = holder(lock);
                lock.close();
                throw StartException.dataInUse(root, holder);
            }
            lock.truncate(0);
            lock.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)), 0);
            return new DataFolder(root, lock);
        } catch (IOException e) {
            throw StartException.unusableData(folder, e);
        }
    }

    /** Whether a node holds {@code folder} at the moment. */
    static boolean isInUse(Path folder) throws IOException {
        try (FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return tryLock(lock) == null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static String holder(FileChannel lock) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        lock.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), US_ASCII);
        return text.isEmpty() ? "" : " (process " + text + ")";
    }

    /** The path of something in this folder. */
    Path path(String name) {
        return root.resolve(name);
    }

    /** The secret in the file of that name, which only the owner can read; made up at the first call. */
    String secret(String name) throws IOException {
        Path file = path(name);
        if (!Files.exists(file)) {
            byte[] random = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            // moved into place whole, so that a crash leaves no half a secret behind
            Path unfinished = path(name + ".new");
            Files.deleteIfExists(unfinished);
            Files.writeString(Files.createFile(unfinished, OWNER_ONLY_FILE), secret);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** Whether the node runs as root, to whom the data folder then belongs. */
    boolean belongsToRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(path("lock"), "unix:uid"));
    }

    /** Lets go of the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
