package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
    private final Secrets secrets = new Secrets(new SecureRandom());
    private final byte[] plain = {1, 2, 3};

    private final Path folder;

    MasterKeyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isMadeOnceAndKept() throws IOException {
        SecretFile file = new SecretFile(folder.resolve("master.key"));
        Sealed sealed = MasterKey.in(file, secrets).seal(plain, "kid");

        assertThat(MasterKey.in(file, secrets).open(sealed, "kid")).hasValue(plain);
        assertThat(Files.size(file.path())).isEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasSealedOtherwiseStaysShut() {
        MasterKey key = new MasterKey(secrets.bytes(32), secrets);
        Sealed sealed = key.seal(plain, "kid");
        byte[] touched = sealed.bytes();
        touched[20] ^= 1;

        assertThat(key.open(sealed, "other")).isEmpty();
        assertThat(key.open(new Sealed(touched), "kid")).isEmpty();
        assertThat(key.open(new Sealed(new byte[3]), "kid")).isEmpty();
        assertThat(new MasterKey(secrets.bytes(32), secrets).open(sealed, "kid"))
                .isEmpty();
        assertThat(key.seal(plain, "kid").bytes()).isNotEqualTo(sealed.bytes());
    }

    @Test
    void mayBeGivenAsText() {
        byte[] bytes = secrets.bytes(32);
        String text = Base64.getEncoder().encodeToString(bytes) + "\n";
        Sealed sealed = MasterKey.of(text, secrets).seal(plain, "kid");
        assertThat(new MasterKey(bytes, secrets).open(sealed, "kid")).hasValue(plain);
        assertThatThrownBy(() -> MasterKey.of("AAAA", secrets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 bytes in place of 32");
    }

    @Test
    void aDigestDependsOnKeyTextAndPurpose() {
        MasterKey key = new MasterKey(secrets.bytes(32), secrets);
        Sha256 digest = key.digest("text", "purpose");
        assertThat(key.digest("text", "purpose")).isEqualTo(digest);
        assertThat(key.digest("other", "purpose")).isNotEqualTo(digest);
        assertThat(key.digest("text", "other")).isNotEqualTo(digest);
        assertThat(new MasterKey(secrets.bytes(32), secrets).digest("text", "purpose"))
                .isNotEqualTo(digest);
        assertThat(digest).isNotEqualTo(Sha256.of("text"));
    }

    @Test
    void aFileOfTheWrongSizeIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("master.key"), new byte[31]);
        assertThatThrownBy(() -> MasterKey.in(new SecretFile(file), secrets))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("31 bytes in place of 32");
    }
}
