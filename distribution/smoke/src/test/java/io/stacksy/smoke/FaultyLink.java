package io.stacksy.smoke;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A way to a server on this machine, over TCP, that can be given faults and mended again. Thread-safe. */
final class FaultyLink implements AutoCloseable {
    private static final Logger log = Logger.getLogger(FaultyLink.class.getName());
    private static final Duration LATENCY = Duration.ofMillis(500);

    private final int target;
    private final int port;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;
    private ServerSocket server;
    private Thread accepting;

    /** What is wrong with the way. */
    enum Fault {
        NONE,
        /** What is open is reset; nobody accepts anything new. */
        REFUSED,
        /** Of each answer the first half comes, and then a reset. */
        CUT,
        /** New connections are accepted; over these and the old ones nothing goes, and no end either. */
        SILENT,
        /**
         * The old connections are silent, as if a router in between had forgotten them; new ones are good. The server
         * has ended its side, as it does when nobody answers its probes.
         */
        FORGOTTEN,
        /** Each answer comes half a second late. */
        LATE,
        /** Each byte of an answer goes alone. */
        SLICED
    }

    FaultyLink(int target) {
        this.target = target;
        ServerSocket first = listen(0);
        this.server = first;
        this.port = first.getLocalPort();
        this.accepting = start(() -> accept(first));
    }

    int port() {
        return port;
    }

    /** From now on it is like that. */
    void suffers(Fault begun) {
        fault = begun;
        switch (begun) {
            case REFUSED -> {
                stopListening();
                open.forEach(Connection::reset);
            }
            case SILENT -> open.forEach(Connection::silence);
            case FORGOTTEN -> open.forEach(Connection::forget);
            case NONE, CUT, LATE, SLICED -> {
                // seen to with the next bytes
            }
        }
    }

    /** From now on it is good. What was silent stays without an answer, and is told so. */
    void mend() {
        fault = Fault.NONE;
        open.stream().filter(Connection::isSilent).forEach(Connection::reset);
        if (server.isClosed()) {
            ServerSocket again = listen(port);
            server = again;
            accepting = start(() -> accept(again));
        }
    }

    private void stopListening() {
        close(server);
        try {
            accepting.join(); // as long as it is in there, the port is taken
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocket listen(int wanted) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                new Connection(listening.accept()).begin();
            } catch (IOException e) {
                log.log(Level.FINE, "nobody gets through", e);
            }
        }
    }

    @Override
    public void close() {
        stopListening();
        open.forEach(Connection::reset);
    }

    private static void close(Closeable closed) {
        try {
            closed.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "faulty-link");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Both halves of one connection. */
    private final class Connection {
        private final Socket client;
        private @Nullable Socket way;
        private volatile boolean silent;

        Connection(Socket client) {
            this.client = client;
        }

        void begin() throws IOException {
            open.add(this);
            client.setTcpNoDelay(true);
            if (fault == Fault.SILENT) {
                silent = true;
                start(() -> pump(client, client));
                return;
            }
            Socket server;
            try {
                server = new Socket(InetAddress.getLoopbackAddress(), target);
            } catch (IOException e) {
                reset();
                throw e;
            }
            way = server;
            start(() -> pump(client, server));
            start(() -> pump(server, client));
        }

        private void pump(Socket from, Socket to) {
            byte[] bytes = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    if (!silent) {
                        pass(Arrays.copyOf(bytes, length), to == client, out);
                    }
                }
                if (!silent) {
                    end();
                }
            } catch (IOException e) {
                log.log(Level.FINE, "one end is gone, and the other goes too unless it is not to hear of it", e);
                if (!silent) {
                    reset();
                }
            }
        }

        private void pass(byte[] bytes, boolean answer, OutputStream out) throws IOException {
            switch (answer ? fault : Fault.NONE) {
                case CUT -> {
                    out.write(bytes, 0, bytes.length / 2);
                    reset();
                }
                case LATE -> {
                    LockSupport.parkNanos(LATENCY.toNanos());
                    out.write(bytes);
                }
                case SLICED -> {
                    for (byte slice : bytes) {
                        out.write(slice);
                    }
                }
                case NONE, REFUSED, SILENT, FORGOTTEN -> out.write(bytes);
            }
        }

        void silence() {
            silent = true;
        }

        void forget() {
            silence();
            if (way != null) {
                FaultyLink.close(way);
            }
        }

        boolean isSilent() {
            return silent;
        }

        void reset() {
            try {
                client.setSoLinger(true, 0);
                if (way != null) {
                    way.setSoLinger(true, 0);
                }
            } catch (IOException e) {
                log.log(Level.FINE, "it has ended already", e);
            }
            end();
        }

        private void end() {
            open.remove(this);
            FaultyLink.close(client);
            if (way != null) {
                FaultyLink.close(way);
            }
        }
    }
}
