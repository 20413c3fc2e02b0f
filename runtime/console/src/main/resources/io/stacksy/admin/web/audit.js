// Who did what, when, from where, with what result.

import {element, show} from "./dom.js";
import {time} from "./format.js";
import {live} from "./live.js";
import {pager, table} from "./parts.js";
import {ask, may} from "./session.js";

const PAGE = 50;
const FILTERS = ["tool", "actor", "action"];

export function audit(place, signal, parameters, query) {
    if (!may("audit:read")) {
        show(place, element("h1", {}, "Audit"),
            element("p", {role: "alert"}, "You may not see the audit trail: that takes the permission audit:read."));
        return;
    }
    const asked = new URLSearchParams({limit: String(PAGE)});
    for (const name of [...FILTERS, "cursor"]) {
        if (query.get(name)) {
            asked.set(name, query.get(name));
        }
    }
    live(signal, async () => {
        const page = await ask("GET", `/admin/audit?${asked}`, {signal});
        show(place, element("h1", {}, "Audit"), filter(query),
            table("Audit trail", ["at", "who", "from", "did", "to", "result", "details"], page.items.map(row)),
            page.items.length === 0 ? element("p", {}, "There is nothing like that on record.") : null,
            pager("#/audit", query, page.next_cursor));
    });
}

function filter(query) {
    return element("form", {
        class: "filter", "data-key": "filter",
        onsubmit: event => {
            event.preventDefault();
            const wanted = new URLSearchParams();
            for (const [name, value] of new FormData(event.target)) {
                if (value.trim()) {
                    wanted.set(name, value.trim());
                }
            }
            const text = wanted.toString();
            location.hash = text ? `#/audit?${text}` : "#/audit";
        },
    },
        FILTERS.map(name => element("label", {}, `${name} `, element("input", {name, value: query.get(name) ?? "", autocomplete: "off"}))),
        element("button", {type: "submit"}, "Show"));
}

function row(line) {
    const details = Object.entries(line.details).map(([name, value]) => element("div", {}, `${name}: ${value}`));
    return {
        key: line.id,
        cells: [time(line.at), line.actor, line.address ?? "", line.action, line.target ?? "", line.result, details],
    };
}
