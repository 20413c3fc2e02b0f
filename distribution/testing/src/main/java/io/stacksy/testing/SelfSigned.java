package io.stacksy.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for this machine that vouches for itself, with its key, made by the JDK's keytool. */
public final class SelfSigned {
    private static final String PASSWORD = "changeit";

    private final KeyStore store;

    private SelfSigned(KeyStore store) {
        this.store = store;
    }

    /**
     * Makes one.
     *
     * @param algorithm of its key: {@code EC} or {@code RSA}
     * @param options what keytool is to be told beside, such as {@code -startdate}
     */
    public static SelfSigned make(Path folder, String algorithm, String... options) {
        try {
            Path file = Files.createTempDirectory(folder, "made").resolve("store.p12");
            run(file, algorithm, options);
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            return new SelfSigned(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("keytool has made nothing that can be read", e);
        }
    }

    private static void run(Path file, String algorithm, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "node",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate certificate() {
        try {
            return (X509Certificate) store.getCertificate("node");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public SelfSigned writeCertificate(Path file) throws IOException, GeneralSecurityException {
        Files.writeString(file, pem("CERTIFICATE", certificate().getEncoded()));
        return this;
    }

    public SelfSigned writeKey(Path file) throws IOException, GeneralSecurityException {
        byte[] key = Objects.requireNonNull(store.getKey("node", PASSWORD.toCharArray()))
                .getEncoded();
        Files.writeString(file, pem("PRIVATE KEY", Objects.requireNonNull(key)));
        return this;
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }

    /** One for clients that trust these and no others. */
    public static SSLContext trusting(SelfSigned... trusted) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (SelfSigned one : trusted) {
            store.setCertificateEntry(one.certificate().getSerialNumber().toString(), one.certificate());
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
