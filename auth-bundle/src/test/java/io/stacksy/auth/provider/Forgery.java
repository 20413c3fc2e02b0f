package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token made by hand, a good one until something about it is changed. */
final class Forgery {
    static final String ACCOUNT = "7d444840-9dc0-11d1-b245-5ffdce74fad2";
    static final String SESSION = "e4eaaaf2-d142-11e1-b3e4-080027620cdd";

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    Forgery(Instant now) {
        header.putAll(Map.of("alg", "RS256", "typ", "at+jwt", "kid", Fixture.KID));
        claims.put("iss", Fixture.TERMS.issuer());
        claims.put("aud", List.of(Fixture.TERMS.audience()));
        claims.put("sub", ACCOUNT);
        claims.put("sid", SESSION);
        claims.put("jti", "id-1");
        claims.put("client_id", "stacksy");
        claims.put("roles", new ArrayList<>(List.of("user")));
        claims.put("preferred_username", "ada");
        claims.put("exp", now.plusSeconds(600).getEpochSecond());
        claims.put("iat", now.getEpochSecond());
        claims.put("nbf", now.getEpochSecond());
    }

    Forgery header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    Forgery claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    Forgery without(String name) {
        header.remove(name);
        claims.remove(name);
        return this;
    }

    String claims() {
        return json(claims);
    }

    String signed() {
        return signed(Fixture.PAIR.getPrivate());
    }

    String signed(PrivateKey key) {
        return sign(json(header), json(claims).getBytes(UTF_8), "SHA256withRSA", key);
    }

    String unsigned() {
        return base64(json(header).getBytes(UTF_8)) + "." + base64(json(claims).getBytes(UTF_8)) + ".";
    }

    String maced(byte[] secret) {
        String content = unsigned().substring(0, unsigned().length() - 1);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return content + "." + base64(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a header and a payload that need not be JSON, or be so in their own way. */
    static String sign(String header, byte[] payload, String algorithm, PrivateKey key) {
        String content = base64(header.getBytes(UTF_8)) + "." + base64(payload);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(content.getBytes(UTF_8));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String json(Map<String, Object> members) {
        try {
            return new ObjectMapper().writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
