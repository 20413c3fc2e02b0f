package io.stacksy.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a run as the JVM has them in memory, kept in the data folder, so that the next start has neither to read
 * nor to verify them: class data sharing, see the JVM's {@code VM.cds}. Without it, all is the same but slower.
 */
final class ClassArchive {
    /**
     * The system property with the beginning of the file's name, which stands for the JVM, the distribution and the
     * options. The command sets it where there is no such file and the JVM takes down what one needs; it also finds the
     * file again, by that and by its checksum and its size.
     */
    static final String NAME = "stacksy.class.archive";

    private static final String ALL = "classes-*.jsa*";
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    private ClassArchive() {}

    /** Keeps the classes that are loaded, if the command has asked for it. Takes some seconds. */
    static void keep(DataFolder data) {
        String name = System.getProperty(NAME, "");
        if (name.isEmpty()) {
            return;
        }
        try {
            deleteAll(data.path("")); // those of another JVM, and what is left of one that was cut off
            Path made = data.path(name + ".jsa");
            LOG.info("keeping the loaded classes for a faster start"); // some seconds in which nothing else is said
            String said = dump(made);
            if (!Files.exists(made)) {
                LOG.warn("the JVM did not keep its classes for a faster start: {}", said);
                return;
            }
            // on the disk before it has its name, as a power cut must not leave one that the JVM breaks on
            try (FileChannel file = FileChannel.open(made, StandardOpenOption.READ)) {
                file.force(true);
            }
            String whole = name + "-" + PosixChecksum.of(made) + "-" + Files.size(made) + ".jsa";
            Files.move(made, data.path(whole), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | JMException | JMRuntimeException e) {
            LOG.warn("the JVM's classes cannot be kept for a faster start", e);
        }
    }

    private static String dump(Path file) throws JMException {
        PrintStream before = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)); // it prints where the archive is
        try {
            Object said = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmCds",
                            new Object[] {new String[] {"dynamic_dump", "'" + file + "'"}},
                            new String[] {String[].class.getName()});
            return String.valueOf(said).strip();
        } finally {
            System.setOut(before);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, ALL)) {
            for (Path archive : archives) {
                Files.delete(archive);
            }
        }
    }
}
