package io.stacksy.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A way to a server on this machine that can be broken and mended: broken, it cuts what is open and refuses what is new;
 * silenced, it takes everything and passes nothing on.
 */
final class Breaker implements AutoCloseable {
    private static final Logger log = Logger.getLogger(Breaker.class.getName());

    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> silenced = ConcurrentHashMap.newKeySet();
    private volatile boolean newToo;
    private ServerSocket server;
    private Thread accepting;

    Breaker(int target) throws IOException {
        this.target = target;
        this.server = listen(0);
        this.accepting = start(() -> accept(server));
    }

    int port() {
        return server.getLocalPort();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return listening;
    }

    private void accept(ServerSocket listening) throws IOException {
        while (!listening.isClosed()) {
            Socket from = listening.accept();
            Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(from);
            open.add(to);
            if (newToo) {
                silenced.add(from);
                silenced.add(to);
            }
            start(() -> pump(from, to));
            start(() -> pump(to, from));
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] bytes = new byte[8192];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (!silenced.contains(from)) {
                    out.write(bytes, 0, length);
                }
            }
        }
    }

    /** From now on nothing passes over what is open; what is new is good, unless {@code all} are to be silent. */
    void silence(boolean all) {
        newToo = all;
        silenced.addAll(open);
    }

    void breakIt() throws IOException {
        server.close();
        join(accepting); // as long as it is in there, the port is taken
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    void mend() throws IOException {
        newToo = false;
        ServerSocket again = listen(server.getLocalPort());
        server = again;
        accepting = start(() -> accept(again));
    }

    @Override
    public void close() throws IOException {
        breakIt();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                log.log(Level.FINE, "a connection ended", e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What a thread does until its socket is closed. */
    private interface Work {
        void run() throws IOException;
    }
}
