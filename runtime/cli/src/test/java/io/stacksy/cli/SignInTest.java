package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.cli.CommandLineRun.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
    private static final String LOGIN = "POST /auth/login";
    private static final String REFRESH = "POST /auth/refresh";
    private static final String STATUS = "GET /admin/status";

    private final Path home;

    private final FakeNode node = new FakeNode();

    SignInTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private CommandLineRun command() {
        return new CommandLineRun(home, node.url());
    }

    private static String tokens(int number) {
        return "{\"access_token\":\"at" + number + "\",\"token_type\":\"Bearer\",\"expires_in\":600,"
                + "\"refresh_token\":\"rt" + number + "\"}";
    }

    private Path folder() {
        return home.resolve(".config/stacksy");
    }

    private Path file() {
        return folder().resolve("credentials.json");
    }

    private void signIn() {
        node.says(LOGIN, 200, tokens(1));
        assertThat(command().piped("secret\n").run("login", "admin").code()).isZero();
    }

    @Test
    void readsThePasswordThatIsPipedInAndKeepsTheTokensToItself() throws IOException {
        signIn();

        assertThat(node.asked.get(0).body()).contains("\"username\":\"admin\"", "\"password\":\"secret\"");
        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(mode(folder())).isEqualTo("rwx------");
        assertThat(Files.readString(file())).contains("\"at1\"", "\"rt1\"").doesNotContain("secret");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void asksForNameAndPasswordOnATerminal() {
        node.says(LOGIN, 200, tokens(1));

        assertThat(command().atTerminal("admin", "pass word").run("login"))
                .isEqualTo(new Result(0, "signed in to " + node.url() + " as admin\n", ""));
        assertThat(node.asked.get(0).body()).contains("\"password\":\"pass word\"");
    }

    @Test
    void readsThePasswordFromAFileAndKeepsTheTokensWhereXdgSays() throws IOException {
        node.says(LOGIN, 200, tokens(1));
        Path password = Files.writeString(home.resolve("password"), "secret\n");
        Path config = home.resolve("xdg");

        assertThat(command()
                        .with("XDG_CONFIG_HOME", config.toString())
                        .run("login", "admin", "--password-file", password.toString())
                        .code())
                .isZero();
        assertThat(node.asked.get(0).body()).contains("\"password\":\"secret\"");
        assertThat(config.resolve("stacksy/credentials.json")).exists();
    }

    @Test
    void writesTheAccountAndNoTokenAsJson() {
        node.says(LOGIN, 200, tokens(1)).says("GET /auth/me", 200, "{\"username\":\"admin\"}");

        assertThat(command()
                        .piped("secret")
                        .run("--output=json", "login", "admin")
                        .out())
                .isEqualTo("{\"username\":\"admin\"}\n");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(command().run("login").code()).isEqualTo(2);
        assertThat(command().run("login", "admin").err()).isEqualTo("stacksy: no password was given\n");
        assertThat(command().run("login", "admin", "--password-file", "none").code())
                .isEqualTo(2);
    }

    @Test
    void endsWithFourWhenThePasswordIsWrong() {
        node.says(LOGIN, 401, "{\"detail\":\"the name or the password is wrong\"}");

        assertThat(command().piped("x").run("login", "admin"))
                .isEqualTo(new Result(4, "", "stacksy: the name or the password is wrong (request id req-7)\n"));
    }

    @Test
    void sendsTheTokenThatWasKept() {
        signIn();
        node.says(STATUS, 200, "{}");

        assertThat(command().run("status").code()).isZero();
        assertThat(node.asked.get(1).header("Authorization")).isEqualTo("Bearer at1");
    }

    @Test
    void sendsAStrangersTokenToNoOtherNode() {
        signIn();
        try (FakeNode other = new FakeNode()) {
            other.says(STATUS, 401, "{}");
            Result result = command().run("status", "--url", other.url());

            assertThat(result.code()).isEqualTo(4);
            assertThat(result.err()).contains("stacksy login");
            assertThat(other.asked.get(0).header("Authorization")).isEmpty();
        }
    }

    @Test
    void renewsATokenThatIsAboutToExpire() throws IOException {
        signIn();
        node.says(REFRESH, 200, tokens(2)).says(STATUS, 200, "{}");

        assertThat(command()
                        .at(CommandLineRun.NOON.plusSeconds(580))
                        .run("status")
                        .code())
                .isZero();
        assertThat(node.asked.get(1).body()).isEqualTo("{\"refresh_token\":\"rt1\"}");
        assertThat(node.asked.get(2).header("Authorization")).isEqualTo("Bearer at2");
        assertThat(Files.readString(file())).contains("rt2").doesNotContain("rt1");
        assertThat(mode(file())).isEqualTo("rw-------");
    }

    @Test
    void renewsATokenThatIsRefused() {
        signIn();
        node.says(REFRESH, 200, tokens(2)).says(STATUS, 401, "{}").says(STATUS, 200, "{}");

        assertThat(command().run("status").code()).isZero();
        assertThat(node.asked.get(3).header("Authorization")).isEqualTo("Bearer at2");
    }

    @Test
    void forgetsASessionThatHasEnded() throws IOException {
        signIn();
        node.says(REFRESH, 401, "{}").says(STATUS, 401, "{}");

        Result result = command().run("status");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("sign in again");
        assertThat(Files.readString(file())).isEqualTo("{}");
    }

    @Test
    void takesWhatAnotherCommandRenewedAndSpendsTheRefreshTokenOnce() {
        signIn();
        node.says(REFRESH, 200, tokens(2));
        Clock clock = Clock.fixed(CommandLineRun.NOON, ZoneOffset.UTC);
        Credentials credentials = new Credentials(folder());
        for (int command = 0; command < 2; command++) {
            Access access = new StoredAccess(credentials, URI.create(node.url()), new Transport(), clock);
            assertThat(access.insteadOf("at1")).contains("at2");
        }
        assertThat(node.asked).filteredOn(asked -> asked.line().equals(REFRESH)).hasSize(1);
    }

    @Test
    void signsOutHereAndAtTheNode() throws IOException {
        signIn();
        node.says("POST /auth/logout", 204, "");

        assertThat(command().run("logout").code()).isZero();
        assertThat(node.asked.get(1).body()).isEqualTo("{\"refresh_token\":\"rt1\"}");
        assertThat(Files.readString(file())).isEqualTo("{}");
        assertThat(command().run("logout").out()).startsWith("not signed in");
    }

    @Test
    void signsOutHereWhenTheNodeIsAway() throws IOException {
        signIn();
        node.close();

        assertThat(command().run("logout").code()).isEqualTo(3);
        assertThat(Files.readString(file())).isEqualTo("{}");
    }

    @Test
    void saysThatTheFileIsDamaged() throws IOException {
        signIn();
        Files.writeString(file(), "{\"htt");

        assertThat(command().run("status"))
                .isEqualTo(new Result(2, "", "stacksy: " + file() + " is damaged; delete it and sign in again\n"));
    }
}
