// What can be done to a tool. Each is said before it is done, but for what can be taken back by the button beside it.

import {confirmed} from "./dialog.js";
import {element} from "./dom.js";
import {button, say} from "./parts.js";
import {ask, may} from "./session.js";

const STEERED = ["running", "paused", "inconclusive"];
const LONGEST_REASON = 500;

/**
 * Carries out a request that changes something; says how it went.
 *
 * @return what the node answered; null where it refused
 */
export async function carryOut(done, method, path, options) {
    say("refusal", "");
    say("done", "");
    try {
        const answer = await ask(method, path, options);
        say("done", done);
        return answer;
    } catch (refused) {
        say("refusal", refused.sentence ?? String(refused));
        return null;
    }
}

function path(tool, rest = "") {
    return `/admin/tools/${encodeURIComponent(tool)}${rest}`;
}

/** The rollout that an answer begins; what else there is in it is a tool. */
async function begin(begun, ...request) {
    const answer = await carryOut(...request);
    if (answer?.steps) {
        begun(answer);
    }
}

/** The buttons of a canary that is under way; none for any other rollout. */
export function steering(rollout, begun) {
    const step = rollout.steps.find(candidate => candidate.name === "canary" && STEERED.includes(candidate.state));
    if (!step || rollout.state !== "running" || !may("tools:write")) {
        return null;
    }
    const {tool, from, to} = rollout;
    const order = (word, done) => begin(begun, done, "POST", path(tool, `/${word}`));
    return element("p", {class: "buttons", "data-key": "steering"},
        button("Promote", async () => {
            if (await confirmed({
                title: `Promote ${tool} ${to}`,
                says: [`${to} gets all of the traffic of ${tool} now. Requests under way finish where they began.`],
                yes: "Promote",
            })) {
                await order("promote", `${tool} ${to} is being promoted.`);
            }
        }, {class: "main"}),
        button("Abort", async () => {
            if (await confirmed({
                title: `Abort the canary of ${tool}`,
                says: [`All of the traffic goes back to ${from} now, and ${to} leaves. Requests under way finish where they began.`],
                yes: "Abort", grave: true,
            })) {
                await order("abort", `The canary of ${tool} is aborted.`);
            }
        }),
        step.state === "running"
            ? button("Pause", () => order("pause", `The canary of ${tool} stays at its share until it is resumed.`))
            : button("Resume", () => order("resume", `The canary of ${tool} begins its stage anew.`)));
}

/** The buttons of a tool as a whole. */
export function toolActions(tool, begun) {
    if (!may("tools:write")) {
        return element("p", {class: "hint", "data-key": "actions"}, "You may look and not change: that takes tools:write.");
    }
    const current = tool.revisions.find(revision => revision.version === tool.live);
    return element("p", {class: "buttons", "data-key": "actions"},
        button("Roll back…", () => rollBack(tool, null, begun)),
        current?.quarantine
            ? button("Release…", () => release(tool, begun), {class: "main"})
            : button("Quarantine…", () => quarantine(tool), {disabled: tool.live === null}),
        button("Remove…", () => remove(tool, begun), {class: "grave"}));
}

/** The buttons of one revision that is not live. */
export function revisionActions(tool, revision, begun) {
    if (!may("tools:write") || revision.version === tool.live || revision.state === "canary") {
        return null;
    }
    return element("p", {class: "buttons", "data-key": "actions"},
        revision.state === "failed" ? null
            : button(`Roll back to ${revision.version}…`, () => rollBack(tool, revision.version, begun)),
        button(`Remove ${revision.version}…`, () => removeRevision(tool, revision.version, begun), {class: "grave"}));
}

async function rollBack(tool, version, begun) {
    const candidates = tool.revisions
        .filter(revision => revision.version !== tool.live && !["canary", "failed"].includes(revision.state))
        .map(revision => revision.version);
    const answer = await confirmed({
        title: `Roll ${tool.name} back`,
        says: [
            `Another revision gets the traffic of ${tool.name}${tool.live ? ` in place of ${tool.live}` : ""}, once it is ready.`
                + " Requests under way finish where they began, and none fails. Data stays as it is.",
        ],
        fields: [
            element("label", {}, "To ", element("select", {name: "to"},
                element("option", {value: ""}, "the one that was live before"),
                candidates.map(candidate => element("option", {value: candidate, selected: candidate === version}, candidate)))),
            lossOfData("Even to a revision that lives on data that is gone since then"),
        ],
        yes: "Roll back",
    });
    if (answer) {
        const query = answer.loss ? "?accept_data_loss=true" : "";
        await begin(begun, `${tool.name} is being rolled back.`, "POST", path(tool.name, `/rollback${query}`),
            {json: answer.to ? {to: answer.to} : {}});
    }
}

/** The box by which somebody says that a loss is meant. */
export function lossOfData(text, properties = {}) {
    return element("label", {class: "check"}, element("input", {type: "checkbox", name: "loss", ...properties}), " ", text);
}

async function release(tool, begun) {
    if (await confirmed({
        title: `Release ${tool.name}`,
        says: [`${tool.name} ${tool.live} has its requests again. If it gets into trouble again and again, it is back in`
            + " quarantine."],
        yes: "Release",
    })) {
        await begin(begun, `${tool.name} is released.`, "POST", path(tool.name, "/release"));
    }
}

async function quarantine(tool) {
    const answer = await confirmed({
        title: `Put ${tool.name} in quarantine`,
        says: [`Every request to ${tool.name} is answered with 503 until it is released or another revision is live, also`
            + " after a restart of the node. Its data stays."],
        fields: [element("label", {}, "Why, for who looks at it ",
            element("input", {name: "reason", required: true, maxlength: LONGEST_REASON, autocomplete: "off"}))],
        yes: "Quarantine", grave: true,
    });
    if (answer) {
        await carryOut(`${tool.name} is in quarantine.`, "POST", path(tool.name, "/quarantine"), {json: answer});
    }
}

async function remove(tool, begun) {
    const paths = [`/api/${tool.name}/`, ...tool.aliases].join(", ");
    if (await confirmed({
        title: `Remove ${tool.name}`,
        says: [
            `${tool.name} leaves the node with all its revisions (${tool.revisions.map(each => each.version).join(", ")}).`
                + ` Requests under way finish; every later one to ${paths} fails with 404.`,
            "Its data stays in the database and is there again if the tool is deployed again.",
        ],
        yes: "Remove", grave: true,
    })) {
        await begin(begun, `${tool.name} is being removed.`, "DELETE", path(tool.name));
    }
}

async function removeRevision(tool, version, begun) {
    if (await confirmed({
        title: `Remove ${tool.name} ${version}`,
        says: [`${version} leaves the node: nothing can be rolled back to it any more. ${tool.live
            ? `${tool.live} serves on.` : "No other revision serves."} Data stays.`],
        yes: "Remove", grave: true,
    })) {
        await begin(begun, `${tool.name} ${version} is being removed.`, "DELETE",
            path(tool.name, `/revisions/${encodeURIComponent(version)}`));
    }
}
