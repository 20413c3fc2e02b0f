package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What removed revisions leave in memory: nothing. */
class LeakIT {
    @Test
    void upgradesLeaveNoClassLoaderAndNoThread() {
        upgrades(30);
    }

    @Test
    @Tag("soak")
    void twoHundredUpgradesLeaveNoClassLoaderAndNoThread() {
        upgrades(200);
    }

    private static void upgrades(int count) {
        try (Node node = Node.on(Node.newData("leak"))
                .with("STACKSY_ROLLBACK_WINDOW", "1s")
                .ready()) {
            Api api = node.admin();
            int warm = Math.max(10, count / 4);
            for (int i = 1; i <= warm; i++) {
                upgrade(api, i);
            }
            settle(api);
            Figures before = Figures.of(api);
            for (int i = warm + 1; i <= count; i++) {
                upgrade(api, i);
            }
            settle(api);
            Figures after = Figures.of(api);
            System.out.println(count + " upgrades: before " + before + ", after " + after);
            assertThat(after.unreclaimed()).isZero();
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 5);
            assertThat(after.connections()).isLessThanOrEqualTo(before.connections() + 2);
            assertThat(after.metaspace()).isLessThan(before.metaspace() + (count - warm) * 8192.0 + 1_000_000);
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
            return inMemory + Metrics.of(api).sum("stacksy_unreclaimed_revisions");
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
    private record Figures(double unreclaimed, double threads, double metaspace, double connections) {
        static Figures of(Api api) {
            Metrics metrics = Metrics.of(api);
            return new Figures(
                    metrics.sum("stacksy_unreclaimed_revisions"),
                    metrics.sum("jvm_threads_current"),
                    metrics.sum("jvm_memory_pool_used_bytes{pool=\"Metaspace\""),
                    metrics.sum("hikaricp_connections"));
        }
    }
}
