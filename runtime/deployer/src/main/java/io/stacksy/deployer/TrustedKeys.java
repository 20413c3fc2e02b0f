package io.stacksy.deployer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key ring as it stands in a file, or in the {@code *.keys} files of a folder: one key a line, {@code #} begins a
 * comment. One bad line spoils all of it: what was meant by it may be a revocation.
 */
record TrustedKeys(Map<String, TrustedKey> byId) {
    TrustedKeys {
        byId = Map.copyOf(byId);
    }

    /** A key ring that cannot be gone by. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        private BrokenException(String message) {
            super(message);
        }
    }

    static TrustedKeys read(Path place) throws BrokenException {
        Map<String, TrustedKey> keys = new LinkedHashMap<>();
        for (Path file : files(place)) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).replaceFirst("#.*", "");
                if (!line.isBlank()) {
                    add(line, keys, "line " + (i + 1) + " of " + file);
                }
            }
        }
        return new TrustedKeys(keys);
    }

    private static void add(String line, Map<String, TrustedKey> keys, String where) throws BrokenException {
        TrustedKey key;
        try {
            key = TrustedKey.parse(line);
        } catch (IllegalArgumentException e) {
            throw new BrokenException(where + " is no key: " + e.getMessage());
        }
        if (keys.put(key.id(), key) != null) {
            throw new BrokenException(where + " has the key id '" + key.id() + "' for a second time");
        }
    }

    private static List<Path> files(Path place) throws BrokenException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(place, "*.keys")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw unreadable(place, e);
        }
        Collections.sort(files);
        return files;
    }

    private static List<String> lines(Path file) throws BrokenException {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static BrokenException unreadable(Path path, IOException e) {
        return new BrokenException(path + " cannot be read: " + Words.cause(e));
    }

    Optional<TrustedKey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
