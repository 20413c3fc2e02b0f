package io.stacksy.smoke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing that is secret stands where it can be read later, however much the node is made to talk. */
class SecretsIT {
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Node node = Node.on(Data.empty("secrets"))
            .withoutClassArchive()
            .with("STACKSY_LOG_LEVEL", "trace")
            .with("STACKSY_REGISTRATION", "open")
            .ready();
    private final Api anonymous = new Api(node.uri());

    @Test
    void noSecretIsInDatabaseLogMetricsAuditTrailOrErrors() throws IOException {
        try (node) {
            useAllThatIsSecret();
            List<String> audit = new ArrayList<>();
            try (NodeDatabase database = NodeDatabase.of(node)) {
                secrets.put("the opened signing key", signingKey(database));
                assertAbsent("the database", database.dump());
                audit.addAll(database.texts("SELECT a::text FROM audit AS a"));
            }
            assertThat(audit).hasSizeGreaterThan(15);
            assertAbsent(
                    "the audit trail",
                    List.of(node.admin().get("/admin/audit?limit=200").text()));
            assertAbsent("the metrics", List.of(anonymous.get("/metrics").text()));
            assertAbsent(
                    "an answer",
                    answers.stream()
                            .filter(answer -> answer.status() != 200)
                            .map(answer ->
                                    answer.text() + answer.response().headers().map())
                            .toList());
            assertThat(answers).filteredOn(answer -> answer.status() >= 400).hasSizeGreaterThan(12);
            assertThat(node.stop()).isZero();
            String printed = node.adminPassword();
            List<String> output = new ArrayList<>(node.output());
            assertThat(output).filteredOn(line -> line.contains(printed)).hasSize(1);
            output.removeIf(line -> line.contains(printed)); // the one time that it is shown
            assertThat(output).anyMatch(line -> line.contains("access token refused") && line.contains("debug"));
            assertAbsent("the log", output);
            assertAbsent("the errors", node.errors());
            assertAbsent("PostgreSQL's log", Files.readAllLines(node.data().resolve("postgres.log")));
        }
    }

    private void useAllThatIsSecret() {
        secret("the administrator's password", node.adminPassword());
        String first = secret("a first password", "the first password 4711");
        String second = secret("a second password", "the second password 4712");
        String early = secret("a password typed as a name", "typed-too-early-4713");
        String wrong = secret("a wrong password", "not the right one 4714");

        register("ada", first);
        register("ada", first);
        register("a b", first);
        register("bea", "short");
        Answer login = login("ada", first);
        login("ada", wrong);
        login(early, wrong);
        for (int i = 0; i < 5; i++) {
            login("nobody", wrong);
        }
        send("POST", "/auth/login", "{\"username\":\"ada\",\"password\":\"" + wrong + "\",\"more\":1}", "");
        send("POST", "/auth/login", "{\"username\":\"ada\",\"password\":\"" + wrong, "");
        send("POST", "/auth/login", "{\"username\":\"ada\",\"password\":[\"" + wrong + "\"]}", "");

        Answer renewed = refresh(login.at("refresh_token"));
        keep("renewed", renewed);
        String access = renewed.at("access_token");
        send("GET", "/auth/me", "", access.substring(0, access.length() - 5));
        send("GET", "/auth/me", "", access + ".more");
        send("GET", "/auth/sessions", "", access);
        send("GET", "/auth/me?access_token=" + access, "", "");
        change(access, wrong, second);
        change(access, first, "short");
        change(access, first, second);
        refresh(renewed.at("refresh_token"));
        refresh(login.at("refresh_token") + "x");

        Answer again = login("ada", second);
        Answer successor = refresh(again.at("refresh_token"));
        keep("successor", successor);
        refresh(again.at("refresh_token"));
        refresh(successor.at("refresh_token"));
        Answer last = login("ada", second);
        send("POST", "/auth/logout", "{\"refresh_token\":\"" + last.at("refresh_token") + "\"}", "");
        send("GET", "/auth/me", "", last.at("access_token"));

        Answer admin = login("admin", node.adminPassword());
        send("POST", "/admin/keys/rotate", "{}", admin.at("access_token"));
        send("POST", "/admin/keys/rotate", "{\"revoke\":\"unknown\"}", admin.at("access_token"));
        send("GET", "/admin/keys", "", admin.at("access_token"));
    }

    private String secret(String what, String value) {
        secrets.put(what, value);
        return value;
    }

    private void keep(String which, Answer tokens) {
        assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
        secret("the refresh token of " + which, tokens.at("refresh_token"));
        secret("the access token of " + which, tokens.at("access_token"));
        secret("the signature of " + which, tokens.at("access_token").split("\\.", -1)[2]);
    }

    private void register(String name, String password) {
        send("POST", "/auth/register", "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}", "");
    }

    private Answer login(String name, String password) {
        Answer answer =
                send("POST", "/auth/login", "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}", "");
        if (answer.status() == 200) {
            keep("sign-in " + secrets.size(), answer);
        }
        return answer;
    }

    private Answer refresh(String token) {
        return send("POST", "/auth/refresh", "{\"refresh_token\":\"" + token + "\"}", "");
    }

    private void change(String access, String present, String next) {
        send(
                "PUT",
                "/auth/password",
                "{\"current_password\":\"" + present + "\",\"new_password\":\"" + next + "\"}",
                access);
    }

    private Answer send(String method, String path, String body, String token) {
        String[] headers = token.isEmpty() ? new String[0] : new String[] {"Authorization", "Bearer " + token};
        Answer answer = anonymous.send(
                method,
                path,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                body.isEmpty() ? "" : "application/json",
                headers);
        answers.add(answer);
        return answer;
    }

    /** Of the private key that signs, a part that the public one has not, as it would stand in a dump. */
    private String signingKey(NodeDatabase database) {
        String kid = database.texts("SELECT kid FROM signing_keys WHERE state = 'active'")
                .get(0);
        byte[] encoded = Forgery.key(node, kid).getEncoded();
        return HexFormat.of().formatHex(encoded, 500, 540);
    }

    private void assertAbsent(String where, List<String> texts) {
        secrets.forEach((what, secret) -> {
            for (String form : forms(secret)) {
                for (String text : texts) {
                    assertThat(text.contains(form))
                            .as(() -> what + " is in " + where + ": " + shortened(text, form))
                            .isFalse();
                }
            }
        });
    }

    /** As it is, and as bytes are written in a dump and elsewhere. */
    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        return List.of(
                secret,
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String shortened(String text, String form) {
        int at = text.indexOf(form);
        return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + form.length() + 50));
    }
}
