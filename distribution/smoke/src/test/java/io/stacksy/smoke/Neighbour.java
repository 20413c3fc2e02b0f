package io.stacksy.smoke;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** A client with an address of its own among those of the loopback network. A connection for each request. */
final class Neighbour {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final URI node;
    private final String address;
    private final String lines;

    Neighbour(URI node, String address) {
        this(node, address, "");
    }

    private Neighbour(URI node, String address, String lines) {
        this.node = node;
        this.address = address;
        this.lines = lines;
    }

    /** One of many, each with another address. */
    static Neighbour number(URI node, int number) {
        return new Neighbour(node, "127.%d.%d.%d".formatted(1 + number / 62_500, number / 250 % 250, 1 + number % 250));
    }

    /** An answer, read whole. */
    record Reply(int status, Map<String, String> headers, String body, long nanos) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** The text of a field of the body, which has no escapes in it. */
        String at(String field) {
            String start = "\"" + field + "\":\"";
            int begin = body.indexOf(start);
            return begin < 0 ? "" : body.substring(begin + start.length(), body.indexOf('"', begin + start.length()));
        }
    }

    Reply login(String username, String password) {
        return post("/auth/login", "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }

    Reply post(String path, String json) {
        byte[] body = json.getBytes(UTF_8);
        return send("POST", path, body, body.length);
    }

    Reply get(String path) {
        return send("GET", path, new byte[0], 0);
    }

    /** The same client, which sends these lines at the head of each request. */
    Neighbour with(String... lines) {
        return new Neighbour(node, address, String.join("\r\n", lines) + "\r\n");
    }

    /** Says that a body of that length comes, sends none of it and waits for the answer. */
    Reply announce(String path, int length) {
        return send("POST", path, new byte[0], length);
    }

    private Reply send(String method, String path, byte[] body, int length) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + node.getAuthority()
                + "\r\nConnection: close\r\nUser-Agent: neighbour\r\nContent-Type: application/json\r\nContent-Length: "
                + length + "\r\n" + lines + "\r\n";
        long begun = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), TIMEOUT_MILLIS);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head.getBytes(ISO_8859_1));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return reply(answer, System.nanoTime() - begun);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " from " + address, e);
        }
    }

    private static Reply reply(String answer, long nanos) {
        int end = answer.indexOf("\r\n\r\n");
        String[] lines = answer.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        String body = answer.substring(end + 4);
        if (headers.getOrDefault("Transfer-Encoding", "").equals("chunked")) {
            body = body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1); // small enough for one chunk
        }
        return new Reply(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, body, nanos);
    }
}
