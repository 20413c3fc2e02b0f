package io.stacksy.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checksum that the command {@code cksum} of POSIX makes, which a shell has everywhere. Its CRC is not that of zip. */
final class PosixChecksum {
    private static final int POLYNOMIAL = 0x04c1_1db7;
    private static final int[] TABLE = table();
    private static final int BUFFER = 1 << 16;

    private PosixChecksum() {}

    /** The first number that {@code cksum} prints for {@code file}, 0 to 2³² − 1. */
    static long of(Path file) throws IOException {
        int crc = 0;
        long length = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    crc = next(crc, buffer[i]);
                }
                length += read;
            }
        }
        for (long rest = length; rest != 0; rest >>>= Byte.SIZE) {
            crc = next(crc, (byte) rest);
        }
        return Integer.toUnsignedLong(~crc);
    }

    private static int next(int crc, byte octet) {
        return (crc << Byte.SIZE) ^ TABLE[(crc >>> 24) ^ (octet & 0xff)];
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = crc < 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
            }
            table[i] = crc;
        }
        return table;
    }
}
