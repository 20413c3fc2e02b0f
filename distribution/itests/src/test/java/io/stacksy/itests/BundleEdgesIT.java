package io.stacksy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares what each core bundle imports, exports, requires and provides with a file, so that a new edge between
 * modules is a line that somebody changed on purpose. {@code -Dedges.write=true} writes the files anew.
 */
class BundleEdgesIT {
    private static final Path FILES = Path.of("src/test/resources/edges");
    private static final List<String> HEADERS =
            List.of("Export-Package", "Import-Package", "Provide-Capability", "Require-Capability");
    private static final List<String> FORBIDDEN = List.of("Require-Bundle", "DynamicImport-Package", "Fragment-Host");

    @TestFactory
    Stream<DynamicTest> eachBundleHasTheEdgesThatWereReviewed() throws IOException {
        return ours().map(jar -> DynamicTest.dynamicTest(symbolicName(jar), () -> compare(jar)));
    }

    private static Stream<Path> ours() throws IOException {
        Path home = Path.of(System.getProperty("stacksy.home"));
        try (Stream<Path> jars = Files.list(home.resolve("bundles/core"))) {
            return jars
                    .filter(jar -> jar.getFileName().toString().startsWith("io.stacksy."))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static void compare(Path jar) throws IOException {
        Path file = FILES.resolve(symbolicName(jar) + ".txt");
        String edges = edges(jar);
        if (Boolean.getBoolean("edges.write")) {
            Files.createDirectories(FILES);
            Files.writeString(file, edges);
        }
        assertThat(file).exists();
        assertThat(edges).isEqualTo(Files.readString(file));
    }

    private static String edges(Path jar) throws IOException {
        Attributes manifest = manifest(jar);
        assertThat(FORBIDDEN)
                .allSatisfy(header -> assertThat(manifest.getValue(header)).isNull());
        StringBuilder text = new StringBuilder();
        for (String header : HEADERS) {
            text.append(header).append('\n');
            for (String clause : clauses(manifest.getValue(header))) {
                if (!clause.startsWith("java.")) {
                    text.append("  ").append(clause).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** Splits a header at the commas that are outside of quotes. */
    private static List<String> clauses(@Nullable String header) {
        List<String> clauses = new ArrayList<>();
        if (header == null) {
            return clauses;
        }
        StringBuilder clause = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                clauses.add(clause.toString());
                clause.setLength(0);
            } else {
                clause.append(c);
            }
        }
        clauses.add(clause.toString());
        clauses.sort(null);
        return clauses;
    }

    private static String symbolicName(Path jar) {
        try {
            return manifest(jar).getValue("Bundle-SymbolicName");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Attributes manifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }
}
