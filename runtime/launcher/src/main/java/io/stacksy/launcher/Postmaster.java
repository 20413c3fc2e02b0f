package io.stacksy.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} in PostgreSQL's folder says about a server that runs there, or ran there when the machine
 * or the node died.
 */
record Postmaster(Path folder) {
    /**
     * The server that runs on this folder, if one does.
     *
     * <p>A process identifier that went to another program since is taken out of the way: PostgreSQL itself would refuse
     * to start, for it cannot tell. One that nothing has is left to PostgreSQL, which then looks for backends that
     * outlived their server.
     */
    Optional<ProcessHandle> find() throws IOException {
        Path file = folder.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        Optional<ProcessHandle> process = lines.isEmpty() ? Optional.empty() : handle(lines.get(0));
        if (process.isPresent() && !isServer(process.get().info())) {
            Files.delete(file);
            return Optional.empty();
        }
        return process;
    }

    private static Optional<ProcessHandle> handle(String pid) {
        try {
            return ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isServer(ProcessHandle.Info info) {
        boolean postgres =
                info.command().filter(command -> command.endsWith("/postgres")).isPresent();
        return postgres && info.commandLine().orElse("").contains(folder.toString());
    }
}
