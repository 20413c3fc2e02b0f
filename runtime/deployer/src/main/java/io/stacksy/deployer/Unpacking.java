package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Counts what a jar unpacks to and stops as soon as that is too much. Keeps nothing. Used by one thread. */
final class Unpacking {
    /** The most entries, those of jars within it included. */
    static final int MAX_ENTRIES = 20_000;

    private static final long MAX_UNPACKED_BYTES = 512L << 20;

    private final byte[] buffer = new byte[64 << 10];
    private int entries;
    private long announced;
    private long unpacked;

    static RolloutException tooLarge(String what) {
        return RolloutException.because(
                Reason.TOO_LARGE, what + ", which is more than a tool may have; leave out what it does not need");
    }

    /** Counts an entry by what the directory says of it, so that an honest bomb is refused before it is lit. */
    void announce(String name, long size) throws ZipException {
        count();
        if (size < 0) {
            throw new ZipException("the size of '" + Archive.printable(name) + "' is missing");
        }
        announced += size;
        if (announced > MAX_UNPACKED_BYTES) {
            throw unpacksTooMuch();
        }
    }

    byte[] bytes(ZipFile zip, ZipEntry entry, int max) throws IOException {
        if (entry.getSize() > max) {
            throw tooLarge("'" + Archive.printable(entry.getName()) + "' has more than " + (max >> 20) + " MiB");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) entry.getSize());
        unpack(zip, entry, bytes);
        return bytes.toByteArray();
    }

    void skip(ZipFile zip, ZipEntry entry) throws IOException {
        unpack(zip, entry, OutputStream.nullOutputStream());
    }

    private void unpack(ZipFile zip, ZipEntry entry, OutputStream to) throws IOException {
        long left = entry.getSize();
        try (InputStream in = zip.getInputStream(entry)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    break;
                }
                add(n);
                to.write(buffer, 0, n);
            }
        }
        if (left != 0) {
            throw new ZipException(
                    "'" + Archive.printable(entry.getName()) + "' is not as large as its directory says");
        }
    }

    /** Counts what a jar within the jar unpacks to. */
    void skipNested(ZipInputStream nested, String name) throws IOException {
        try (nested) {
            while (nested.getNextEntry() != null) {
                count();
                for (int n = nested.read(buffer); n >= 0; n = nested.read(buffer)) {
                    add(n);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new ZipException("'" + Archive.printable(name) + "' has an entry whose name is no text");
        }
    }

    private void count() {
        if (++entries > MAX_ENTRIES) {
            throw tooLarge("the jar has more than " + MAX_ENTRIES + " entries");
        }
    }

    private void add(int bytes) {
        unpacked += bytes;
        if (unpacked > MAX_UNPACKED_BYTES) {
            throw unpacksTooMuch();
        }
    }

    private static RolloutException unpacksTooMuch() {
        return tooLarge("the jar unpacks to more than " + (MAX_UNPACKED_BYTES >> 20) + " MiB");
    }
}
