package io.stacksy.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test class that asks for it the one PostgreSQL of the test run, which ends with the run. */
final class PostgresServer implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PostgresServer.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class);
    }

    /** The running server. */
    static final class Running implements AutoCloseable {
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
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Connects a superuser to a database of its own. */
        Connector freshDatabase() throws SQLException {
            String name = "test" + databases.incrementAndGet();
            run(connector("postgres", "postgres"), "CREATE DATABASE " + name);
            return connector(name, "postgres");
        }

        /** Connects another role to the database of {@code owner}. */
        Connector sameDatabase(Connector owner, String user) throws SQLException {
            return connector(name(owner), user);
        }

        String name(Connector database) throws SQLException {
            try (Connection connection = database.getConnection()) {
                return connection.getCatalog();
            }
        }

        int port() {
            return postgres.getPort();
        }

        Connector connector(String database, String user) {
            return new Connector("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database, user, "");
        }

        static void run(Connector connector, String sql) throws SQLException {
            try (Connection connection = connector.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}
