// What several pages are made of.

import {element} from "./dom.js";
import {words} from "./format.js";

const TONES = {
    up: "good", live: "good", done: "good", clean: "good", mended: "good",
    degraded: "warn", running: "warn", canary: "warn", paused: "warn", inconclusive: "warn", aborted: "warn", watched: "warn",
    down: "bad", failed: "bad", rolled_back: "bad", held: "bad",
};

/** Says something beside the page: trouble, a refusal or what is done; an empty text takes it back. */
export function say(kind, text) {
    const place = document.getElementById(kind);
    if (place && place.textContent !== text) {
        place.textContent = text;
    }
}

/** A state, in the colour that goes with it. */
export function badge(label) {
    return mark(TONES[label] ?? "calm", words(label));
}

/** A few words in a colour: good, warn, bad or calm. */
export function mark(tone, text) {
    return element("span", {class: `badge ${tone}`}, text);
}

/** A part of a page under a heading. */
export function section(title, ...children) {
    return element("section", {}, element("h2", {}, title), children);
}

/**
 * A table; on a narrow screen each row is a card.
 *
 * @param rows each a list of cells, or an object with a key and the cells
 */
export function table(name, heads, rows) {
    return element("table", {"aria-label": name},
        element("thead", {}, element("tr", {}, heads.map(head => element("th", {scope: "col"}, head)))),
        element("tbody", {}, rows.map(row => {
            const cells = row.cells ?? row;
            return element("tr", {"data-key": row.key}, cells.map((cell, i) => element("td", {"data-label": heads[i]}, cell)));
        })));
}

/** Names with their values. What has none is left out. */
export function facts(pairs) {
    return element("dl", {}, pairs
        .filter(([, value]) => value !== null && value !== undefined && value !== "")
        .map(([name, value]) => element("div", {"data-key": name}, element("dt", {}, name), element("dd", {}, value))));
}

export function list(items, properties = {}) {
    return element("ul", properties, items.map(item => element("li", {}, item)));
}

export function button(text, onclick, properties = {}) {
    return element("button", {type: "button", "data-key": text, onclick, ...properties}, text);
}

export function toTool(name, text = name) {
    return element("a", {href: `#/tools/${encodeURIComponent(name)}`}, text);
}

export function toRollout(id, text) {
    return element("a", {href: `#/rollouts/${encodeURIComponent(id)}`}, text);
}

/** All that is wrong with a tool, each a sentence that names the revision. */
export function wrongs(tool) {
    const sentences = [];
    const missing = tool.live === null && tool.revisions.some(revision => revision.state === "failed");
    if (missing) {
        sentences.push(`${tool.name} is out of service`);
    }
    for (const revision of tool.revisions) {
        sentences.push(...faults(revision).map(fault => `${tool.name}@${revision.version} ${fault}`));
    }
    return sentences;
}

/** What is wrong with a revision in service, and what is left of one that is not. */
export function faults(revision) {
    const found = [];
    if (revision.quarantine) {
        found.push(`is in quarantine: ${revision.quarantine.reason}`);
    }
    for (const trouble of revision.troubles) {
        found.push(`is in trouble (${trouble.kind}): ${trouble.detail}`);
    }
    if (revision.removal?.outcome === "held") {
        const holders = revision.removal.holders.filter(holder => !holder.mended);
        const by = holders.map(holder => `${words(holder.kind)} ${holder.name}`).join(", ");
        found.push(`is still in memory${by ? `, held by ${by}` : ""}`);
    }
    return found;
}

/** The certificate of a removal: what was looked for, what was found, and whether it is gone. */
export function certificate(removal) {
    const took = removal.took_millis === null || removal.took_millis === undefined ? "" : ` after ${removal.took_millis} ms`;
    return element("section", {class: "certificate", "data-key": `certificate ${removal.revision}`},
        element("h4", {}, `Removal of ${removal.revision}: `, badge(removal.outcome), took),
        removal.proofs.length === 0 ? element("p", {}, "Its classes are still in memory, and may yet go.") : null,
        removal.proofs.length === 0 ? null : table(`Proofs of the removal of ${removal.revision}`, ["", "of", "found"],
            removal.proofs.map(proof => [proof.given ? mark("good", "gone") : mark("bad", "left"), words(proof.subject), proof.detail])),
        removal.holders.length === 0 ? null : table(`What held ${removal.revision}`, ["", "holder", "name", "more"],
            removal.holders.map(holder => [
                holder.mended ? badge("mended") : badge("held"), words(holder.kind), holder.name, holder.detail,
            ])));
}

/** Links to the first and the next part of a list. */
export function pager(base, query, next) {
    const older = new URLSearchParams(query);
    older.delete("cursor");
    const newest = older.toString();
    older.set("cursor", next ?? "");
    return element("nav", {class: "pager", "aria-label": "parts of the list"},
        query.get("cursor") ? element("a", {"data-key": "newest", href: newest ? `${base}?${newest}` : base}, "Newest") : null,
        next ? element("a", {"data-key": "older", href: `${base}?${older}`}, "Older") : null);
}
