package io.stacksy.cli;

/** Rollouts as a node writes them. */
final class Rollouts {
    private Rollouts() {}

    static final String EVENTS = "GET /admin/rollouts/r1/events";

    static String json(String state, String steps, String reason) {
        return "{\"id\":\"r1\",\"tool\":\"links\",\"from\":\"1.0.0\",\"to\":\"1.1.0\",\"state\":\"" + state
                + "\",\"steps\":[" + steps + "],\"reason\":" + (reason.isEmpty() ? "null" : "\"" + reason + "\"")
                + ",\"started_by\":\"admin\"}";
    }

    static String step(String name, String state) {
        String ended = state.equals("running") ? "null" : "\"2026-11-01T12:00:00.012Z\"";
        return "{\"name\":\"" + name + "\",\"state\":\"" + state + "\",\"started_at\":\"2026-11-01T12:00:00Z\","
                + "\"ended_at\":" + ended + ",\"detail\":null}";
    }

    static String event(String json) {
        return "event: rollout\ndata: " + json + "\n\n";
    }
}
