// One tool: what is wrong with it, its revisions, its last rollout as it goes, its budget; and what can be done to it.

import {revisionActions, steering, toolActions} from "./actions.js";
import {element, show} from "./dom.js";
import {bytes, percent, rate, span, time} from "./format.js";
import {live} from "./live.js";
import {badge, certificate, facts, faults, list, mark, section, toRollout, wrongs} from "./parts.js";
import {stages, watching} from "./rollouts.js";
import {ask} from "./session.js";

const DIGITS = 12;
const RECENT = 50;

export function tool(place, signal, [name]) {
    let found = null;
    let budget = null;
    let last = null;
    const draw = () => show(place, page(name, found, budget, last, begun));
    const watched = watching(signal, rollout => {
        last = rollout;
        draw();
    });
    const look = live(signal, async () => {
        const path = `/admin/tools/${encodeURIComponent(name)}`;
        const [known, recent] = await Promise.all([
            orNothing(ask("GET", path, {signal})), ask("GET", `/admin/rollouts?limit=${RECENT}`, {signal}),
        ]);
        found = known;
        budget = found && await orNothing(ask("GET", `${path}/budget`, {signal}));
        const newest = recent.items.find(rollout => rollout.tool === name);
        if (newest) {
            watched.tell(newest);
        }
        draw();
    });
    const begun = rollout => {
        watched.tell(rollout);
        look();
    };
}

/** What is not there any more is no failure here. */
async function orNothing(asked) {
    try {
        return await asked;
    } catch (refused) {
        if (refused.status === 404) {
            return null;
        }
        throw refused;
    }
}

function page(name, found, budget, last, begun) {
    const rollout = last && element("div", {"data-key": "rollout", class: "rollout"},
        element("h2", {}, "Last rollout ", badge(last.state)),
        element("p", {}, toRollout(last.id, `${last.kind} ${last.to ?? last.from ?? ""}`), `, by ${last.started_by}, ${time(last.started_at)}`),
        last.reason ? element("p", {class: "wrong"}, last.reason) : null,
        steering(last, begun), stages(last));
    if (!found) {
        return [element("h1", {}, name), element("p", {}, `There is no tool ${name} on this node.`), rollout];
    }
    const bad = wrongs(found);
    return [
        element("h1", {}, `${name} `, badge(found.health)),
        bad.length === 0 ? null : element("section", {"data-key": "wrong", class: "culprits", "aria-label": "What is wrong"},
            element("h2", {}, "What is wrong"), list(bad, {class: "wrong"})),
        facts([
            ["live", found.live ?? "none"],
            ["aliases", found.aliases.join(", ")],
            ["requests", rate(found.load.requests_per_second)],
            ["errors", rate(found.load.errors_per_second)],
            ["CPU", percent(found.load.cpu_share)],
            ["allocates", `${bytes(found.load.allocated_bytes_per_second)}/s`],
            ["own threads", String(found.load.threads)],
            ["connections", String(found.load.connections)],
        ]),
        toolActions(found, begun),
        rollout,
        section("Revisions", ordered(found).map(each => revision(found, each, begun))),
        budget ? section("Budget", budgetFacts(budget)) : null,
    ];
}

/** The live one first. */
function ordered(found) {
    return [...found.revisions].sort((one, other) => (other.version === found.live) - (one.version === found.live));
}

function revision(found, each, begun) {
    const bad = faults(each);
    return element("article", {"data-key": each.version, class: bad.length > 0 ? "revision bad" : "revision"},
        element("h3", {}, `${each.version} `, badge(each.state), " ", each.quarantine ? mark("bad", "in quarantine") : null),
        bad.length === 0 ? null : list(bad.map(fault => `${found.name}@${each.version} ${fault}`), {class: "wrong", "data-key": "bad"}),
        facts([
            ["share", `${each.weight} %`],
            ["since", time(each.since)],
            ["in flight", String(each.in_flight)],
            ["requests", rate(each.load.requests_per_second)],
            ["errors", rate(each.load.errors_per_second)],
            ["CPU", percent(each.load.cpu_share)],
            ["allocates", `${bytes(each.load.allocated_bytes_per_second)}/s`],
            ["SHA-256", element("span", {title: each.sha256}, each.sha256.slice(0, DIGITS))],
            ["in trouble since", each.troubles.map(trouble => `${trouble.kind} ${time(trouble.since)}`).join(", ")],
            ["in quarantine since", each.quarantine ? time(each.quarantine.since) : null],
            ["reason", each.reason ? element("span", {class: "wrong"}, each.reason) : null],
        ]),
        each.routes.length === 0 ? null : element("details", {"data-key": "routes"},
            element("summary", {}, `${each.routes.length} routes`), list(each.routes, {class: "code"})),
        each.removal ? certificate(each.removal) : null,
        revisionActions(found, each, begun));
}

function budgetFacts(budget) {
    return [
        facts([
            ["requests under way", String(budget.concurrency)],
            ["until an answer begins", span(budget.deadline_ms)],
            ["body of a request", bytes(budget.body_bytes)],
            ["connections to the database", String(budget.connections)],
            ["failed answers before a rest", `${budget.error_percent} %`],
        ]),
        element("p", {class: "hint"}, budget.own ? "Its own; a part over it is refused by the gateway."
            : "As the settings of the node say; the command stacksy budget gives it one of its own."),
    ];
}
