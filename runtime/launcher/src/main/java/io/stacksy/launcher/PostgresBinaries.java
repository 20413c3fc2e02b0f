package io.stacksy.launcher;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine: packed on the class path, unpacked in the data folder. */
final class PostgresBinaries {
    private static final String FOLDER = "postgres-programs-";

    private PostgresBinaries() {}

    /** The folder with {@code initdb}, {@code pg_ctl} and {@code postgres}, unpacked if it is not there yet. */
    static Path unpacked(DataFolder data) throws IOException {
        URL archive = archive();
        JarURLConnection connection = (JarURLConnection) archive.openConnection();
        // named by the content, so that another PostgreSQL gets another folder
        Path folder =
                data.path(FOLDER + Long.toHexString(connection.getJarEntry().getCrc()));
        if (!Files.exists(folder)) {
            Path unfinished = data.path(FOLDER + "new");
            delete(unfinished);
            try (InputStream in = connection.getInputStream()) {
                unpack(in, unfinished);
            }
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return folder.resolve("bin");
    }

    private static URL archive() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "");
        String architecture =
                switch (machine) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> machine;
                };
        URL archive = PostgresBinaries.class.getResource("/postgres-" + system + "-" + architecture + ".txz");
        if (archive == null) {
            throw StartException.embeddedDatabase("there is none for " + system + " on " + machine, null);
        }
        return archive;
    }

    private static void unpack(InputStream in, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("an entry outside its archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(folder.resolve(target).getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    target.toFile().setExecutable((entry.getMode() & 0100) != 0, true);
                }
            }
        }
    }

    /** Deletes a folder and all in it; one that is not there is fine. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
