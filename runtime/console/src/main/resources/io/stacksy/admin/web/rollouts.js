// What was rolled out and what is being rolled out: all of it, and one with its stages.

import {steering} from "./actions.js";
import {element, show} from "./dom.js";
import {follow} from "./follow.js";
import {between, time, words} from "./format.js";
import {live} from "./live.js";
import {badge, certificate, facts, pager, section, table, toRollout, toTool} from "./parts.js";
import {ask} from "./session.js";

const PAGE = 50;

export function rollouts(place, signal, parameters, query) {
    const cursor = query.get("cursor");
    live(signal, async () => {
        const from = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
        const page = await ask("GET", `/admin/rollouts?limit=${PAGE}${from}`, {signal});
        show(place, element("h1", {}, "Rollouts"),
            table("Rollouts", ["begun", "tool", "what", "from", "to", "state", "by", "took", "reason"], page.items.map(row)),
            pager("#/rollouts", query, page.next_cursor));
    });
}

function row(rollout) {
    return {
        key: rollout.id,
        cells: [
            toRollout(rollout.id, time(rollout.started_at)), toTool(rollout.tool), rollout.kind, rollout.from ?? "—",
            rollout.to ?? "—", badge(rollout.state), rollout.started_by, between(rollout.started_at, rollout.ended_at),
            rollout.reason ?? "",
        ],
    };
}

export function rollout(place, signal, [id]) {
    const watched = watching(signal, found => {
        show(place, element("h1", {}, `Rollout of ${found.tool} `, badge(found.state)), summary(found),
            steering(found, watched.tell), stages(found),
            (found.removals ?? []).length === 0 ? null
                : section("What became of what left memory", found.removals.map(certificate)));
    });
    live(signal, async () => watched.tell(await ask("GET", `/admin/rollouts/${encodeURIComponent(id)}`, {signal})));
}

/** What a rollout is about. */
export function summary(found) {
    return facts([
        ["tool", toTool(found.tool)],
        ["what", found.kind],
        ["from", found.from],
        ["to", found.to],
        ["begun", time(found.started_at)],
        ["ended", time(found.ended_at)],
        ["by", found.started_by],
        ["reason", found.reason ? element("span", {class: "wrong"}, found.reason) : null],
    ]);
}

/** The steps of a rollout, with how long each took or takes. */
export function stages(found) {
    return element("section", {"data-key": "stages"}, element("h2", {}, "Stages"),
        element("ol", {class: "stages", "aria-live": "polite", "aria-label": `Stages of the rollout of ${found.tool}`},
            found.steps.map((step, i) => element("li", {"data-key": `${i} ${step.name}`, class: step.state},
                element("strong", {}, words(step.name)), " ", badge(step.state), " ",
                element("span", {class: "took"}, between(step.started_at, step.ended_at)),
                step.detail ? element("p", {class: step.state === "failed" ? "wrong" : "hint"}, step.detail) : null))));
}

/**
 * Watches one rollout: it is followed by its events as long as it runs, whoever tells of it first.
 *
 * @param told gets it each time that it is another
 * @return tell, for what was found out about it otherwise
 */
export function watching(signal, told) {
    let newest = null;
    let followed = null;
    const tell = found => {
        if (newest && older(found, newest)) {
            return;
        }
        newest = {removals: newest?.id === found.id ? newest.removals : null, ...without(found)};
        told(newest);
        if (!newest.ended_at && followed !== newest.id) {
            followed = newest.id;
            follow(newest.id, signal, tell).catch(failure => {
                if (failure.name !== "AbortError") {
                    console.warn("the events of the rollout broke off; it is asked for again", failure);
                }
            }).finally(() => {
                followed = null;
            });
        }
    };
    return {tell};
}

/** A null of an event does not take back what a whole answer has said. */
function without(found) {
    return found.removals ? found : Object.fromEntries(Object.entries(found).filter(([name]) => name !== "removals"));
}

/** Answers can overtake events. */
function older(found, newest) {
    return found.id === newest.id
        ? (newest.ended_at && !found.ended_at) || found.steps.length < newest.steps.length
        : Date.parse(found.started_at) < Date.parse(newest.started_at);
}
