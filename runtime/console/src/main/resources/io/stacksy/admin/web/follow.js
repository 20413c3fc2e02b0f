// The events of a rollout, by fetch: an EventSource cannot send a token.

import {stream} from "./session.js";

/**
 * Follows a rollout; tells of each of its states until it has ended or the node closes the stream.
 *
 * @param told gets the rollout
 */
export async function follow(id, signal, told) {
    const body = await stream(`/admin/rollouts/${encodeURIComponent(id)}/events`, signal);
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
        const {done, value} = await reader.read();
        if (done) {
            return;
        }
        const events = (rest + value).split("\n\n");
        rest = events.pop();
        for (const event of events) {
            const data = event.split("\n").filter(line => line.startsWith("data:")).map(line => line.slice(5)).join("\n");
            if (data) {
                told(JSON.parse(data));
            }
        }
    }
}
