package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.testing.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
    private static Path folder;
    private static Path certificate;
    private static Path key;
    private static SelfSigned elliptic;

    @BeforeAll
    static void make(@TempDir Path temporary) throws Exception {
        folder = temporary;
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        SelfSigned.make(folder, "RSA").writeCertificate(certificate).writeKey(key);
        elliptic = SelfSigned.make(folder, "EC");
    }

    @Test
    void takesAPairOfEitherKind() throws Exception {
        assertThatCode(() -> check(certificate, key)).doesNotThrowAnyException();
        elliptic.writeCertificate(folder.resolve("ec.crt")).writeKey(folder.resolve("ec.key"));
        assertThatCode(() -> check(folder.resolve("ec.crt"), folder.resolve("ec.key")))
                .doesNotThrowAnyException();
    }

    @Test
    void takesAChainWithTextBetween() throws Exception {
        Path chain = folder.resolve("chain.crt");
        elliptic.writeCertificate(folder.resolve("issuer.crt"));
        Files.writeString(
                chain,
                "subject=localhost\n" + Files.readString(certificate) + "issuer=other\n"
                        + Files.readString(folder.resolve("issuer.crt")));
        assertThatCode(() -> check(chain, key)).doesNotThrowAnyException();
    }

    @Test
    void onlyWarnsOfTimesThatAreOver() {
        assertThatCode(() -> TlsFiles.check(certificate, key, Instant.EPOCH)).doesNotThrowAnyException();
        assertThatCode(() -> TlsFiles.check(certificate, key, Instant.parse("2999-01-01T00:00:00Z")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----"
            })
    void refusesWhatIsNoCertificate(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("none.crt"), content);
        assertThatThrownBy(() -> check(file, key))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(file + ", which STACKSY_TLS_CERT names, holds")
                .hasMessageEndingWith("name a file that has the node's own certificate first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n?\n-----END PRIVATE KEY-----\n"
            })
    void saysHowToMakeAKeyThatItTakes(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("none.key"), content);
        assertThatThrownBy(() -> check(certificate, file))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        file + ", which STACKSY_TLS_KEY names, holds no private key in PEM, PKCS #8 and not encrypted:"
                                + " make it one by openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW");
    }

    @Test
    void refusesAKeyThatBelongsToAnother() throws Exception {
        Path other = folder.resolve("other.key");
        SelfSigned.make(folder, "RSA").writeKey(other);
        assertThatThrownBy(() -> check(certificate, other))
                .hasMessage(other + ", which STACKSY_TLS_KEY names, is not the key of the certificate in " + certificate
                        + ": name the one that is");
        SelfSigned.make(folder, "RSA", "-keysize", "1024").writeKey(other);
        assertThatThrownBy(() -> check(certificate, other)).hasMessageContaining("is not the key of the certificate");
    }

    @Test
    void refusesAKeyOfAnotherKind() throws Exception {
        Path other = folder.resolve("other-kind.key");
        elliptic.writeKey(other);
        assertThatThrownBy(() -> check(certificate, other)).hasMessageContaining("holds no key for the algorithm");
        Files.writeString(other, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> check(certificate, other)).hasMessageContaining("holds no key for the algorithm");
    }

    @Test
    void saysThatAFileHasGone() {
        Path gone = folder.resolve("gone");
        assertThatThrownBy(() -> check(gone, key)).hasMessageStartingWith("cannot read " + gone + " (no such file)");
        assertThatThrownBy(() -> check(certificate, gone)).hasMessageStartingWith("cannot read " + gone);
    }

    private static void check(Path certificateFile, Path keyFile) {
        TlsFiles.check(certificateFile, keyFile, Instant.now());
    }
}
