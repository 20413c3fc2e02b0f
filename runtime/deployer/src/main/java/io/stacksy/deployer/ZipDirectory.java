package io.stacksy.deployer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;

/** The end of a zip file, which says how much its directory has: read before anything trusts that. */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int MAX_DIRECTORY_BYTES = 8 << 20;

    private ZipDirectory() {}

    /** Makes sure that the directory is small enough to be read into memory. */
    static void check(Path jar) throws IOException {
        try (FileChannel file = FileChannel.open(jar, StandardOpenOption.READ)) {
            int length = (int) Math.min(file.size(), END_BYTES + MAX_COMMENT);
            ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            while (tail.hasRemaining() && file.read(tail, file.size() - length + tail.position()) >= 0) {
                // until the tail is whole
            }
            int at = endOf(tail);
            int entries = Short.toUnsignedInt(tail.getShort(at + 10));
            long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
            if (entries > Unpacking.MAX_ENTRIES || bytes > MAX_DIRECTORY_BYTES) {
                throw Unpacking.tooLarge("the jar has more than " + Unpacking.MAX_ENTRIES + " entries");
            }
        }
    }

    private static int endOf(ByteBuffer tail) throws ZipException {
        for (int at = tail.position() - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END) {
                return at;
            }
        }
        throw new ZipException("it has no zip directory");
    }
}
