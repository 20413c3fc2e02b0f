package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The folder of the bundles' bytes, each a file named by its SHA-256. Thread-safe. */
final class Blobs {
    private static final String SUFFIX = ".jar";
    private static final String SPOOL = ".part";

    private final Path folder;

    Blobs(Path folder) {
        this.folder = folder;
    }

    Path file(String sha256) {
        return folder.resolve(sha256 + SUFFIX);
    }

    /** Copies a jar to a spool file within the folder, on disk when this returns. */
    Spooled spool(Path jar) {
        Path file = null;
        try {
            Files.createDirectories(folder);
            file = Files.createTempFile(folder, "spool-", SPOOL);
            return new Spooled(file, copy(jar, file));
        } catch (IOException e) {
            discard(file);
            throw new UncheckedIOException("cannot store the jar in " + folder, e);
        } catch (RolloutException e) {
            discard(file);
            throw e;
        }
    }

    /** Gives a spooled jar its final name. The same bytes may be there already. */
    Path keep(Spooled spooled) {
        Path file = file(spooled.sha256());
        try {
            Files.move(spooled.file(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
            return file;
        } catch (IOException e) {
            discard(spooled.file());
            throw new UncheckedIOException("cannot store the jar in " + folder, e);
        }
    }

    /**
     * The file with these bytes. Where it is missing or damaged, {@code source} writes it anew.
     *
     * @param source writes the bytes to a file that does not exist yet
     */
    Path restore(String sha256, Consumer<Path> source) {
        Path file = file(sha256);
        Path fresh = folder.resolve(sha256 + SPOOL);
        try {
            if (Files.isRegularFile(file) && digest(file).equals(sha256)) {
                return file;
            }
            Files.createDirectories(folder);
            Files.deleteIfExists(fresh);
            source.accept(fresh);
            String found = digest(fresh);
            if (!found.equals(sha256)) {
                throw RolloutException.because(
                        Reason.BAD_ARTIFACT,
                        "the stored bytes are damaged: their SHA-256 is " + found + ", not " + sha256
                                + "; deploy the jar again");
            }
            return keep(new Spooled(fresh, sha256));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store the jar in " + folder, e);
        }
    }

    void delete(String sha256) {
        discard(file(sha256));
    }

    /** Deletes all files but those with these digests. */
    void keepOnly(Set<String> digests) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*{" + SUFFIX + "," + SPOOL + "}")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.endsWith(SUFFIX) || !digests.contains(name.substring(0, name.length() - SUFFIX.length()))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tidy " + folder, e);
        }
    }

    static String digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String copy(Path from, Path to) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        long total = 0;
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
            while (in.read(buffer) >= 0) {
                buffer.flip();
                total += buffer.remaining();
                if (total > Archive.MAX_BYTES) {
                    throw Unpacking.tooLarge("the jar has more than " + (Archive.MAX_BYTES >> 20) + " MiB");
                }
                digest.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            }
            out.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void discard(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    /** A copy that has no final name yet. */
    record Spooled(Path file, String sha256) {}
}
