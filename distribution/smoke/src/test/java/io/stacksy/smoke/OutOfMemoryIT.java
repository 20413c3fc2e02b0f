package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What becomes of a node whose memory a tool has filled. */
class OutOfMemoryIT {
    private static final int EXIT_ON_OUT_OF_MEMORY = 3;

    private final Path data = Data.used("memory");

    @Test
    void statement36_theNodeEndsItselfAndComesBackWithoutTheCulprit() {
        try (Node node = start().ready()) {
            Api api = node.admin();
            assertThat(api.deploy(ToolJar.of("good", "1.0.0").write()).status()).isEqualTo(201);
            assertThat(api.deploy(ToolJar.of("bad", "1.0.0").fixtures("zoo").write())
                            .status())
                    .isEqualTo(201);
            Load caller = Load.on(node.uri().resolve("/api/bad/fills"), 1, answer -> true);
            assertThat(node.exit()).isEqualTo(EXIT_ON_OUT_OF_MEMORY);
            caller.close();
        }
        try (Node node = start().ready()) {
            Api api = node.admin();
            assertThat(api.get("/api/good/").status()).isEqualTo(200);
            Answer refused = api.get("/api/bad/fills");
            assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("60");
            assertThat(api.get("/health").text())
                    .contains("bad is out of service: quarantine: the node ran out of memory");
            assertThat(api.get("/admin/audit?action=revision.quarantined").text())
                    .contains("bad@1.0.0", "start after running out of memory");

            assertThat(api.post("/admin/tools/bad/release?wait=true", "").status())
                    .isEqualTo(200);
            assertThat(api.get("/api/bad/pool").status()).isEqualTo(200);
            assertThat(node.stop()).isZero();
        }
    }

    private Start start() {
        return Node.on(data).memory("200m");
    }
}
