package io.stacksy.smoke;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the machine that some tests need, and that need not be there. */
final class Programs {
    private Programs() {}

    /** The first of that name on the path; empty where there is none. */
    static Optional<Path> find(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The same; where there is none, says so in a line of its own, and the test is skipped.
     *
     * @param loss what is not tested without it
     * @param origin where to have it from
     */
    static Path need(String name, String loss, String origin) {
        Optional<Path> found = find(name);
        if (found.isEmpty()) {
            System.out.println("There is no " + name + " on the path: " + loss);
        }
        assumeTrue(found.isPresent(), "there is no " + name + " on the path; " + origin);
        return found.get();
    }
}
