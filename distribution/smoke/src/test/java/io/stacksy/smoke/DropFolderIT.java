package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/** A folder whose jars are the tools of the node. */
class DropFolderIT {
    private final Path data = Data.used("drop");
    private final Path folder =
            data.resolveSibling(data.getFileName() + "-folder").toAbsolutePath();

    @Test
    void aToolComesChangesAndGoesWithItsFile() throws IOException {
        Path jar = folder.resolve("dropped.jar");
        try (Node node = start().ready()) {
            Api api = node.admin();
            assertThat(folder).isDirectory();

            copy(ToolJar.of("dropped", "1.0.0").write(), jar);
            copy(ToolJar.of("beside", "1.0.0").write(), folder.resolve("beside.jar"));
            serves(api, "dropped", "1.0.0");
            serves(api, "beside", "1.0.0");
            JsonNode line = api.get("/admin/audit?tool=dropped&limit=1").body().at("/items/0");
            assertThat(line.path("action").asText()).isEqualTo("tool.switched");
            assertThat(line.path("actor").asText()).isEqualTo("node");
            assertThat(line.at("/details/rule").asText()).isEqualTo("drop folder");

            copy(ToolJar.of("dropped", "1.1.0").write(), jar);
            serves(api, "dropped", "1.1.0");

            copy(
                    ToolJar.of("dropped", "1.2.0")
                            .fixtures("throwingactivator")
                            .activator("throwingactivator.Throwing")
                            .write(),
                    jar);
            Eventually.is("it is rejected", () -> Files.exists(folder.resolve("dropped.jar.rejected")));
            assertThat(jar).doesNotExist();
            assertThat(folder.resolve("dropped.jar.reason"))
                    .content()
                    .startsWith("dropped.jar was not deployed: ")
                    .contains("dropped@1.2.0");
            serves(api, "dropped", "1.1.0");

            copy(ToolJar.of("dropped", "1.3.0").write(), jar);
            serves(api, "dropped", "1.3.0");
            Eventually.is("the rejection is cleared", () -> !Files.exists(folder.resolve("dropped.jar.reason")));
            assertThat(folder.resolve("dropped.jar.rejected")).doesNotExist();
            assertThat(node.stop()).isZero();
        }
        Files.delete(folder.resolve("beside.jar"));
        try (Node node = start().ready()) {
            Api api = node.admin();
            Eventually.is("what went meanwhile is removed", () -> status(api, "beside") == 404);
            assertThat(rollouts(api, "dropped")).isEqualTo(4);
            serves(api, "dropped", "1.3.0");

            Files.delete(jar);
            Eventually.is("the tool goes with its file", () -> status(api, "dropped") == 404);
            assertThat(api.get("/admin/tools/dropped").status()).isEqualTo(404);
            assertThat(api.get("/admin/tools/links").status()).isEqualTo(200);
            assertThat(node.stop()).isZero();
        }
    }

    @Test
    void aFolderThatIsAwayIsSaidAndRemovesNothing() throws IOException {
        try (Node node = start().ready()) {
            Api api = node.admin();
            copy(ToolJar.of("kept", "1.0.0").write(), folder.resolve("kept.jar"));
            serves(api, "kept", "1.0.0");
            Path elsewhere = folder.resolveSibling(folder.getFileName() + "-elsewhere");
            Files.move(folder, elsewhere);
            Eventually.is(
                    "it is degraded", () -> api.get("/health").at("status").equals("degraded"));
            assertThat(api.get("/health").text()).contains("drop-folder", "cannot be used");
            serves(api, "kept", "1.0.0");
            Files.move(elsewhere, folder);
            Eventually.is(
                    "it is up again", () -> api.get("/health").at("status").equals("up"));
            copy(ToolJar.of("kept", "1.1.0").write(), folder.resolve("kept.jar"));
            serves(api, "kept", "1.1.0");
        }
    }

    @Test
    void aFolderThatIsNoneStopsTheStart() throws IOException {
        Files.createFile(folder);
        try (Node node = start().launch()) {
            assertThat(node.exit()).isEqualTo(2);
            assertThat(node.errors())
                    .containsExactly("stacksy: STACKSY_DROP_FOLDER is " + folder
                            + ", which cannot be used (not a folder): correct the path or its rights, or leave it out");
        }
    }

    private Start start() {
        return Node.on(data).with("STACKSY_DROP_FOLDER", folder.toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void serves(Api api, String tool, String version) {
        Eventually.is(
                tool + " answers as " + version,
                () -> api.get("/api/" + tool + "/").at("running_version").equals(version));
    }

    private static int status(Api api, String tool) {
        return api.get("/api/" + tool + "/").status();
    }

    private static long rollouts(Api api, String tool) {
        Answer answer = api.get("/admin/rollouts?limit=200");
        long count = 0;
        for (JsonNode rollout : answer.body().path("items")) {
            count += rollout.path("tool").asText().equals(tool) ? 1 : 0;
        }
        return count;
    }
}
