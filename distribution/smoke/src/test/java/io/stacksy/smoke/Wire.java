package io.stacksy.smoke;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** A connection on which exactly the bytes are sent that a test says, good or bad. */
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 40_000;

    private final Socket socket;

    Wire(URI node) throws IOException {
        this(new Socket(node.getHost(), node.getPort()));
    }

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /** All that comes back for {@code request}, whose characters are bytes, until the node closes. */
    static String ask(URI node, String request) throws IOException {
        try (Wire wire = new Wire(node)) {
            wire.send(request);
            return wire.readAll();
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Whether there is an answer, or the end. */
    boolean hasAnswer() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
