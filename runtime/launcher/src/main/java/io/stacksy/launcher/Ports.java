package io.stacksy.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out which ports can be listened on. */
final class Ports {
    private Ports() {}

    /**
     * Makes sure that {@code port} can be listened on; Felix would stay up without HTTP if it cannot.
     *
     * @param port 0 for any free one
     * @return the port
     */
    static int claim(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new IOException("unknown host");
            }
            socket.bind(address);
            return socket.getLocalPort();
        } catch (IOException e) {
            throw StartException.portInUse(host, port, e);
        }
    }

    /** Whether {@code port} is free on the loopback interface. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that is free on the loopback interface. */
    static int anyFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
