package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node that takes only signed tools, and the commands that sign them. */
class TrustIT {
    private static Path folder;
    private static Path ring;
    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        Path data = Data.used("trust");
        folder = Files.createTempDirectory(data.toAbsolutePath().getParent(), "signer-");
        ring = folder.resolve("trusted.keys");
        Files.writeString(ring, keygen("ann") + keygen("old") + keygen("gone"));
        keygen("eve");
        replace("(?<line>old .*valid-until=)\\S+", "${line}2026-01-01T00:00:00Z");
        replace("gone .*", "$0 revoked-at=2026-01-01T00:00:00Z");
        node = Node.on(data)
                .with("STACKSY_TRUST", "signed")
                .with("STACKSY_TRUST_KEYS", ring.toString())
                .ready();
        api = node.admin();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void theToolsOfTheDistributionAreThereWithoutASignature() {
        assertThat(api.get("/admin/tools/links").at("live")).isEqualTo("1.0.0");
    }

    @Test
    void whatATrustedKeyHasSignedIsDeployedByTheCommand() throws IOException {
        Path jar = sign("ann", ToolJar.of("signed", "1.0.0").write());
        assertThat(Files.getPosixFilePermissions(folder.resolve("ann.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Command plan = stacksy("plan", jar.toString());
        assertThat(plan.exit()).as(plan.said()).isZero();
        assertThat(plan.said()).containsPattern("signature +signed with the key 'ann'");
        Command deploy = stacksy("deploy", jar.toString());
        assertThat(deploy.exit()).as(deploy.said()).isZero();
        assertThat(api.anonymous().get("/api/signed/").at("running_version")).isEqualTo("1.0.0");
    }

    @Test
    void theCommandSaysWhyAJarIsNotTrustedAndEndsWithOne() {
        Command deploy =
                stacksy("deploy", ToolJar.of("unsigned", "1.0.0").write().toString());
        assertThat(deploy.exit()).isEqualTo(1);
        assertThat(deploy.said()).contains("stacksy: not trusted: it is not signed; sign it with: stacksy sign");
    }

    @Test
    void statement33_eachWayOfNotBeingTrustedIsRefusedAndLeavesNothing() throws IOException {
        Path jar = ToolJar.of("refused", "1.0.0").write();
        refused(jar, "", "it is not signed");
        refused(jar, signature("eve", jar), "the key 'eve', which is not in the node's key ring");
        refused(jar, signature("old", jar), "the key 'old', which expired at 2026-01-01T00:00:00Z");
        refused(jar, signature("gone", jar), "the key 'gone', which was revoked at 2026-01-01T00:00:00Z");
        refused(jar, signature("ann", ToolJar.of("other", "1.0.0").write()), "is not of these bytes");
        refused(jar, "ann", "is not of the form");
        String signature = signature("ann", jar);
        byte[] changed = Files.readAllBytes(jar);
        changed[changed.length / 2] ^= 1;
        refused(Files.write(jar, changed), signature, "is not of these bytes");
    }

    @Test
    void statement33_anOlderVersionIsTakenOnlyWhereItIsMeant() throws IOException {
        Path old = ToolJar.of("aging", "1.0.0").write();
        Path now = ToolJar.of("aging", "1.1.0").write();
        assertThat(send("?wait=true", now, signature("ann", now)).status()).isEqualTo(201);
        refused(old, signature("ann", old), "aging@1.0.0 is older than 1.1.0, which is live");
        assertThat(send("?wait=true&downgrade=true", old, signature("ann", old)).status())
                .isEqualTo(201);
        assertThat(api.anonymous().get("/api/aging/").at("running_version")).isEqualTo("1.0.0");
    }

    @Test
    void aRevocationHoldsFromTheNextRolloutOn() throws IOException {
        String line = keygen("brief");
        Files.writeString(ring, Files.readString(ring) + line);
        Path jar = ToolJar.of("brief", "1.0.0").write();
        assertThat(send("?wait=true", jar, signature("brief", jar)).status()).isEqualTo(201);
        replace("brief .*", "$0 revoked-at=2026-01-01T00:00:00Z");
        Path next = ToolJar.of("brief", "1.1.0").write();
        refused(next, signature("brief", next), "the key 'brief', which was revoked");
        assertThat(api.anonymous().get("/api/brief/").at("running_version")).isEqualTo("1.0.0");
    }

    @Test
    void aPlanSaysHowASignatureStands() throws IOException {
        Path jar = ToolJar.of("planned", "1.0.0").write();
        Answer plan = send("?dry_run=true", jar, signature("ann", jar));
        assertThat(plan.body().path("signature").path("state").asText()).isEqualTo("signed");
        assertThat(plan.body().path("signature").path("key_id").asText()).isEqualTo("ann");
        assertThat(plan.body().path("obstacles")).isEmpty();
        Answer unsigned = send("?dry_run=true", jar, "");
        assertThat(unsigned.status()).isEqualTo(200);
        assertThat(unsigned.body().path("signature").path("state").asText()).isEqualTo("unsigned");
        assertThat(unsigned.body().path("obstacles").get(0).path("cause").asText())
                .isEqualTo("not_trusted");
    }

    @Test
    void aNodeThatIsToTrustNobodyInParticularDoesNotStart() {
        try (Node keyless =
                Node.on(Data.empty("keyless")).with("STACKSY_TRUST", "signed").launch()) {
            assertThat(keyless.exit()).isEqualTo(2);
            assertThat(keyless.errors()).singleElement().asString().contains("STACKSY_TRUST_KEYS");
        }
    }

    private static void refused(Path jar, String signature, String reason) throws IOException {
        Set<String> blobs = blobs();
        JsonNode tools = tools();
        Answer answer = send("?wait=true", jar, signature);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("cause")).isEqualTo("not_trusted");
        assertThat(answer.at("detail")).startsWith("not trusted: ").contains(reason);
        assertThat(blobs()).isEqualTo(blobs);
        assertThat(tools()).isEqualTo(tools);
    }

    /** What there is, without how busy it is at the moment. */
    private static JsonNode tools() {
        JsonNode tools = api.get("/admin/tools").body();
        tools.findParents("load").forEach(tool -> ((ObjectNode) tool).remove("load"));
        return tools;
    }

    private static Set<String> blobs() throws IOException {
        try (Stream<Path> files = Files.list(node.data().resolve("blobs"))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static Answer send(String query, Path jar, String signature) throws IOException {
        String[] headers = signature.isEmpty() ? new String[0] : new String[] {"Stacksy-Signature", signature};
        return api.send(
                "POST", "/admin/tools" + query, BodyPublishers.ofFile(jar), "application/java-archive", headers);
    }

    /** Makes a key pair; returns its line for the key ring. */
    private static String keygen(String id) {
        Command made = stacksy("keygen", "--quiet", "--id", id, "--key", key(id));
        assertThat(made.exit()).as(made.said()).isZero();
        return made.said();
    }

    private static String key(String id) {
        return folder.resolve(id + ".pem").toString();
    }

    private static Path sign(String id, Path jar) {
        Command signed = stacksy("sign", jar.toString(), "--key", key(id));
        assertThat(signed.exit()).as(signed.said()).isZero();
        return jar;
    }

    private static String signature(String id, Path jar) throws IOException {
        return Files.readString(sign(id, jar).resolveSibling(jar.getFileName() + ".sig"))
                .strip();
    }

    /** Rewrites the key ring as an editor does: the new one is there at once and whole. */
    private static void replace(String pattern, String replacement) throws IOException {
        String text = Files.readString(ring).replaceAll(pattern, replacement);
        Path unfinished = Files.writeString(folder.resolve("unfinished"), text);
        Files.move(unfinished, ring, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What a run of the command ended with, and what it wrote. */
    private record Command(int exit, String said) {}

    private static Command stacksy(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Node.HOME.resolve("bin/stacksy").toString()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(folder, "output-", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("STACKSY_"));
            builder.environment().put("XDG_CONFIG_HOME", folder.toString());
            if (api != null) {
                builder.environment().put("STACKSY_URL", node.uri().toString());
                builder.environment().put("STACKSY_TOKEN", api.accessToken());
            }
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("does not end: " + command);
            }
            return new Command(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
