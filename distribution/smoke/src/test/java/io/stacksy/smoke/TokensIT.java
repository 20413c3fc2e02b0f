package io.stacksy.smoke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Access tokens, and the first account. Tests are named after what they prove, by number. */
class TokensIT {
    private static Node node;
    private static Api anonymous;

    @BeforeAll
    static void start() {
        node = Node.on(Data.empty("tokens")).withoutClassArchive().ready();
        anonymous = new Api(node.uri());
    }

    @AfterAll
    static void stop() {
        assertThat(node.stop()).isZero();
        node.close();
    }

    @Test
    void statement01_anUnsignedTokenAndACutSignatureAreRefusedAlike() {
        String good = forgery().signed();
        assertThat(status(good)).isEqualTo(200);
        String content = good.substring(0, good.lastIndexOf('.') + 1);
        Set<String> answers = new HashSet<>();
        for (String forged : List.of(
                forgery().header("alg", "none").unsigned(),
                forgery().header("alg", "NoNe").unsigned(),
                content,
                good.substring(0, good.length() - 2),
                content + Forgery.base64(new byte[64]),
                content + Forgery.base64(new byte[384]))) {
            Answer answer = me(forged);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
            answers.add(answer.text().replace(answer.header("X-Request-Id"), ""));
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    void statement02_thePublicKeyIsNoSecretToSignWith() throws GeneralSecurityException {
        byte[] key = publicKey(forgery()).getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PUBLIC KEY-----\n";
        assertRefused(forgery().header("alg", "HS256").maced(key));
        assertRefused(forgery().header("alg", "HS256").maced(pem.getBytes(UTF_8)));
        assertRefused(forgery().maced(key));
    }

    @Test
    void statement03_noKeyIsTakenFromTheHeaderOrLookedForElsewhere() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String elsewhere = "http://127.0.0.1:" + listening.getLocalPort() + "/keys";
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            Forgery own = forgery().signedBy(generator.generateKeyPair().getPrivate());
            for (String kid : List.of("../../key", "' OR 1=1", "k".repeat(10_000), "unknown", "")) {
                assertRefused(forgery().header("kid", kid).signed());
            }
            assertRefused(forgery().without("kid").signed());
            assertRefused(own.copy()
                    .header("jwk", Map.of("kty", "RSA", "n", "AQAB", "e", "AQAB"))
                    .signed());
            assertRefused(own.copy().header("jku", elsewhere).signed());
            assertRefused(own.copy().header("x5u", elsewhere).signed());
            assertRefused(own.signed());
            listening.setSoTimeout(500);
            boolean called = true;
            try {
                listening.accept().close();
            } catch (SocketTimeoutException e) {
                called = false;
            }
            assertThat(called).as("somebody has asked " + elsewhere).isFalse();
        }
    }

    @Test
    void statement03_aStrangeKeyCostsNoQuery() {
        long before = readings();
        String strange = forgery().header("kid", "' OR 1=1").signed();
        String unknown = forgery().header("kid", "unknown").signed();
        for (int i = 0; i < 100; i++) {
            assertRefused(strange);
            assertRefused(unknown);
        }
        // the node reads its keys every few seconds; when that has shown in the count, so has all that was before it
        Eventually.is("keys were read as always", () -> readings() >= before + 3);
        assertThat(readings()).isLessThan(before + 100);
    }

    @Test
    void statement04_clocksMayDifferByThirtySeconds() {
        assertRefused(forgery().claim("exp", fromNow(-32)).signed());
        assertRefused(forgery().claim("nbf", fromNow(60)).signed());
        assertThat(status(forgery().claim("exp", fromNow(-15)).signed())).isEqualTo(200);
        assertThat(status(forgery().claim("nbf", fromNow(20)).signed())).isEqualTo(200);
    }

    private static long fromNow(int seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }

    @Test
    void statement05_whatIsMissingOrMeantForOthersIsRefused() {
        assertRefused(forgery().claim("iss", "https://other.test").signed());
        assertRefused(forgery().claim("aud", List.of("other")).signed());
        for (String claim : List.of("iss", "aud", "exp", "nbf", "iat", "sub", "jti", "sid", "client_id", "roles")) {
            assertRefused(forgery().without(claim).signed());
        }
        assertRefused(forgery().header("typ", "JWT").signed());
        assertRefused(forgery().without("typ").signed());
        assertRefused(login().at("refresh_token"));
    }

    @Test
    void statement06_nothingIsInflatedAndNothingUnknownIsCritical() throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(forgery().claims().getBytes(UTF_8));
        }
        assertRefused(forgery().header("zip", "DEF").signed(deflated.toByteArray()));
        assertRefused(
                forgery().header("crit", List.of("b64")).header("b64", true).signed());
        assertRefused(forgery().claim("more", "x".repeat(8 * 1_024)).signed());
        assertThat(status(forgery().claim("more", "x".repeat(17 * 1_024)).signed()))
                .isEqualTo(431);
    }

    @Test
    void aTokenHasWhatTheStandardAsksForAndAKeyOf3072Bits() {
        String token = login().at("access_token");
        assertThat(Forgery.header(token))
                .containsOnlyKeys("alg", "typ", "kid")
                .containsEntry("alg", "RS256")
                .containsEntry("typ", "at+jwt");
        assertThat(Forgery.claims(token))
                .containsKeys("iss", "sub", "aud", "exp", "iat", "nbf", "jti", "sid", "client_id", "roles");
        assertThat(Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1)))
                .hasSize(384);
    }

    @Test
    void statement15_aFreshNodeHasNoPasswordThatAnybodyKnows() throws IOException {
        List<String> guesses = List.of("admin", "password", "stacksy", "changeme");
        for (int i = 0; i < guesses.size(); i++) {
            Neighbour stranger = Neighbour.number(node.uri(), i); // so that the other tests need not wait
            assertThat(stranger.login("admin", guesses.get(i)).status()).isEqualTo(401);
        }
        String password = node.adminPassword();
        assertThat(password).matches("[0-9A-Za-z]{24}");
        assertThat(node.output()).filteredOn(line -> line.contains(password)).hasSize(1);
        assertThat(Files.getPosixFilePermissions(node.data().resolve("admin-password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(node.data().resolve("master-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** How often signing keys were read, by the database's own count. */
    private static long readings() {
        try (NodeDatabase database = NodeDatabase.of(node)) {
            return Long.parseLong(
                    database.texts("SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables"
                                    + " WHERE relname = 'signing_keys'")
                            .get(0));
        }
    }

    private static Forgery forgery() {
        return Forgery.of(login().at("access_token"), node);
    }

    private static Answer login() {
        Answer login =
                anonymous.post("/auth/login", "{\"username\":\"admin\",\"password\":\"" + node.adminPassword() + "\"}");
        assertThat(login.status()).as(login.toString()).isEqualTo(200);
        return login;
    }

    private static PublicKey publicKey(Forgery token) throws GeneralSecurityException {
        String kid = Forgery.kid(token.signed());
        for (JsonNode key : anonymous.get("/.well-known/jwks.json").body().path("keys")) {
            if (key.path("kid").asText().equals(kid)) {
                return KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(number(key.path("n")), number(key.path("e"))));
            }
        }
        throw new IllegalStateException("not published: " + kid);
    }

    private static BigInteger number(JsonNode field) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(field.asText()));
    }

    private static Answer me(String token) {
        return anonymous.send("GET", "/auth/me", BodyPublishers.noBody(), "", "Authorization", "Bearer " + token);
    }

    private static int status(String token) {
        return me(token).status();
    }

    private static void assertRefused(String token) {
        Answer answer = me(token);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
}
