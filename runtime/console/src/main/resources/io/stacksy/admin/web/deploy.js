// A jar into service: first its plan, then a button.

import {carryOut, lossOfData} from "./actions.js";
import {element, show} from "./dom.js";
import {bytes} from "./format.js";
import {planPage} from "./plan.js";
import {ask, may} from "./session.js";

const JAR = "application/java-archive";
const LARGEST = 64 * 1024 * 1024;

let offered = [];
let taker = null;

/** Takes files that were dropped somewhere on the console. */
export function offer(files) {
    offered = [...files];
    if (taker) {
        taker();
    } else {
        location.hash = "#/deploy";
    }
}

export function deploy(place, signal) {
    if (!may("tools:write")) {
        show(place, element("h1", {}, "Deploy"),
            element("p", {role: "alert"}, "You may not deploy: that takes the permission tools:write."));
        return;
    }
    const chosen = {jar: null, signature: null, downgrade: false, loss: false, canary: ""};
    let plan = null;
    let said = "";
    let turn = 0;

    const draw = () => show(place, element("h1", {}, "Deploy"), chooser(), options(),
        element("p", {role: "status", "data-key": "said", class: plan === null ? "wrong" : ""}, said),
        plan ? planPage(plan) : null, plan ? go() : null);

    const take = async files => {
        const jar = files.find(file => !file.name.endsWith(".sig"));
        const signature = files.find(file => file.name.endsWith(".sig"));
        chosen.jar = jar ?? chosen.jar;
        chosen.signature = signature ? (await signature.text()).trim() : (jar ? null : chosen.signature);
        await look();
    };

    const request = more => {
        const query = new URLSearchParams(more);
        if (chosen.downgrade) {
            query.set("downgrade", "true");
        }
        if (chosen.loss) {
            query.set("accept_data_loss", "true");
        }
        const headers = {"Content-Type": JAR};
        if (chosen.signature) {
            headers["Stacksy-Signature"] = chosen.signature;
        }
        return [`/admin/tools?${query}`, {file: chosen.jar, headers, signal}];
    };

    const look = async () => {
        const mine = ++turn;
        plan = null;
        if (!chosen.jar) {
            said = "Choose the tool bundle's jar, too.";
        } else if (chosen.jar.size > LARGEST) {
            said = `${chosen.jar.name} has ${bytes(chosen.jar.size)}; a tool bundle may have ${bytes(LARGEST)}.`;
        } else {
            said = `What would ${chosen.jar.name} do? The node looks at it…`;
            draw();
            try {
                const [path, options] = request({dry_run: "true"});
                const found = await ask("POST", path, options);
                if (mine === turn) {
                    plan = found;
                    said = "";
                }
            } catch (refused) {
                if (signal.aborted) {
                    return;
                }
                if (mine === turn) {
                    said = refused.sentence ?? String(refused);
                }
            }
        }
        draw();
    };

    const chooser = () => element("div", {
        class: "drop", "data-key": "chooser",
    }, element("label", {}, "Tool bundle (and its .sig, if it is signed): drop it here, or ",
        element("input", {
            type: "file", accept: ".jar,.sig", multiple: true, id: "jar",
            onchange: event => take([...event.target.files]),
        })),
        chosen.jar ? element("p", {}, `${chosen.jar.name}, ${bytes(chosen.jar.size)}${chosen.signature ? ", with a signature" : ""}`) : null);

    const options = () => element("fieldset", {"data-key": "options"}, element("legend", {}, "Options"),
        element("label", {}, "Canary: the share of the traffic in percent that it gets first, such as 10, or several"
            + " with their times, such as 10:5m,50:5m; empty for all at once ", element("input", {
            name: "canary", autocomplete: "off", size: 16,
            oninput: event => {
                chosen.canary = event.target.value.trim();
            },
        })),
        element("label", {class: "check"}, element("input", {
            type: "checkbox", name: "downgrade",
            onchange: event => {
                chosen.downgrade = event.target.checked;
                look();
            },
        }), " Even if it is older than what is live, where the node takes only signed tools"),
        lossOfData("Accept that its migrations take away what the live revision lives on", {
            onchange: event => {
                chosen.loss = event.target.checked;
                look();
            },
        }));

    const go = () => element("p", {class: "buttons", "data-key": "go"},
        element("button", {
            type: "button", class: "main", id: "deploy", onclick: begin,
            disabled: plan.obstacles.length > 0 || plan.nothing_to_do,
        }, `Deploy ${plan.tool} ${plan.to}`));

    const begin = async () => {
        const shown = plan;
        const [path, options] = request(chosen.canary ? {plan: shown.plan, canary: chosen.canary} : {plan: shown.plan});
        const rollout = await carryOut(`${shown.tool} ${shown.to} is on its way.`, "POST", path, options);
        if (rollout?.id) {
            location.hash = `#/rollouts/${encodeURIComponent(rollout.id)}`;
        }
    };

    const takeOffered = () => {
        const files = offered;
        offered = [];
        if (files.length > 0) {
            take(files);
        }
    };
    taker = takeOffered;
    signal.addEventListener("abort", () => {
        taker = null;
    });
    draw();
    takeOffered();
}
