package io.stacksy.dropfolder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;

/** The folder itself: the jars in it, and what is written beside them. */
final class Shelf {
    private static final String JAR = ".jar";
    private static final String REJECTED = ".rejected";
    private static final String REASON = ".reason";

    private final Path folder;

    Shelf(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** The jars by name. Hidden files are passed over: some programs write to such a one first. */
    Map<String, Stamp> jars() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Map<String, Stamp> jars = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*" + JAR)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    stamp(file, jars);
                }
            }
        }
        return jars;
    }

    private static void stamp(Path file, Map<String, Stamp> jars) throws IOException {
        try {
            jars.put(file.getFileName().toString(), Stamp.of(file));
        } catch (NoSuchFileException e) {
            jars.remove(file.getFileName().toString()); // it went away just now
        }
    }

    /** Whether a jar has its directory, which is written last. */
    boolean isWhole(String name) {
        try (ZipFile zip = new ZipFile(folder.resolve(name).toFile())) {
            return zip.size() > 0;
        } catch (IOException e) {
            return false; // not yet, or never: then whoever takes it in the end says why
        }
    }

    Parcel take(String name) throws IOException {
        return Parcel.of(folder.resolve(name));
    }

    /** Puts a jar aside, with the reason beside it. */
    void reject(String name, String reason) throws IOException {
        Files.writeString(folder.resolve(name + REASON), reason);
        Files.move(folder.resolve(name), folder.resolve(name + REJECTED), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes away what an earlier rejection of that name left. */
    void clear(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name + REJECTED));
        Files.deleteIfExists(folder.resolve(name + REASON));
    }
}
