package io.stacksy.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and the key that a node is to show to its clients, tried before the start, while somebody reads what is
 * wrong with them. The gateway reads them for itself, then and whenever they change.
 */
final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private TlsFiles() {}

    /**
     * Tries both together. One that has expired, or is not valid yet, is only warned of.
     *
     * @throws StartException if they are of no use
     */
    static void check(Path certificateFile, Path keyFile, Instant now) {
        X509Certificate certificate = certificate(certificateFile);
        if (!belongTogether(certificate.getPublicKey(), key(keyFile, certificate.getPublicKey()))) {
            throw StartException.unusableKey(
                    keyFile, "is not the key of the certificate in " + certificateFile, "name the one that is");
        }
        if (!now.isBefore(certificate.getNotAfter().toInstant())) {
            LOG.warn(
                    "the certificate in {} has expired at {}",
                    certificateFile,
                    certificate.getNotAfter().toInstant());
        } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
            LOG.warn(
                    "the certificate in {} is not valid before {}",
                    certificateFile,
                    certificate.getNotBefore().toInstant());
        }
    }

    private static X509Certificate certificate(Path file) {
        byte[] content = read(file);
        if (!text(content).contains(CERTIFICATE)) {
            throw StartException.unusableCertificate(file, "holds no certificate in PEM");
        }
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .findFirst()
                            .orElseThrow(() -> StartException.unusableCertificate(file, "holds no whole certificate"));
        } catch (CertificateException e) {
            throw StartException.unusableCertificate(file, "holds a certificate that cannot be read");
        }
    }

    private static PrivateKey key(Path file, PublicKey counterpart) {
        String mend = "make it one by openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW";
        Matcher matcher = KEY.matcher(text(read(file)));
        if (!matcher.find()) {
            throw StartException.unusableKey(file, "holds no private key in PEM, PKCS #8 and not encrypted", mend);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(counterpart.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw StartException.unusableKey(
                    file,
                    "holds no key for the algorithm of the certificate, " + counterpart.getAlgorithm(),
                    "name the key that the certificate was made for");
        }
    }

    private static boolean belongTogether(PublicKey publicKey, PrivateKey key) {
        byte[] text = {1, 2, 3};
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(text);
            return signature.verify(signed);
        } catch (SignatureException e) {
            return false; // as for a key of another length
        } catch (GeneralSecurityException e) {
            return false; // neither RSA nor EC: nothing that TLS could use
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw StartException.unreadable(file, e);
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
