package io.stacksy.admin.rest;

import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Rollout;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one rollout as server-sent events, each the whole rollout, until it has ended or nothing happened for
 * long. Whoever still wants to know asks again. The rollout never waits for the one who listens.
 */
final class RolloutEvents implements StreamingOutput {
    /** How often a listener who went away is noticed. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** A listener holds a thread, so not for ever. */
    private static final int HEARTBEATS_IN_A_ROW = 12;

    private final Deployments deployments;
    private final UUID id;
    private final Json json;
    private final Duration heartbeat;

    RolloutEvents(Deployments deployments, UUID id, Json json) {
        this(deployments, id, json, HEARTBEAT);
    }

    RolloutEvents(Deployments deployments, UUID id, Json json, Duration heartbeat) {
        this.deployments = deployments;
        this.id = id;
        this.json = json;
        this.heartbeat = heartbeat;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        BlockingQueue<Rollout> changes = new LinkedBlockingQueue<>();
        Deployments.Watch watch = deployments.watch(id, changes::add);
        try {
            follow(changes, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the node stops: so does the stream
        } finally {
            watch.close();
        }
    }

    private void follow(BlockingQueue<Rollout> changes, OutputStream out) throws IOException, InterruptedException {
        int silent = 0;
        while (silent < HEARTBEATS_IN_A_ROW) {
            @Nullable Rollout change = changes.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
            if (change == null) {
                silent++;
                send(out, ": still here\n\n");
                continue;
            }
            silent = 0;
            send(out, "event: rollout\ndata: " + oneLine(json.of(RolloutView.of(change))) + "\n\n");
            if (change.endedAt().isPresent()) {
                return;
            }
        }
    }

    private static void send(OutputStream out, String event) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** In JSON a line break is only ever layout, and in an event it would end the data. */
    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }
}
