package io.stacksy.itests;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** The PostgreSQL of this test run, outside of the containers. It ends with the run. */
final class TestDatabase {
    private static final Path FOLDER = Path.of("target", "postgres").toAbsolutePath();

    private TestDatabase() {}

    /** Where it is. Pax Exam asks for the configuration of a test more than once. */
    static String url() {
        return "jdbc:postgresql://127.0.0.1:" + Running.POSTGRES.getPort() + "/postgres";
    }

    /** Loaded when it is first asked for. */
    private static final class Running {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(FOLDER.resolve("binaries").toFile())
                        .setDataDirectory(FOLDER.resolve("data"))
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setServerConfig("fsync", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
