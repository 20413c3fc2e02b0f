package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Actor;
import io.stacksy.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAccountTest {
    private final Fixture fixture = new Fixture();

    private final Path file;

    FirstAccountTest(@TempDir Path folder) {
        file = folder.resolve("data/admin-password");
    }

    @Test
    void aPasswordIsMadeUpAndLeftForTheOwnerAlone() throws IOException {
        ensure("");

        String password = Files.readString(file).strip();
        assertThat(password).matches("[0-9A-Za-z]{24}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(fixture.signIn.login("admin", password, Fixture.CLIENT).refresh())
                .isNotEmpty();
        assertThat(fixture.accounts.list(10, "").get(0).roles()).isEqualTo(Set.of("admin"));
        try (var left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aGivenPasswordIsLeftNowhere() {
        ensure("given password");

        assertThat(file).doesNotExist();
        assertThat(fixture.signIn
                        .login("admin", "given password", Fixture.CLIENT)
                        .refresh())
                .isNotEmpty();
    }

    @Test
    void anInterruptedStartGoesOnWithThePasswordItLeft() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "left-by-the-first-try\n");
        ensure("");

        assertThat(fixture.signIn
                        .login("admin", "left-by-the-first-try", Fixture.CLIENT)
                        .refresh())
                .isNotEmpty();
    }

    @Test
    void anEmptyFileIsNoPassword() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "\n");
        ensure("");

        assertThat(Files.readString(file).strip()).matches("[0-9A-Za-z]{24}");
    }

    @Test
    void nothingHappensWhereThereIsAnAccount() {
        fixture.account("ada", "user");
        ensure("given password");

        assertThat(file).doesNotExist();
        assertThat(fixture.accounts.list(10, "")).hasSize(1);
    }

    @Test
    void aNodeThatLosesTheRaceLeavesNoWrongPassword() {
        fixture.accounts.beforeAdd(() -> fixture.accounts.add(other(), Actor.node("test")));
        ensure("");

        assertThat(file).doesNotExist();
    }

    @Test
    void aFailureLeavesThePasswordForTheNextStart() {
        fixture.accounts.beforeAdd(() -> {
            throw StoreException.unavailable(new IOException("away"));
        });

        assertThatThrownBy(() -> ensure("")).isInstanceOf(StoreException.class);
        assertThat(file).isNotEmptyFile();
    }

    private Credentials other() {
        Account account = new Account(fixture.secrets.id(), "admin", Set.of("admin"), true, fixture.clock.instant());
        return new Credentials(account, "hash");
    }

    private void ensure(String configured) {
        new FirstAccount(fixture.accounts, fixture.passwords, fixture.secrets, fixture.clock)
                .ensure(configured, new SecretFile(file));
    }
}
