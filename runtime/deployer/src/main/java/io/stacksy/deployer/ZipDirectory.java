package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipException;

/** The directory at the end of a zip file: read before anything trusts it, for what the Java platform keeps to itself. */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int MAX_DIRECTORY_BYTES = 8 << 20;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int KIND = 0xf000;
    private static final int FILE = 0x8000;
    private static final int FOLDER = 0x4000;

    private ZipDirectory() {}

    /** Makes sure that the directory is small enough to be read into memory, and names nothing but files and folders. */
    static void check(Path jar) throws IOException {
        try (FileChannel file = FileChannel.open(jar, StandardOpenOption.READ)) {
            int length = (int) Math.min(file.size(), END_BYTES + MAX_COMMENT);
            ByteBuffer tail = read(file, file.size() - length, length);
            int at = endOf(tail);
            int entries = Short.toUnsignedInt(tail.getShort(at + 10));
            long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
            if (entries > Unpacking.MAX_ENTRIES || bytes > MAX_DIRECTORY_BYTES) {
                throw Unpacking.tooLarge("the jar has more than " + Unpacking.MAX_ENTRIES + " entries");
            }
            long begin = file.size() - length + at - bytes;
            if (begin < 0) {
                throw new ZipException("its zip directory is cut off");
            }
            checkKinds(read(file, begin, (int) bytes));
        }
    }

    private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && file.read(buffer, position + buffer.position()) >= 0) {
            // until it is whole
        }
        return buffer.flip();
    }

    private static int endOf(ByteBuffer tail) throws ZipException {
        for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END) {
                return at;
            }
        }
        throw new ZipException("it has no zip directory");
    }

    /** What is wrong with the directory otherwise, the Java platform will say. */
    private static void checkKinds(ByteBuffer directory) {
        int at = 0;
        while (at + ENTRY_BYTES <= directory.limit() && directory.getInt(at) == ENTRY) {
            // the upper half has the mode of a Unix file; where it was written elsewhere, nothing
            int kind = directory.getInt(at + 38) >>> 16 & KIND;
            int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
            if (kind != 0 && kind != FILE && kind != FOLDER) {
                throw RolloutException.because(
                        Reason.BAD_ARTIFACT,
                        "the file is not a tool bundle: the entry '" + name(directory, at + ENTRY_BYTES, nameLength)
                                + "' is a symbolic link or the like; pack the file itself");
            }
            at += ENTRY_BYTES
                    + nameLength
                    + Short.toUnsignedInt(directory.getShort(at + 30))
                    + Short.toUnsignedInt(directory.getShort(at + 32));
        }
    }

    private static String name(ByteBuffer directory, int at, int length) {
        byte[] name = new byte[Math.min(length, directory.limit() - at)];
        directory.get(at, name);
        return Archive.printable(new String(name, StandardCharsets.UTF_8));
    }
}
