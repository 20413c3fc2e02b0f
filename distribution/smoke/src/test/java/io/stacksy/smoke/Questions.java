package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import io.stacksy.smoke.Asking.Seen;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Whatever it may depend on the database how a node answers it, asked again and again, each by a caller of its own. The
 * node has a tool named {@code calm} that needs no database.
 */
final class Questions implements AutoCloseable {
    private static final String CALM = "/api/calm/";
    private static final String LINK = "{\"url\":\"https://example.org/\"}";

    private final URI node;
    private final List<Asking> all = new ArrayList<>();
    private final List<Asking> signedIn;
    private final Asking following;
    private final Asking making;

    /** Begins to ask. */
    Questions(Node node) {
        this.node = node.uri();
        People people = new People(node);
        String name = people.register();
        Answer tokens = people.login(name, People.PASSWORD);
        String token = tokens.at("access_token");
        Api user = people.api(tokens);
        Answer link = user.post("/api/links", LINK);
        assertThat(link.status()).as(link.toString()).isEqualTo(201);
        String code = link.at("code");

        ask(Question.get("a tool without a database", CALM, 200).withoutDatabase());
        signedIn = List.of(
                ask(Question.get("the same with an access token", CALM, 200).by(token)),
                ask(Question.get("the same with an API key", CALM, 200)
                        .by(key(user).at("key"))));
        ask(Question.get("with the token of an ended session", CALM, 401).by(endedSession(people)));
        ask(Question.get("with a revoked API key", CALM, 401).by(revokedKey(user)));
        ask(Question.get("with a token of an unknown key", CALM, 401).by(unknown(token)));
        ask(Question.get("what is not permitted", "/admin/tools", 403).by(token));
        ask(Question.get("accounts, for nobody", "/admin/users", 401));
        ask(Question.get("accounts", "/admin/users", 200).by(node.admin().accessToken()));
        ask(Question.send(
                "signing in",
                "POST",
                "/auth/login",
                "{\"username\":\"" + name + "\",\"password\":\"" + People.PASSWORD + "\"}",
                200));
        ask(Question.send("changing a link", "PATCH", "/api/links/" + code, "{\"expires_at\":null}", 200)
                .by(token));
        following = ask(Question.get("following a link", "/l/" + code, 302));
        making =
                ask(Question.send("a new link", "POST", "/api/links", LINK, 201).by(token));
    }

    private Asking ask(Question question) {
        Asking asking = new Asking(question, node);
        all.add(asking);
        return asking;
    }

    /** Makes an API key. */
    static Answer key(Api owner) {
        Answer key = owner.post("/auth/api-keys", "{\"name\":\"a key\",\"scopes\":[\"*\"]}");
        assertThat(key.status()).as(key.toString()).isEqualTo(201);
        return key;
    }

    /** Makes an API key that does not hold any more, and was never used. */
    static String revokedKey(Api owner) {
        Answer key = key(owner);
        assertThat(owner.delete("/auth/api-keys/" + key.at("id")).status()).isEqualTo(204);
        return key.at("key");
    }

    private static String endedSession(People people) {
        Answer tokens = people.login(people.register(), People.PASSWORD);
        Answer logout = people.api(tokens)
                .anonymous()
                .post("/auth/logout", "{\"refresh_token\":\"" + tokens.at("refresh_token") + "\"}");
        assertThat(logout.status()).as(logout.toString()).isEqualTo(204);
        return tokens.at("access_token");
    }

    /** The same token as if another key had signed it. */
    private static String unknown(String token) {
        int end = token.indexOf('.');
        String head = new String(Base64.getUrlDecoder().decode(token.substring(0, end)), StandardCharsets.UTF_8);
        String other = head.replace(Forgery.kid(token), UUID.randomUUID().toString());
        return Forgery.base64(other.getBytes(StandardCharsets.UTF_8)) + token.substring(end);
    }

    List<Asking> all() {
        return all;
    }

    /** Those of somebody whose credentials the node knows. */
    List<Asking> signedIn() {
        return signedIn;
    }

    /** The one that follows a link. */
    Asking following() {
        return following;
    }

    /** Whether the last few of what each asked since then were all answered as is right. */
    boolean areGoodAgain(long nanos, int number) {
        return all.stream().allMatch(asking -> asking.isGoodAgain(nanos, number));
    }

    /** Whether each has had as many answers to what it asked since then. */
    boolean areAnswered(long nanos, int number) {
        return all.stream().allMatch(asking -> asking.askedSince(nanos).size() >= number);
    }

    /** The codes of the links that the node said since then it had made. */
    List<String> madeSince(long nanos) {
        return making.answeredSince(nanos).stream()
                .filter(making::isGood)
                .map(Seen::body)
                .map(body -> body.replaceAll("(?s).*\"code\":\"([^\"]+)\".*", "$1"))
                .toList();
    }

    @Override
    public String toString() {
        return all.toString();
    }

    @Override
    public void close() {
        all.forEach(Asking::close);
    }
}
