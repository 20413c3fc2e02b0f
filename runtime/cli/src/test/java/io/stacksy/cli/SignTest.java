package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignTest {
    private static final String UPLOAD = "POST /admin/tools";

    private final Path home;
    private final FakeNode node = new FakeNode();
    private final Path jar;
    private final Path beside;
    private final Path standardKey;

    SignTest(@TempDir Path home) throws IOException {
        this.home = home;
        jar = home.resolve("links.jar");
        beside = home.resolve("links.jar.sig");
        standardKey = home.resolve(".config/stacksy/signing-key.pem");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
        }
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private Result run(String... arguments) {
        return new CommandLineRun(home, node.url()).with("STACKSY_TOKEN", "tok").run(arguments);
    }

    @Test
    void makesAKeyThatOnlyItsOwnerCanRead() throws Exception {
        Result made = run("keygen", "--id", "ann");
        assertThat(made.code()).isZero();
        String[] lines = made.out().split("\n", -1);
        assertThat(lines[0]).startsWith("# the private key is in " + standardKey);
        assertThat(lines[1])
                .matches("ann [A-Za-z0-9+/]{59}= valid-from=2026-11-01T12:00:00Z valid-until=2027-11-01T12:00:00Z");
        assertThat(Files.getPosixFilePermissions(standardKey)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(standardKey))
                .startsWith("Stacksy-Key-Id: ann\n-----BEGIN PRIVATE KEY-----\n")
                .endsWith("-----END PRIVATE KEY-----\n");
        assertThat(made.out()).doesNotContain(Files.readAllLines(standardKey).get(2));
    }

    @Test
    void namesAKeyByItsDigestUnlessItIsNamed() {
        assertThat(run("keygen", "--quiet", "--days", "1").out())
                .matches("[0-9a-f]{16} \\S+ valid-from=2026-11-01T12:00:00Z valid-until=2026-11-02T12:00:00Z\n");
        assertThat(run("keygen", "--key", home.resolve("b.pem").toString(), "--output", "json")
                        .out())
                .contains("\"key_ring_line\":\"", "\"private_key_file\":\"" + home.resolve("b.pem"));
    }

    @Test
    void doesNotWriteOverAKey() throws IOException {
        run("keygen");
        String before = Files.readString(standardKey);
        Result again = run("keygen");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains(standardKey + " is there already").hasLineCount(1);
        assertThat(Files.readString(standardKey)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--id=a b", "--id=", "--days=0", "--days=40000"})
    void makesNoKeyThatNobodyCouldUse(String option) {
        assertThat(run("keygen", option).code()).isEqualTo(2);
        assertThat(standardKey).doesNotExist();
    }

    @Test
    void signsTheBytesOfAJar() throws Exception {
        String line = run("keygen", "--id", "ann", "--quiet").out();
        assertThat(run("sign", jar.toString()))
                .isEqualTo(new Result(0, "signed with the key ann: " + beside + "\n", ""));

        String[] signed = Files.readString(beside).strip().split(":", 2);
        assertThat(signed[0]).isEqualTo("ann");
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(line.split(" ", 3)[1]))));
        verifier.update(Files.readAllBytes(jar));
        assertThat(verifier.verify(Base64.getDecoder().decode(signed[1]))).isTrue();
    }

    @Test
    void sendsTheSignatureThatLiesBesideTheJar() {
        node.says(UPLOAD, 202, Rollouts.json("nothing_to_do", "", ""));
        node.says(UPLOAD + "?downgrade=true", 202, Rollouts.json("nothing_to_do", "", ""));
        node.says(UPLOAD + "?dry_run=true&downgrade=true", 200, "{}");
        run("deploy", jar.toString());
        run("keygen", "--id", "ann");
        run("sign", jar.toString());
        run("deploy", "--downgrade", jar.toString());
        run("plan", "--downgrade", jar.toString());

        assertThat(node.asked.get(0).header("Stacksy-signature")).isEmpty();
        assertThat(node.asked.get(1).header("Stacksy-signature")).matches("ann:[A-Za-z0-9+/]{86}==");
        assertThat(node.asked.get(2).header("Stacksy-signature")).matches("ann:[A-Za-z0-9+/]{86}==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann:AAAA\nbob:AAAA", "ann: AAAA"})
    void doesNotSendWhatIsNoSignature(String text) throws IOException {
        Files.writeString(beside, text);
        Result result = run("deploy", jar.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(beside + " is not a signature; make it again with: stacksy sign " + jar);
        assertThat(node.asked).isEmpty();
    }

    @Test
    void aJarThatIsNotTrustedIsRefusedAndNotAMatterOfWhoAsks() {
        node.says(
                UPLOAD, 403, "{\"status\":403,\"cause\":\"not_trusted\",\"detail\":\"not trusted: it is not signed\"}");
        assertThat(run("deploy", jar.toString()))
                .isEqualTo(new Result(1, "", "stacksy: not trusted: it is not signed (request id req-7)\n"));
    }

    @Test
    void aPlanShowsWhoSignedItAndWhatWillBeRefused() {
        node.says(
                UPLOAD + "?dry_run=true",
                200,
                """
                {"tool":"links","from":null,"to":"1.0.0","nothing_to_do":false,"obstacles":[],"aliases":[],"migrations":[],
                "refused_calls":[{"type":"org.example.Links","method":"stop","call":"System.exit"}],
                "signature":{"state":"signed","key_id":"ann","detail":"signed with the key 'ann'"}}""");
        assertThat(run("plan", jar.toString()).out())
                .contains("signature  signed with the key 'ann'\n")
                .contains("will refuse\n  System.exit in org.example.Links.stop\n");
    }

    @Test
    void saysWhatIsWrongWithTheKey() throws IOException {
        assertThat(run("sign", jar.toString()).err())
                .contains("there is no private key at " + standardKey + "; make one with: stacksy keygen");
        Path bad = Files.writeString(home.resolve("bad.pem"), "-----BEGIN PRIVATE KEY-----\n");
        assertThat(run("sign", jar.toString(), "--key", bad.toString()).err()).contains("bad.pem is not a private key");
        Files.writeString(bad, "Stacksy-Key-Id: ann\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThat(run("sign", jar.toString(), "--key", bad.toString()).err()).contains("bad.pem is damaged");
        run("keygen");
        assertThat(run("sign", home.resolve("none.jar").toString()).code()).isEqualTo(2);
        assertThat(beside).doesNotExist();
    }
}
