package io.stacksy.deployer;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the revisions in memory do at the moment, in a file that is there after the process, however it ends: it is
 * mapped, so the operating system has every change at once. Thread-safe.
 */
final class BlackBox {
    /** Left by the start script's command when the JVM has no memory left; see {@code bin/stacksy}. */
    static final String MARKER = "out-of-memory";

    private static final Logger LOG = LoggerFactory.getLogger(BlackBox.class);
    private static final String FILE = "black-box";
    private static final int CELLS = 512;
    private static final int CELL_BYTES = 256;
    private static final int ALLOCATED = Long.BYTES;
    private static final int NAME_LENGTH = 2 * Long.BYTES;
    private static final int NAME = NAME_LENGTH + Integer.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer cells;
    private final BitSet taken = new BitSet(CELLS);

    private BlackBox(ByteBuffer cells) {
        this.cells = cells;
    }

    /** Begins a new one in a folder. Without a file that can be written, nothing is there after the process. */
    static BlackBox in(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(FILE);
            Files.deleteIfExists(file);
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return new BlackBox(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) CELLS * CELL_BYTES)
                        .order(ByteOrder.nativeOrder()));
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so after running out of memory no tool can be named", folder, e);
            return inMemory();
        }
    }

    /** One that ends with the process. */
    static BlackBox inMemory() {
        return new BlackBox(ByteBuffer.allocateDirect(CELLS * CELL_BYTES).order(ByteOrder.nativeOrder()));
    }

    /** Reads what the process before has left in a folder, and takes its marker away. */
    static LastFlight last(Path folder) {
        Path marker = folder.resolve(MARKER);
        Path file = folder.resolve(FILE);
        try {
            boolean outOfMemory = Files.deleteIfExists(marker);
            List<LastFlight.Trace> traces =
                    outOfMemory && Files.exists(file) ? traces(Files.readAllBytes(file)) : List.of();
            return new LastFlight(outOfMemory, Runtime.getRuntime().maxMemory(), traces);
        } catch (IOException e) {
            LOG.warn("{} cannot be read, so it is not known how the node ended", folder, e);
            return LastFlight.NONE;
        }
    }

    private static List<LastFlight.Trace> traces(byte[] bytes) {
        ByteBuffer read = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<LastFlight.Trace> traces = new ArrayList<>();
        for (int cell = 0; cell + CELL_BYTES <= bytes.length; cell += CELL_BYTES) {
            int length = read.getInt(cell + NAME_LENGTH);
            if (length > 0 && length <= CELL_BYTES - NAME) {
                traces.add(new LastFlight.Trace(
                        new String(bytes, cell + NAME, length, StandardCharsets.UTF_8),
                        read.getLong(cell),
                        read.getLong(cell + ALLOCATED)));
            }
        }
        return traces;
    }

    /** Gives a revision a place of its own; the place of all others where there is none left. */
    synchronized Cell cell(String revision) {
        byte[] name = revision.getBytes(StandardCharsets.UTF_8);
        int number = taken.nextClearBit(0);
        if (number >= CELLS || name.length > CELL_BYTES - NAME) {
            return Cell.NONE;
        }
        taken.set(number);
        Cell cell = new Cell(this, number * CELL_BYTES);
        cell.clear();
        cells.put(number * CELL_BYTES + NAME, name);
        cells.putInt(number * CELL_BYTES + NAME_LENGTH, name.length);
        return cell;
    }

    /** Where one revision's doings stand. */
    static final class Cell {
        /** Of a revision whose doings are not written down. */
        static final Cell NONE = new Cell(null, 0);

        private final @Nullable BlackBox box;
        private final int offset;

        private Cell(@Nullable BlackBox box, int offset) {
            this.box = box;
            this.offset = offset;
        }

        /** A request is under way. */
        void enter() {
            add(1);
        }

        /** A request has ended. */
        void leave() {
            add(-1);
        }

        private void add(long change) {
            if (box != null) {
                long unused = (long) LONGS.getAndAdd(box.cells, offset, change);
            }
        }

        /** What it has allocated lately. */
        void allocated(long bytes) {
            if (box != null) {
                LONGS.setVolatile(box.cells, offset + ALLOCATED, bytes);
            }
        }

        /** Gives the place back; it must not be used any more. */
        void free() {
            if (box != null) {
                synchronized (box) {
                    boolean left = (long) LONGS.getVolatile(box.cells, offset) == 0; // else somebody still counts here
                    clear();
                    if (left) {
                        box.taken.clear(offset / CELL_BYTES);
                    }
                }
            }
        }

        private void clear() {
            if (box != null) {
                box.cells.putInt(offset + NAME_LENGTH, 0);
                LONGS.setVolatile(box.cells, offset, 0L);
                LONGS.setVolatile(box.cells, offset + ALLOCATED, 0L);
            }
        }
    }
}
