package io.stacksy.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate with those that vouch for it, and the private key that belongs to it. Immutable. */
record TlsPair(List<X509Certificate> chain, PrivateKey key) {
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    TlsPair {
        chain = List.copyOf(chain);
    }

    /**
     * Reads two PEM files.
     *
     * @throws GeneralSecurityException for what is no certificate, no key, or does not belong together; the message says
     *     which
     */
    static TlsPair read(Path certificate, Path key) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = chain(certificate);
        PublicKey publicKey = chain.get(0).getPublicKey();
        PrivateKey privateKey = key(key, publicKey.getAlgorithm());
        if (!belongTogether(publicKey, privateKey)) {
            throw new KeyException(key + " is not the key of the certificate in " + certificate);
        }
        return new TlsPair(chain, privateKey);
    }

    /** When the certificate itself is no longer valid. */
    Instant expiry() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** Both in a key store in memory. */
    KeyStore keyStore(String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("node", key, password.toCharArray(), chain.toArray(Certificate[]::new));
        return store;
    }

    private static List<X509Certificate> chain(Path file) throws IOException, CertificateException {
        byte[] content = Files.readAllBytes(file);
        if (!text(content).contains(CERTIFICATE)) {
            throw new CertificateException(file + " holds no certificate in PEM");
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(content))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new CertificateException(file + " holds a certificate that cannot be read", e);
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
        Matcher matcher = KEY.matcher(text(Files.readAllBytes(file)));
        if (!matcher.find()) {
            throw new KeyException(file + " holds no private key in PEM, PKCS #8 and not encrypted");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw new KeyException(file + " holds no " + algorithm + " key, as the certificate asks for", e);
        }
    }

    private static boolean belongTogether(PublicKey publicKey, PrivateKey key) throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        byte[] text = {1, 2, 3};
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(text);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            return false; // as for a key of another length
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
