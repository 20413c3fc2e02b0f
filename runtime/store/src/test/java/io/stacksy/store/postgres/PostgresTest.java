package io.stacksy.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.stacksy.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(PostgresServer.class)
class PostgresTest {
    @Test
    void makesThePlatformSchemaWithItsRolesOnce(PostgresServer.Running server) throws SQLException {
        Connector connector = server.freshDatabase();
        new Postgres(connector, 2).close();
        Postgres again = new Postgres(connector, 2);
        try {
            assertThat(new PostgresDatabase(again.pool())
                            .query("SELECT permissions FROM roles ORDER BY name", row -> row.strings("permissions")))
                    .containsExactly(
                            List.of("*"),
                            List.of("tools:*", "audit:read", "metrics:read", "health:read", "settings:*"),
                            List.of("links:*", "qr:*", "paste:*", "text:*"));
        } finally {
            again.close();
        }
    }

    @Test
    void saysWhereAndWhyTheDatabaseIsNotReachable() throws IOException {
        int port = freePort();
        Connector nowhere = new Connector("jdbc:postgresql://127.0.0.1:" + port + "/stacksy", "stacksy", "");
        Logger logger = (Logger) LoggerFactory.getLogger(Postgres.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        String message = "database at 127.0.0.1:" + port + " not reachable: Connection refused";
        assertThatThrownBy(() -> new Postgres(nowhere, 2))
                .isInstanceOf(StoreException.class)
                .hasMessage(message);
        logger.detachAppender(lines);
        logger.setLevel(null);
        assertThat(lines.list).singleElement().hasToString("[ERROR] " + message);
    }

    @Test
    void saysThatTheDatabaseIsMissing(PostgresServer.Running server) {
        assertThatThrownBy(() -> new Postgres(server.connector("nothing", "postgres"), 2))
                .hasMessageEndingWith(" not reachable: database \"nothing\" does not exist");
    }

    @Test
    void saysWhichRightIsLackingForThePlatformSchema(PostgresServer.Running server) throws SQLException {
        Connector owner = server.freshDatabase();
        PostgresServer.Running.run(owner, "CREATE ROLE guest LOGIN");
        Connector guest = server.sameDatabase(owner, "guest");
        assertThatThrownBy(() -> new Postgres(guest, 2))
                .hasMessageStartingWith("the database user 'guest' may not create schemas in this database");
    }

    @Test
    void knowsEveryScriptInItsFolder() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(PlatformSchema.SCRIPTS);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
