package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.auth.AuthException;
import io.stacksy.auth.Identity;
import io.stacksy.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenVerifierTest {
    private static final PrivateKey KEY = Fixture.PAIR.getPrivate();

    private final Fixture fixture = new Fixture();
    private final Instant now = fixture.clock.instant();

    @Test
    void aTokenMadeByHandHoldsSoThatTheOthersFailForTheirOwnReason() {
        AccessToken token = fixture.verifier.verify(forgery().signed());

        assertThat(token.identity())
                .isEqualTo(new Identity(Forgery.ACCOUNT, "ada", Set.of("user"), Optional.of(Forgery.SESSION)));
        assertThat(token.kid()).isEqualTo(Fixture.KID);
        assertThat(token.expiresAt()).isEqualTo(now.plusSeconds(630));
    }

    @Test
    void s1UnsignedTokensAndCutSignaturesAreRefusedAlike() {
        String good = forgery().signed();
        String content = good.substring(0, good.lastIndexOf('.') + 1);

        assertRefused(forgery().header("alg", "none").unsigned());
        assertRefused(forgery().header("alg", "NoNe").unsigned());
        assertRefused(forgery().unsigned());
        assertRefused(content);
        assertRefused(content.substring(0, content.length() - 1));
        assertRefused(good.substring(0, good.length() - 1));
        assertRefused(good.substring(0, good.length() - 100));
        assertRefused(content + Forgery.base64(new byte[64]));
        assertRefused(content + Forgery.base64(new byte[256]));
    }

    @Test
    void s2ThePublicKeyIsNoSecret() {
        byte[] encoded = Fixture.PAIR.getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";

        assertRefused(forgery().header("alg", "HS256").maced(encoded));
        assertRefused(forgery().header("alg", "HS256").maced(pem.getBytes(UTF_8)));
        assertRefused(forgery().maced(encoded));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../key", "' OR 1=1", "", "key-1\u0000", "key-1\n", "kéy"})
    void s3ANameThatNoKeyHasIsRefusedWithoutLookingFurther(String kid) {
        int reads = fixture.storedKeys.reads();

        assertRefused(forgery().header("kid", kid).signed());
        assertRefused(forgery().header("kid", "k".repeat(65)).signed());
        assertRefused(forgery().header("kid", 1).signed());
        assertRefused(forgery().header("kid", List.of(Fixture.KID)).signed());
        assertRefused(forgery().without("kid").signed());

        assertThat(fixture.storedKeys.reads()).isEqualTo(reads);
    }

    @Test
    void s3AnUnknownKeyIsAskedForButOnlySoOften() {
        int reads = fixture.storedKeys.reads();

        for (int i = 0; i < 3 * KeyLookup.READS_MAX; i++) {
            assertRefused(forgery().header("kid", "unknown-" + i).signed());
        }
        assertThat(fixture.storedKeys.reads()).isEqualTo(reads + KeyLookup.READS_MAX);

        fixture.clock.move(Duration.ofSeconds(1));
        assertRefused(forgery().header("kid", "unknown").signed());
        assertThat(fixture.storedKeys.reads()).isEqualTo(reads + KeyLookup.READS_MAX + 1);
    }

    @Test
    void s7AKeyThatSignsBeforeThisNodeHasHeardOfItHolds() {
        fixture.storedKeys.put(fixture.key("key-2", KeyState.ACTIVE, Fixture.OTHER_PAIR));
        String token = forgery().header("kid", "key-2").signed(Fixture.OTHER_PAIR.getPrivate());
        int reads = fixture.storedKeys.reads();

        assertThat(fixture.verifier.verify(token).kid()).isEqualTo("key-2");
        assertThat(fixture.verifier.verify(token).kid()).isEqualTo("key-2");
        assertThat(fixture.storedKeys.reads()).isEqualTo(reads + 1);
    }

    @Test
    void whoNamesAnUnknownKeyIsToldWhenItCannotBeAskedFor() {
        fixture.storedKeys.fail(StoreException.unavailable(new IOException("gone")));

        assertThatThrownBy(() ->
                        fixture.verifier.verify(forgery().header("kid", "key-2").signed()))
                .isInstanceOfSatisfying(
                        AuthException.class, e -> assertThat(e.reason()).isEqualTo(AuthException.Reason.UNAVAILABLE));
        assertHolds(forgery());
    }

    @Test
    void s3AKeyInTheHeaderIsRefused() {
        PrivateKey own = Fixture.OTHER_PAIR.getPrivate();

        assertRefused(forgery()
                .header("jwk", Map.of("kty", "RSA", "n", "AQAB", "e", "AQAB"))
                .signed(own));
        assertRefused(forgery().header("jku", "http://127.0.0.1:1/jwks.json").signed(own));
        assertRefused(forgery().header("x5u", "http://127.0.0.1:1/cert.pem").signed(own));
        assertRefused(forgery().header("jku", "http://127.0.0.1:1/jwks.json").signed());
        assertRefused(forgery().signed(own));
    }

    @Test
    void s4ClocksMayDifferByThirtySeconds() {
        assertHolds(forgery().claim("exp", now.minusSeconds(29).getEpochSecond()));
        assertRefused(
                forgery().claim("exp", now.minusSeconds(31).getEpochSecond()).signed());
        assertHolds(forgery().claim("nbf", now.plusSeconds(29).getEpochSecond()));
        assertRefused(
                forgery().claim("nbf", now.plusSeconds(31).getEpochSecond()).signed());
        assertHolds(forgery().claim("iat", now.plusSeconds(29).getEpochSecond()));
        assertRefused(
                forgery().claim("iat", now.plusSeconds(31).getEpochSecond()).signed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iss",
                "aud",
                "exp",
                "nbf",
                "iat",
                "sub",
                "jti",
                "sid",
                "client_id",
                "roles",
                "preferred_username",
                "typ",
                "alg"
            })
    void s5WhatIsMissingIsRefused(String name) {
        assertRefused(forgery().without(name).signed());
    }

    @Test
    void s5WhatIsMeantForOthersIsRefused() {
        assertRefused(forgery().claim("iss", "https://other.test").signed());
        assertRefused(forgery().claim("aud", List.of("other")).signed());
        assertRefused(forgery().claim("aud", "other").signed());
        assertRefused(forgery().header("typ", "JWT").signed());
        assertRefused(forgery().header("typ", "application/at+jwt").signed());
        assertRefused(forgery().claim("sub", "not-an-id").signed());
        assertRefused(forgery().claim("sid", "not-an-id").signed());
        assertRefused(forgery().claim("jti", 1).signed());
        assertRefused(forgery().claim("roles", "admin").signed());
        assertRefused(forgery().claim("roles", List.of(1)).signed());
        assertRefused(forgery().claim("exp", "tomorrow").signed());
        assertRefused(fixture.secrets.token(256));
        assertRefused("");
        assertRefused("..");
        assertRefused("a.b.c.d.e");
    }

    @Test
    void s6CompressedTokensAreNotInflated() throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(forgery().claims().getBytes(UTF_8));
        }
        String header = "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"key-1\",\"zip\":\"DEF\"}";

        assertRefused(Forgery.sign(header, deflated.toByteArray(), "SHA256withRSA", KEY));
        assertRefused(forgery().header("zip", "GZIP").signed());
    }

    @Test
    void s6LargeTokensAndCriticalExtensionsAreRefused() {
        assertRefused(forgery()
                .claim("more", "x".repeat(AccessTokenVerifier.LENGTH_MAX))
                .signed());
        assertRefused(forgery().header("crit", List.of("exp")).header("exp", 1).signed());
        assertRefused(forgery().header("crit", List.of()).signed());
        assertRefused(forgery().header("b64", false).signed());
    }

    @Test
    void otherAlgorithmsOfTheSameKeyAreRefused() {
        byte[] claims = forgery().claims().getBytes(UTF_8);

        assertRefused(Forgery.sign(header("RS512"), claims, "SHA512withRSA", KEY));
        assertRefused(Forgery.sign(header("RS256"), claims, "SHA512withRSA", KEY));
    }

    @Test
    void aHeaderThatSaysTwoThingsIsRefused() {
        byte[] claims = forgery().claims().getBytes(UTF_8);
        String twice = "{\"alg\":\"none\",\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"key-1\"}";

        assertRefused(Forgery.sign(twice, claims, "SHA256withRSA", KEY));
        assertRefused(Forgery.sign(header("RS256") + "{}", claims, "SHA256withRSA", KEY));
        assertRefused(Forgery.sign("[]", claims, "SHA256withRSA", KEY));
        assertRefused(Forgery.sign("[".repeat(4_000), claims, "SHA256withRSA", KEY));
    }

    @Test
    void theStateOfTheKeyDecides() {
        String token = forgery().signed();
        SigningKey key = fixture.key(Fixture.KID, KeyState.PASSIVE, Fixture.PAIR);
        Optional<Instant> expiry = Optional.of(now.plusSeconds(60));
        store(new SigningKey(
                key.kid(),
                KeyState.PASSIVE,
                key.publicKey(),
                key.privateKey(),
                key.createdAt(),
                key.activatedAt(),
                expiry));
        assertThat(fixture.verifier.verify(token).kid()).isEqualTo(Fixture.KID);

        fixture.clock.move(Duration.ofSeconds(60));
        assertRefused(token);

        store(fixture.key(Fixture.KID, KeyState.STANDBY, Fixture.PAIR));
        assertThat(fixture.verifier.verify(token).kid()).isEqualTo(Fixture.KID);

        store(fixture.key(Fixture.KID, KeyState.REVOKED, Fixture.PAIR));
        assertRefused(token);
    }

    private void store(SigningKey key) {
        fixture.storedKeys.put(key);
        fixture.keys.refresh();
    }

    private Forgery forgery() {
        return new Forgery(now);
    }

    private static String header(String algorithm) {
        return "{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":\"key-1\"}";
    }

    private void assertHolds(Forgery forgery) {
        assertThat(fixture.verifier.verify(forgery.signed()).session()).hasToString(Forgery.SESSION);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> fixture.verifier.verify(token))
                .isInstanceOfSatisfying(
                        AuthException.class, e -> assertThat(e.reason()).isEqualTo(AuthException.Reason.INVALID))
                .hasMessage(AuthException.invalid().getMessage())
                .hasNoCause();
    }
}
