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

/** A way to a server on this machine that can be broken and mended: broken, it cuts what is open and refuses what is new. */
final class Breaker implements AutoCloseable {
    private static final Logger log = Logger.getLogger(Breaker.class.getName());

    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;

    Breaker(int target) throws IOException {
        this.target = target;
        this.server = listen(0);
    }

    int port() {
        return server.getLocalPort();
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        start(() -> accept(listening));
        return listening;
    }

    private void accept(ServerSocket listening) throws IOException {
        while (!listening.isClosed()) {
            Socket from = listening.accept();
            Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(from);
            open.add(to);
            start(() -> pump(from, to));
            start(() -> pump(to, from));
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        }
    }

    void breakIt() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    void mend() throws IOException {
        server = listen(server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        breakIt();
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                log.log(Level.FINE, "a connection ended", e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** What a thread does until its socket is closed. */
    private interface Work {
        void run() throws IOException;
    }
}
