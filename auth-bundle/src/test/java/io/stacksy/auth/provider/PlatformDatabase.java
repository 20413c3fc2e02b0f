package io.stacksy.auth.provider;

import io.stacksy.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test a database of its own with the platform's schema, on the one PostgreSQL of the test run. */
final class PlatformDatabase implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PlatformDatabase.class);
    private static final Path MIGRATIONS = Path.of("../runtime/store/src/main/resources/db/migration");
    private static final String TEMPLATE = "platform";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Database.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class)
                    .freshDatabase();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Running implements AutoCloseable {
        private final EmbeddedPostgres postgres;
        private final AtomicInteger databases = new AtomicInteger();

        Running() {
            Path folder = Path.of("target", "postgres").toAbsolutePath();
            try {
                this.postgres = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                        .setDataDirectory(folder.resolve("data"))
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .setServerConfig("fsync", "off")
                        .start();
                makeTemplate();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The schema, made once: to copy a database takes less time than to run all scripts in it. */
        private void makeTemplate() throws SQLException {
            run(postgres.getPostgresDatabase(), List.of("CREATE DATABASE " + TEMPLATE));
            run(
                    database(TEMPLATE),
                    Stream.concat(Stream.of("CREATE SCHEMA stacksy"), migrations().stream())
                            .toList());
        }

        Database freshDatabase() throws SQLException {
            String name = "test" + databases.incrementAndGet();
            run(postgres.getPostgresDatabase(), List.of("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE));
            return new JdbcDatabase(database(name));
        }

        private DataSource database(String name) {
            return postgres.getDatabase("postgres", name, Map.of("currentSchema", "stacksy"));
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }

        private static List<String> migrations() {
            try (Stream<Path> files = Files.list(MIGRATIONS)) {
                return files.sorted(Comparator.comparingInt(Running::number))
                        .map(Running::content)
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Of {@code V10__rates.sql}, 10. */
        private static int number(Path file) {
            String name = file.getFileName().toString();
            return Integer.parseInt(name.substring(1, name.indexOf("__")));
        }

        private static String content(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void run(DataSource source, List<String> scripts) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String script : scripts) {
                    statement.execute(script);
                }
            }
        }
    }
}
