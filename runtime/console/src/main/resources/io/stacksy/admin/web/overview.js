// The node at a glance: its health, with whoever spoils it, and its tools.

import {element, show} from "./dom.js";
import {bytes, percent, rate, span, time} from "./format.js";
import {live} from "./live.js";
import {badge, facts, list, mark, section, table, toTool, wrongs} from "./parts.js";
import {ask, may, Refused} from "./session.js";

const AT_MOST = 200;
const IN_MEMORY = ["started", "ready", "canary", "live", "draining"];

export function overview(place, signal) {
    live(signal, async () => {
        const [health, status, tools] = await Promise.all([
            ask("GET", "/health", {signal, accept: 503}), ask("GET", "/admin/status", {signal}), allTools(signal),
        ]);
        if (!health?.checks) {
            throw new Refused(503, health?.detail ?? "the node does not say how it is");
        }
        show(place, element("h1", {}, "Node ", badge(health.status)), figures(status), culprits(tools), checks(health),
            toolTable(tools));
    });
}

async function allTools(signal) {
    const tools = [];
    let cursor = null;
    do {
        const from = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const page = await ask("GET", `/admin/tools?limit=${AT_MOST}${from}`, {signal});
        tools.push(...page.items);
        cursor = page.next_cursor ?? null;
    } while (cursor !== null);
    return tools;
}

function figures(status) {
    return facts([
        ["Stacksy", status.version],
        ["Java", status.java],
        ["up for", span(status.uptime_seconds * 1000)],
        ["since", time(status.started_at)],
        ["tools", String(status.tools)],
        ["rollouts under way", String(status.rollouts_running)],
    ]);
}

function checks(health) {
    return section("Health", table("Checks of the node", ["check", "status", "what it says"], health.checks.map(check => ({
        key: check.name,
        cells: [check.name, badge(check.status), said(check)],
    }))), may("health:read") ? null : element("p", {class: "hint"}, "What checks say is for who has health:read."));
}

/** What a check says; it has a sentence for each thing that is wrong. */
function said(check) {
    const lines = (check.detail ?? "").split("; ").filter(line => line);
    return lines.length === 0 ? "" : list(lines, check.status === "up" ? {} : {class: "wrong"});
}

function culprits(tools) {
    const bad = tools.filter(tool => wrongs(tool).length > 0);
    if (bad.length === 0) {
        return null;
    }
    return element("section", {"data-key": "culprits", class: "culprits", "aria-label": "What is wrong"},
        element("h2", {}, "What is wrong"),
        bad.map(tool => element("div", {"data-key": tool.name},
            element("h3", {}, toTool(tool.name)), list(wrongs(tool), {class: "wrong"}))));
}

function toolTable(tools) {
    const heads = ["tool", "live", "health", "revisions", "requests", "errors", "CPU", "allocates", "in flight"];
    return section("Tools",
        tools.length === 0 ? element("p", {}, "There are none yet. ", element("a", {href: "#/deploy"}, "Deploy one"), ".")
            : table("Tools", heads, tools.map(row)));
}

function row(tool) {
    const inFlight = tool.revisions.reduce((sum, revision) => sum + revision.in_flight, 0);
    return {
        key: tool.name,
        cells: [
            toTool(tool.name),
            tool.live ?? "—",
            badge(tool.health),
            tool.revisions.filter(revision => IN_MEMORY.includes(revision.state)).map(revision =>
                element("span", {"data-key": revision.version, class: "share"}, `${revision.version} `,
                    revision.quarantine ? mark("bad", "in quarantine") : badge(revision.state), ` ${revision.weight} % `)),
            rate(tool.load.requests_per_second),
            rate(tool.load.errors_per_second),
            percent(tool.load.cpu_share),
            `${bytes(tool.load.allocated_bytes_per_second)}/s`,
            String(inFlight),
        ],
    };
}
