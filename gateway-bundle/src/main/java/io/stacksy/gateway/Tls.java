package io.stacksy.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the node shows to its clients. Its files are looked at now and then: what they hold after a change
 * is taken, for connections to come, if it is good; else the one before stays. Thread-safe.
 */
final class Tls {
    /** How long after a look the next one is. */
    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    /** Of key stores that never leave the memory; they cannot be without. */
    private static final String PASSWORD = "in memory";

    private final Path certificate;
    private final Path key;
    private final Duration period;
    private final SslContextFactory.Server context = new SslContextFactory.Server();

    private String taken;
    private String seen;
    private volatile Instant expiry;
    private volatile String complaint = "";

    /**
     * Reads the files for the first time.
     *
     * @throws IllegalStateException if they are not good
     */
    Tls(Path certificate, Path key, Duration period) {
        this.certificate = certificate;
        this.key = key;
        this.period = period;
        findEncoders();
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setCipherComparator(HTTP2Cipher.COMPARATOR);
        context.setKeyStorePassword(PASSWORD);
        taken = stamp();
        seen = taken;
        try {
            TlsPair pair = TlsPair.read(certificate, key);
            context.setKeyStore(pair.keyStore(PASSWORD));
            expiry = pair.expiry();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no TLS with " + certificate + " and " + key, e);
        }
    }

    /**
     * Lets Jetty find its encoder of header fields for HTTP/2, without which it can send none. It looks once, when it first
     * needs one, and where the thread's class loader looks: in a framework, nowhere.
     */
    private static void findEncoders() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PreEncodedHttpField.class.getClassLoader());
        try {
            LOG.debug("encoders found, as for {}", new PreEncodedHttpField("Vary", "Origin"));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Looks at the files by {@code clock} as long as what it returns is started. */
    Repeated watch(Scheduler clock) {
        return new Repeated(clock, period, this::look);
    }

    SslContextFactory.Server context() {
        return context;
    }

    /** How the certificate is doing: whether what its files hold now is what is shown, and for how long that is good. */
    Check check(Instant now) {
        if (!complaint.isEmpty()) {
            return new Check("tls", Check.Status.DEGRADED, complaint + "; the one before stays, until " + expiry);
        }
        return expiry.isAfter(now)
                ? new Check("tls", Check.Status.UP, "the certificate is valid until " + expiry)
                : new Check("tls", Check.Status.DEGRADED, "the certificate expired at " + expiry);
    }

    /** Takes a change that has been there at the look before: two files are not written in one moment. */
    private void look() {
        String now = stamp();
        if (!now.equals(taken) && now.equals(seen)) {
            taken = now;
            take();
        }
        seen = now;
    }

    private void take() {
        try {
            TlsPair pair = TlsPair.read(certificate, key);
            KeyStore store = pair.keyStore(PASSWORD);
            context.reload(reloaded -> reloaded.setKeyStore(store));
            expiry = pair.expiry();
            complaint = "";
            LOG.info("certificate replaced, valid until {}", expiry);
        } catch (Exception e) { // as the context declares it
            complaint = "a changed certificate is not taken: " + reason(e);
            LOG.warn("{}; the one before stays, until {}", complaint, expiry);
        }
    }

    private static String reason(Exception failure) {
        return failure instanceof IOException
                ? "cannot read " + failure.getMessage()
                : String.valueOf(failure.getMessage());
    }

    /** Is another one when the files, or what links lead to, are others. */
    private String stamp() {
        return stamp(certificate) + ' ' + stamp(key);
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
        } catch (IOException e) {
            return "unreadable"; // what that means shows when it is read
        }
    }
}
