package io.stacksy.store.postgres;

import static io.stacksy.store.postgres.Fixtures.ask;
import static io.stacksy.store.postgres.Fixtures.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PoolTest {
    /** Three seconds on a machine that has time; without the watch it would be twelve. */
    private static final long NOT_LONGER = 6_000_000_000L;

    @Test
    void showsHowItDoesWhileThereIsARegistry(PostgresServer.Running server) throws SQLException {
        PoolTimes times = new PoolTimes();
        try (Pool pool = new Pool(server.freshDatabase(), 2, times)) {
            PrometheusRegistry registry = new PrometheusRegistry();
            PoolMetrics metrics = new PoolMetrics(registry, times);
            pool.connection(SessionUser.PLATFORM).close();
            assertThat(registry.scrape(name -> name.equals("hikaricp_max_connections")).stream())
                    .singleElement()
                    .isInstanceOfSatisfying(GaugeSnapshot.class, gauge -> assertThat(
                                    gauge.getDataPoints().get(0).getValue())
                            .isEqualTo(2));
            assertThat(registry.scrape(name -> name.equals("hikaricp_connection_acquired_seconds")).stream())
                    .singleElement()
                    .isInstanceOfSatisfying(HistogramSnapshot.class, histogram -> assertThat(
                                    histogram.getDataPoints().get(0).getCount())
                            .isEqualTo(1));
            metrics.close();
            assertThat(registry.scrape().stream()).isEmpty();
        }
    }

    @Test
    void isHealthyWhileTheDatabaseAnswers(PostgresServer.Running server) throws SQLException {
        Connector connector = server.freshDatabase();
        try (Pool pool = new Pool(connector, 1, new PoolTimes())) {
            DatabaseCheck check = new DatabaseCheck(pool);
            assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
            try (Connection taken = pool.connection(SessionUser.PLATFORM)) {
                assertThat(taken.isClosed()).isFalse();
                assertThat(check.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
            }
        }
    }

    @Test
    void failsAtOnceWhileTheDatabaseIsAway() throws IOException {
        Connector nowhere;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = new Connector("jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/none", "nobody", "");
        }
        long beginning = System.nanoTime();
        try (Pool pool = new Pool(nowhere, 2, new PoolTimes())) {
            assertThatThrownBy(() -> pool.connection(SessionUser.PLATFORM)).isInstanceOf(SQLException.class);
            long start = System.nanoTime();
            assertThatThrownBy(() -> pool.connection(SessionUser.PLATFORM)).hasMessage("the database is away");
            assertThat(System.nanoTime() - start).isLessThan(500_000_000L);
            assertThat(nowhere.reach().wasLostSince(beginning)).isTrue();
        }
    }

    @Test
    void whoWaitsForAnAnswerThatCannotComeHearsOfItSoon(PostgresServer.Running server)
            throws IOException, SQLException {
        try (Breaker way = new Breaker(server.port());
                Pool pool = pool(server, way)) {
            try (Connection waiting = pool.connection(SessionUser.PLATFORM)) {
                long begun = System.nanoTime();
                way.silence(true);
                assertThatThrownBy(() -> ask(waiting, "SELECT 1"))
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(StoreErrors.isUnavailable(e))
                                .isTrue());
                assertThat(System.nanoTime() - begun).isLessThan(NOT_LONGER);
            }
            assertThatThrownBy(() -> pool.connection(SessionUser.PLATFORM)).hasMessage("the database is away");
            way.breakIt();
            way.mend();
            becomesGood(pool);
        }
    }

    @Test
    void connectionsThatWereForgottenOnTheWayAreReplaced(PostgresServer.Running server)
            throws IOException, SQLException {
        try (Breaker way = new Breaker(server.port());
                Pool pool = pool(server, way)) {
            try (Connection waiting = pool.connection(SessionUser.PLATFORM)) {
                long begun = System.nanoTime();
                way.silence(false);
                assertThatThrownBy(() -> ask(waiting, "SELECT 1")).isInstanceOf(SQLException.class);
                assertThat(System.nanoTime() - begun).isLessThan(NOT_LONGER);
            }
            becomesGood(pool);
        }
    }

    @Test
    void aConnectionThatOnlyOneHasLostIsNoOutage(PostgresServer.Running server) throws SQLException {
        Connector connector = server.freshDatabase();
        try (Pool pool = new Pool(connector, 2, new PoolTimes())) {
            long begun = System.nanoTime();
            try (Connection other = pool.connection(SessionUser.PLATFORM)) {
                run(
                        other,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
                assertThat(ask(other, "SELECT 1 FROM pg_sleep(1)")).isEqualTo("1");
            }
            assertThat(answer(pool, "SELECT 1")).isEqualTo("1");
            assertThat(connector.reach().wasLostSince(begun)).isFalse();
        }
    }

    @Test
    void recoversByItselfWhenTheDatabaseComesBack(PostgresServer.Running server) throws IOException, SQLException {
        try (Breaker way = new Breaker(server.port());
                Pool pool = pool(server, way)) {
            DatabaseCheck check = new DatabaseCheck(pool);
            assertThat(check.execute().isOk()).isTrue();
            way.breakIt();
            assertThat(check.execute().isOk()).isFalse();
            assertThat(check.execute().isOk()).isFalse();
            way.mend();
            becomesGood(pool);
        }
    }

    @Test
    void itsThreadsHoldNoClassLoaderOfWhoeverMadeItStartThem(PostgresServer.Running server) throws SQLException {
        ClassLoader tool = new ClassLoader(PoolTest.class.getClassLoader()) {};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(tool);
        try (Pool pool = new Pool(server.freshDatabase(), 2, new PoolTimes())) {
            pool.connection(SessionUser.PLATFORM).close();
            assertThat(Thread.getAllStackTraces().keySet())
                    .anyMatch(thread -> thread.getName().startsWith("stacksy-pool"))
                    .noneMatch(thread -> thread != Thread.currentThread() && thread.getContextClassLoader() == tool);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Pool pool(PostgresServer.Running server, Breaker way) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + way.port() + "/" + server.name(server.freshDatabase());
        return new Pool(new Connector(url, "postgres", ""), 4, new PoolTimes());
    }

    private static @Nullable String answer(Pool pool, String sql) throws SQLException {
        try (Connection connection = pool.connection(SessionUser.PLATFORM)) {
            return ask(connection, sql);
        }
    }

    private static void becomesGood(Pool pool) {
        DatabaseCheck check = new DatabaseCheck(pool);
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!check.execute().isOk()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
