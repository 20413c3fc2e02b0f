package io.stacksy.smoke;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a node is to be started. */
final class Start {
    /** Few nodes live long enough for the JVM's second compiler to be worth its time; where figures count, it is on. */
    private static final String OPTIONS = System.getProperty("stacksy.node.options", "");

    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> arguments = new ArrayList<>();
    private final Path data;

    Start(Path data) {
        this.data = data;
        environment.put("STACKSY_JAVA_OPTIONS", OPTIONS);
    }

    Start with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Start argument(String... words) {
        arguments.addAll(List.of(words));
        return this;
    }

    /** With no more memory for objects than that, such as {@code 200m}; it shares the folder's classes all the same. */
    Start memory(String most) {
        return with("JAVA_TOOL_OPTIONS", "-Xmx" + most);
    }

    /** Does not keep its classes when it ends, which takes seconds, for a next start: there is to be none. */
    Start withoutClassArchive() {
        return with("STACKSY_JAVA_OPTIONS", (OPTIONS + " -Xshare:auto").strip());
    }

    /** Ends the process at a failpoint of the rollout engine. */
    Start failpoint(String name) {
        return with("JAVA_TOOL_OPTIONS", "-Dstacksy.failpoint=" + name);
    }

    /** Starts it and waits until it is ready. */
    Node ready() {
        Node node = launch();
        node.awaitReady();
        return node;
    }

    Node launch() {
        List<String> command =
                new ArrayList<>(List.of(Node.HOME.resolve("bin/stacksy").toString(), "run"));
        if (!arguments.contains("--port")) {
            command.addAll(List.of("--port", Integer.toString(Node.freePort())));
        }
        command.addAll(List.of("--data", data.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("STACKSY_"));
        builder.environment().putAll(environment);
        try {
            return new Node(builder.start(), data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
