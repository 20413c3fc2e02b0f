package io.stacksy.smoke;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** An access token made by hand out of a real one, with the node's own key: a good one until something is changed. */
final class Forgery {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};
    private static final int NONCE_LENGTH = 12;

    private final Map<String, Object> header;
    private final Map<String, Object> claims;
    private final PrivateKey key;

    private Forgery(Map<String, Object> header, Map<String, Object> claims, PrivateKey key) {
        this.header = new LinkedHashMap<>(header);
        this.claims = new LinkedHashMap<>(claims);
        this.key = key;
    }

    /** That token, signed by the key of {@code node} that it names. */
    static Forgery of(String token, Node node) {
        return new Forgery(header(token), claims(token), key(node, kid(token)));
    }

    Forgery copy() {
        return new Forgery(header, claims, key);
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

    Forgery signedBy(PrivateKey other) {
        return new Forgery(header, claims, other);
    }

    String claims() {
        return json(claims);
    }

    String signed() {
        return signed(json(claims).getBytes(UTF_8));
    }

    /** With a payload that need not be JSON. */
    String signed(byte[] payload) {
        String content = base64(json(header).getBytes(UTF_8)) + "." + base64(payload);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(UTF_8));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Header and claims, with a dot and no signature behind them. */
    String unsigned() {
        return base64(json(header).getBytes(UTF_8)) + "." + base64(json(claims).getBytes(UTF_8)) + ".";
    }

    String maced(byte[] secret) {
        String unsigned = unsigned();
        String content = unsigned.substring(0, unsigned.length() - 1);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return unsigned + base64(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The key that a token names. */
    static String kid(String token) {
        return String.valueOf(header(token).get("kid"));
    }

    static Map<String, Object> header(String token) {
        return members(token.split("\\.", -1)[0]);
    }

    static Map<String, Object> claims(String token) {
        return members(token.split("\\.", -1)[1]);
    }

    static String claimOf(String token, String name) {
        return String.valueOf(claims(token).get(name));
    }

    private static Map<String, Object> members(String part) {
        try {
            return JSON.readValue(Base64.getUrlDecoder().decode(part), MEMBERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the key in the node's database with the one in its data folder. */
    static PrivateKey key(Node node, String kid) {
        try (NodeDatabase database = NodeDatabase.of(node)) {
            byte[] sealed = database.bytes("SELECT private_key_encrypted FROM signing_keys WHERE kid = '" + kid + "'");
            byte[] master = Files.readAllBytes(node.data().resolve("master-key"));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = Arrays.copyOf(sealed, NONCE_LENGTH);
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(master, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(kid.getBytes(UTF_8));
            byte[] encoded = cipher.doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH);
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(Map<String, Object> members) {
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
