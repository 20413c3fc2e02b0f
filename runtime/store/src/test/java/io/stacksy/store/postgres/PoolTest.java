package io.stacksy.store.postgres;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PoolTest {
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
    void failsAtOnceWhileTheDatabaseIsAway() throws IOException, SQLException {
        Connector nowhere;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = new Connector("jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/none", "nobody", "");
        }
        try (Pool pool = new Pool(nowhere, 2, new PoolTimes())) {
            assertThatThrownBy(() -> pool.connection(SessionUser.PLATFORM)).isInstanceOf(SQLException.class);
            long start = System.nanoTime();
            assertThatThrownBy(() -> pool.connection(SessionUser.PLATFORM)).hasMessage("the database is away");
            assertThat(System.nanoTime() - start).isLessThan(500_000_000L);
        }
    }

    @Test
    void recoversByItselfWhenTheDatabaseComesBack(PostgresServer.Running server) throws IOException, SQLException {
        String name = server.name(server.freshDatabase());
        try (Breaker way = new Breaker(server.port());
                Pool pool = new Pool(
                        new Connector("jdbc:postgresql://127.0.0.1:" + way.port() + "/" + name, "postgres", ""),
                        4,
                        new PoolTimes())) {
            DatabaseCheck check = new DatabaseCheck(pool);
            assertThat(check.execute().isOk()).isTrue();
            way.breakIt();
            assertThat(check.execute().isOk()).isFalse();
            assertThat(check.execute().isOk()).isFalse();
            way.mend();
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (!check.execute().isOk()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
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
}
