package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.auth.AuthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {
    private final Fixture fixture = new Fixture();
    private final Path file;
    private final Recovery recovery;

    RecoveryTest(@TempDir Path folder) {
        file = folder.resolve("admin-reset");
        recovery = new Recovery(
                file,
                fixture.accounts,
                fixture.passwords,
                fixture.rules,
                fixture.standing,
                fixture.secrets,
                fixture.clock);
    }

    @Test
    void thePasswordInTheFileIsTheAdministratorsFromThenOn() throws IOException {
        fixture.account("admin", "admin");
        write("rw-------", "a new password\n");
        recovery.run();

        assertThat(fixture.signIn
                        .login("admin", "a new password", Fixture.CLIENT)
                        .refresh())
                .isNotEmpty();
        assertThatThrownBy(() -> fixture.login("admin")).isInstanceOf(SignInException.class);
        assertThat(file).doesNotExist();
        assertThat(fixture.accounts.recoveries()).containsExactly("admin reset");
    }

    @Test
    void whatWasSignedInBeforeIsOutAtOnce() throws IOException {
        fixture.account("admin", "admin");
        String token = fixture.login("admin").access().token();
        String session = fixture.authenticator.authenticate(token).session().orElseThrow();
        fixture.stored = new Standing(Set.of(UUID.fromString(session)), Map.of(), Fixture.ROLES);
        write("rw-------", "a new password");
        recovery.run();
        assertThatThrownBy(() -> fixture.authenticator.authenticate(token)).isInstanceOf(AuthException.class);
    }

    @Test
    void anAccountThatIsGoneIsMadeAgain() throws IOException {
        write("rw-------", "a new password");
        recovery.run();
        assertThat(fixture.accounts.find(new Username("admin")))
                .hasValueSatisfying(admin -> assertThat(admin.isActiveAdmin()).isTrue());
    }

    @Test
    void whereThereIsNoFileNothingHappens() {
        recovery.run();
        assertThat(fixture.accounts.recoveries()).isEmpty();
    }

    @Test
    void aFileThatOthersCanReachIsNotObeyed() throws IOException {
        write("rw-r-----", "a new password");
        recovery.run();
        assertThat(fixture.accounts.recoveries()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void aLinkIsNotObeyed() throws IOException {
        Path elsewhere = file.resolveSibling("elsewhere");
        Files.writeString(elsewhere, "a new password");
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(file, elsewhere);
        recovery.run();
        assertThat(fixture.accounts.recoveries()).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(elsewhere).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "Password123"})
    void aPasswordThatNobodyMayHaveIsNotObeyed(String password) throws IOException {
        write("rw-------", password);
        recovery.run();
        assertThat(fixture.accounts.recoveries()).isEmpty();
        assertThat(file).doesNotExist();
    }

    private void write(String permissions, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
