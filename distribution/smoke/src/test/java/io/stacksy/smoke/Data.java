package io.stacksy.smoke;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Data folders for nodes, each for one test, below {@code target/}. */
final class Data {
    private static @Nullable Path template;

    private Data() {}

    /** One with nothing in it: a node makes it its own, and prints the administrator's password. */
    static Path empty(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/data")), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One that a node was started on and ended, once: a copy, for the first start is what takes the most time in it. Its
     * administrator's password stands in it.
     */
    static Path used(String name) {
        Path copy = empty(name);
        try {
            Process copying = new ProcessBuilder("cp", "-a", template() + "/.", copy.toString())
                    .inheritIO()
                    .start();
            if (copying.waitFor() != 0) {
                throw new IllegalStateException("cannot copy " + template());
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static synchronized Path template() {
        Path made = template;
        if (made == null) {
            made = empty("template");
            try (Node node = Node.on(made).ready()) {
                if (node.stop() != 0) {
                    throw new IllegalStateException(node.transcript());
                }
            }
            template = made;
        }
        return made;
    }
}
