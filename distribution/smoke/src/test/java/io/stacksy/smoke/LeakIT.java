package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What removed revisions leave in memory: nothing. */
@Tag("alone")
class LeakIT {
    private static final int STATIONS = 8;
    private static final int CALLERS = 2;
    private static final Duration BETWEEN = Duration.ofMillis(10);

    @Test
    void upgradesLeaveNoClassLoaderAndNoThread() {
        upgrades(24);
    }

    @Test
    @Tag("soak")
    void aThousandUpgradesUnderLoadFailNoRequestAndLeaveNothing() {
        upgrades(1_000);
    }

    private static void upgrades(int count) {
        try (Node node =
                Node.on(Data.used("leak")).with("STACKSY_ROLLBACK_WINDOW", "1s").ready()) {
            Api api = node.admin();
            upgrade(api, 1);
            List<Figures> figures = new ArrayList<>();
            try (Load load = Load.paced(node.uri().resolve("/api/leaky/"), CALLERS, BETWEEN, Load::wholly)) {
                for (int i = 2; i <= count; i++) {
                    upgrade(api, i);
                    if (i % (count / STATIONS) == 0) {
                        settle(api);
                        figures.add(Figures.of(api));
                        System.out.println(i + " upgrades: " + figures.get(figures.size() - 1));
                    }
                }
                Load.Result result = load.stop();
                System.out.println("under load: " + count + " upgrades: " + result);
                assertThat(result.failures()).as(result.toString()).isZero();
            }
            Figures warm = figures.get(STATIONS / 2);
            Figures last = figures.get(STATIONS - 1);
            assertThat(last.unreclaimed()).isZero();
            assertThat(last.classes()).isLessThanOrEqualTo(warm.classes() + 100);
            assertThat(last.metaspace()).isLessThan(warm.metaspace() + (1 << 20));
            assertThat(last.threads()).isLessThanOrEqualTo(warm.threads() + 5);
            assertThat(last.connections()).isLessThanOrEqualTo(warm.connections() + 2);
            assertThat(last.series()).isLessThanOrEqualTo(warm.series() + 20);
            assertThat(last.files()).isLessThanOrEqualTo(warm.files() + 10);
        }
    }

    private static void upgrade(Api api, int i) {
        Answer answer = api.deploy(ToolJar.of("leaky", i + ".0.0").write());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(api.get("/api/leaky/").at("running_version")).isEqualTo(i + ".0.0");
        assertThat(api.post("/api/leaky/names", "{\"first_name\":\"Ada\"}").status())
                .isEqualTo(200);
    }

    /** Waits until all but the live revision is retired and collected. */
    private static void settle(Api api) {
        DoubleSupplier held = () -> {
            Answer tool = api.get("/admin/tools/leaky");
            int inMemory = 0;
            for (var revision : tool.body().path("revisions")) {
                String state = revision.path("state").asText();
                inMemory += state.equals("retired") || state.equals("live") ? 0 : 1;
                inMemory += revision.path("unreclaimed").asBoolean() ? 1 : 0;
            }
            return inMemory + Metrics.of(api).sumOrZero("stacksy_unreclaimed_revisions");
        };
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (held.getAsDouble() > 0) {
            assertThat(System.nanoTime())
                    .as("revisions still in memory: " + held.getAsDouble())
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** What must stay level. */
    private record Figures(
            double unreclaimed,
            double classes,
            double metaspace,
            double threads,
            double connections,
            double files,
            double series) {
        static Figures of(Api api) {
            Metrics metrics = Metrics.of(api);
            return new Figures(
                    metrics.sumOrZero("stacksy_unreclaimed_revisions"),
                    metrics.sum("jvm_classes_currently_loaded"),
                    metrics.sum("jvm_memory_pool_used_bytes{pool=\"Metaspace\""),
                    metrics.sum("jvm_threads_current"),
                    metrics.sum("hikaricp_active_connections") + metrics.sum("hikaricp_idle_connections"),
                    metrics.sum("process_open_fds"),
                    metrics.series());
        }
    }
}
