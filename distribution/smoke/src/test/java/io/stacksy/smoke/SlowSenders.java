package io.stacksy.smoke;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many connections on which a request is begun and never ended: a byte now and then keeps each of them from silence. */
final class SlowSenders implements AutoCloseable {
    private final List<SocketChannel> open = new ArrayList<>();

    SlowSenders(URI node, int count, String beginning) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(node.getHost(), node.getPort()));
            open.add(channel);
            channel.write(ByteBuffer.wrap(beginning.getBytes(US_ASCII)));
            channel.configureBlocking(false);
        }
    }

    /** Sends one more byte on each that is still open. */
    void drip() {
        open.removeIf(channel -> {
            try {
                channel.write(ByteBuffer.wrap(new byte[] {'x'}));
                return false;
            } catch (IOException e) {
                return close(channel);
            }
        });
    }

    /** How many the node has not closed. */
    int left() {
        ByteBuffer answer = ByteBuffer.allocate(4_096);
        open.removeIf(channel -> {
            try {
                answer.clear();
                return channel.read(answer) < 0 && close(channel);
            } catch (IOException e) {
                return close(channel);
            }
        });
        return open.size();
    }

    private static boolean close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close a connection", e);
        }
        return true;
    }

    @Override
    public void close() {
        open.forEach(SlowSenders::close);
    }
}
