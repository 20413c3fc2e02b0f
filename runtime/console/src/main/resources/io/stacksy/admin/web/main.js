// The frame around the pages: signing in and out, the way from an address to a page, files that are dropped.

import {audit} from "./audit.js";
import {deploy, offer} from "./deploy.js";
import {element, show} from "./dom.js";
import {overview} from "./overview.js";
import {say} from "./parts.js";
import {rollout, rollouts} from "./rollouts.js";
import {may, onOver, signIn, signOut, who} from "./session.js";
import {tool} from "./tool.js";

const NAME = "Stacksy console";

/** Pages by their path behind the number sign. */
const PAGES = [
    {path: /^\/$/, title: "Overview", page: overview},
    {path: /^\/tools\/([^/]+)$/, title: "Tool", page: tool},
    {path: /^\/deploy$/, title: "Deploy", page: deploy},
    {path: /^\/rollouts$/, title: "Rollouts", page: rollouts},
    {path: /^\/rollouts\/([^/]+)$/, title: "Rollout", page: rollout},
    {path: /^\/audit$/, title: "Audit", page: audit},
];
const LINKS = [["/", "Overview"], ["/deploy", "Deploy"], ["/rollouts", "Rollouts"], ["/audit", "Audit"]];

let leave = new AbortController();
let carried = "";

function open() {
    leave.abort();
    leave = new AbortController();
    document.querySelectorAll("dialog").forEach(dialog => dialog.close());
    if (who()) {
        openPage();
    } else {
        openSignIn("");
    }
}

function openPage() {
    const [path, query] = (location.hash.slice(1) || "/").split("?");
    const {found, parameters} = pageAt(path);
    document.title = `${found?.title ?? "Not found"} – ${NAME}`;
    const main = element("main", {id: "main", tabindex: "-1"});
    document.body.replaceChildren(
        element("a", {
            class: "skip", href: "#main",
            onclick: event => {
                event.preventDefault();
                main.focus();
            },
        }, "To the page"),
        element("header", {},
            element("strong", {}, "Stacksy"),
            element("nav", {"aria-label": "Pages"}, LINKS.map(([to, text]) =>
                element("a", {href: `#${to}`, "aria-current": to === path ? "page" : null}, text))),
            element("span", {class: "who"}, who().username, " ",
                element("button", {type: "button", id: "sign-out", onclick: endSession}, "Sign out"))),
        element("p", {id: "trouble", class: "notice bad", role: "alert"}),
        element("p", {id: "refusal", class: "notice bad", role: "alert"}),
        element("p", {id: "done", class: "notice good", role: "status"}),
        main);
    if (!found) {
        show(main, element("h1", {}, "Not found"), element("p", {}, "There is no such page."));
    } else if (!may("tools:read")) {
        show(main, noOperator());
    } else {
        found.page(main, leave.signal, parameters, new URLSearchParams(query));
    }
}

/** The page of a path with what the path names; no page where there is none. */
function pageAt(path) {
    const found = PAGES.find(candidate => candidate.path.test(path));
    try {
        return {found, parameters: found ? path.match(found.path).slice(1).map(part => decodeURIComponent(part)) : []};
    } catch (malformed) { // a percent sign without its digits
        return {found: undefined, parameters: []};
    }
}

function noOperator() {
    const {username, roles} = who();
    return [
        element("h1", {}, "You are no operator"),
        element("p", {role: "alert"}, `You are signed in as ${username}, with the roles ${roles.join(", ") || "that give nothing"},`
            + " which do not have the permission tools:read. What is here is for operators."),
        element("p", {}, "An administrator can make you one: ", element("code", {},
            `stacksy users roles ${username} ${[...roles, "operator"].join(" ")}`), ". Then sign in again."),
    ];
}

async function endSession() {
    let message = "You are signed out.";
    try {
        await signOut();
    } catch (refused) {
        message = `This page has forgotten you, but the node could not be told: ${refused.sentence}.`;
    }
    leave.abort();
    openSignIn(message);
}

function openSignIn(message) {
    document.title = `Sign in – ${NAME}`;
    const notice = element("p", {role: "alert", id: "sign-in-message"}, message);
    const button = element("button", {type: "submit", class: "main"}, "Sign in");
    const name = element("input", {
        name: "username", autocomplete: "username", required: true, autocapitalize: "none", spellcheck: "false",
    });
    const password = element("input", {name: "password", type: "password", autocomplete: "current-password", required: true});
    const form = element("form", {
        class: "sign-in",
        onsubmit: async event => {
            event.preventDefault();
            button.disabled = true;
            notice.textContent = "";
            try {
                await signIn(name.value, password.value);
                open();
            } catch (refused) {
                notice.textContent = refused.sentence ?? String(refused);
                password.value = "";
                password.focus();
            } finally {
                button.disabled = false;
            }
        },
    }, element("h1", {}, NAME), element("label", {}, "User name", name), element("label", {}, "Password", password), button, notice);
    document.body.replaceChildren(element("main", {}, form));
    name.focus();
}

onOver(message => {
    leave.abort();
    document.querySelectorAll("dialog").forEach(dialog => dialog.close());
    openSignIn(message);
});

addEventListener("hashchange", () => {
    const done = document.getElementById("done")?.textContent ?? "";
    carried = done === carried ? "" : done; // to the next page, and no further
    open();
    say("done", carried);
    document.getElementById("main")?.focus(); // else what was pressed is gone, and the focus with it
});
addEventListener("dragover", event => event.preventDefault());
addEventListener("drop", event => {
    event.preventDefault();
    if (who() && event.dataTransfer.files.length > 0) {
        offer(event.dataTransfer.files);
    }
});

open();
