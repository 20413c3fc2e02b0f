// A plan: what a jar would do here, and what stands in its way.

import {element} from "./dom.js";
import {facts, list, mark} from "./parts.js";

export function planPage(plan) {
    const aliases = [
        plan.aliases.join(", "),
        plan.aliases_added.length > 0 ? `new: ${plan.aliases_added.join(", ")}` : "",
        plan.aliases_removed.length > 0 ? `gone: ${plan.aliases_removed.join(", ")}` : "",
    ].filter(part => part).join("; ");
    return element("section", {"data-key": "plan", class: "plan", "aria-label": "Plan"},
        element("h2", {}, `Plan for ${plan.tool} ${plan.to} `, verdict(plan)),
        part("Obstacles", plan.obstacles.map(obstacle => wrong(obstacle.detail))),
        facts([
            ["from", plan.from ?? "nothing: it is new here"],
            ["to", plan.to],
            ["aliases", aliases],
            ["new permissions", plan.new_permissions.join(", ")],
            ["signature", plan.signature.detail],
            ["plan", plan.plan],
        ]),
        part("Changes for callers", plan.changes.map(change => change.breaking
            ? wrong(`breaking: ${change.operation} ${change.detail}`) : `${change.operation} ${change.detail}`)),
        part("Version", plan.verdict ? [plan.verdict.fits ? plan.verdict.detail : wrong(plan.verdict.detail)] : []),
        part("Who is affected", plan.affected.map(affected => wrong(affected.detail))),
        part("Migrations", plan.migrations.map(migration)),
        part("Rollback", plan.from ? [plan.rollback.possible ? plan.rollback.detail : wrong(plan.rollback.detail)] : []),
        part("Will refuse", plan.refused_calls.map(call => wrong(`${call.call} in ${call.type}.${call.method}`))),
        part("Would touch other bundles", plan.touched_bundles.map(wrong)),
        plan.imports.length === 0 ? null : element("details", {"data-key": "imports"},
            element("summary", {}, `${plan.imports.length} imports`), list(plan.imports, {class: "code"})));
}

function verdict(plan) {
    if (plan.nothing_to_do) {
        return mark("calm", "live already: there is nothing to do");
    }
    return plan.obstacles.length > 0 ? mark("bad", "it would be refused") : mark("good", "nothing stands in the way");
}

function part(title, lines) {
    return lines.length === 0 ? null : element("div", {"data-key": title}, element("h3", {}, title), list(lines));
}

function migration(script) {
    const text = `${script.script}, ${script.effect}${script.findings.length > 0 ? `: ${script.findings.join("; ")}` : ""}`;
    return script.effect === "destructive" ? wrong(text) : text;
}

function wrong(text) {
    return element("span", {class: "wrong"}, text);
}
