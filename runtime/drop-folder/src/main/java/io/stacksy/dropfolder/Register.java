package io.stacksy.dropfolder;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of each file, kept in a hidden file of the folder so that a restart does not do it again. Where that file
 * is gone, the folder is another one: then nothing is known, and nothing is taken for removed.
 */
final class Register {
    static final String FILE = ".stacksy-drop-folder";

    private static final Logger LOG = LoggerFactory.getLogger(Register.class);
    private static final String NONE = "-";

    /**
     * What became of one file.
     *
     * @param sha256 the digest of the bytes that were looked at last
     * @param rejected whether those were put aside
     * @param ours the revision that this file brought into service last; empty if somebody else did
     */
    record Entry(String sha256, boolean rejected, Optional<Revision> ours) {
        private String text() {
            return sha256 + " " + (rejected ? "rejected" : "taken") + " "
                    + ours.map(revision -> revision.tool() + " " + revision.version() + " " + revision.sha256())
                            .orElse(NONE);
        }

        /** @throws IllegalArgumentException if it is no such text */
        private static Entry parse(String text) {
            String[] parts = text.split(" ", -1);
            if (parts.length != 3 && parts.length != 5) {
                throw new IllegalArgumentException("not an entry");
            }
            Optional<Revision> ours = parts.length == 3
                    ? Optional.empty()
                    : Optional.of(new Revision(new ToolName(parts[2]), Version.parse(parts[3]), parts[4]));
            return new Entry(parts[0], parts[1].equals("rejected"), ours);
        }
    }

    private final Path file;
    private final Map<String, Entry> entries = new TreeMap<>();

    private Register(Path file) {
        this.file = file;
    }

    /** The register of a folder; an empty one where there is none that can be read. */
    static Register in(Path folder) {
        Register register = new Register(folder.resolve(FILE));
        if (Files.exists(register.file)) {
            register.read();
        }
        return register;
    }

    private void read() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            for (String name : properties.stringPropertyNames()) {
                entries.put(name, Entry.parse(properties.getProperty(name)));
            }
        } catch (IOException | IllegalArgumentException e) {
            entries.clear();
            LOG.warn("{} cannot be read, so that all jars beside it are taken for new: {}", file, e.toString());
        }
    }

    /** Whether another folder has taken the place of the one that this was read from or written to. */
    boolean isLost() {
        return !entries.isEmpty() && !Files.exists(file);
    }

    /** Forgets all that is known. */
    void clear() {
        entries.clear();
    }

    /** The files that should be there, for this put no such aside. */
    Set<String> expected() {
        return entries.entrySet().stream()
                .filter(entry -> !entry.getValue().rejected())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    void put(String name, Entry entry) {
        entries.put(name, entry);
        write();
    }

    void forget(String name) {
        entries.remove(name);
        write();
    }

    private void write() {
        Properties properties = new Properties();
        entries.forEach((name, entry) -> properties.setProperty(name, entry.text()));
        Path fresh = file.resolveSibling(FILE + ".part");
        try {
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                properties.store(writer, "what became of the jars beside this; written by the node");
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
