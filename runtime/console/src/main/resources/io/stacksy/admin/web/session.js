// Who is signed in, and every question to the node. The tokens are nowhere but in this module's memory: pages of tools have
// the same origin, and could read what is kept in the browser. So a reload asks for the password again.

const REFRESH_BEFORE = 60_000;

let tokens = null;
let refreshing = null;
let account = null;
let whenOver = () => {};

/** A refusal by the node, or why there was no answer. */
export class Refused extends Error {
    constructor(status, message, problem = {}) {
        super(message);
        this.status = status;
        this.problem = problem;
    }

    /** What to tell a person: the sentence, what is wrong with each field, and the number to find it again by. */
    get sentence() {
        const fields = (this.problem.errors ?? []).map(error => `${error.field} ${error.message}`).join("; ");
        const request = this.problem.request_id ? ` (request ${this.problem.request_id})` : "";
        return `${this.message}${fields && !this.message.includes(fields) ? `: ${fields}` : ""}${request}`;
    }
}

/** Calls this when the session has ended without anybody having asked for it, with why. */
export function onOver(listener) {
    whenOver = listener;
}

/** The account that is signed in: its name, roles and permissions; null where nobody is. */
export function who() {
    return account;
}

/** Whether the account that is signed in has a permission. The node decides; this is for what to offer. */
export function may(permission) {
    return account !== null && account.permissions.some(granted =>
        granted === "*" || granted === permission
            || (granted.endsWith(":*") && permission.startsWith(granted.slice(0, -1))));
}

export async function signIn(username, password) {
    keep(await read(await send("POST", "/auth/login", {json: {username, password}})));
    try {
        account = await ask("GET", "/auth/me");
    } catch (refusal) {
        await signOut();
        throw refusal;
    }
}

export async function signOut() {
    const ended = tokens;
    forget();
    if (ended) {
        await send("POST", "/auth/logout", {json: {refresh_token: ended.refresh}, keepalive: true});
    }
}

// what is in memory only is lost with the page, so the node need not wait for it
addEventListener("pagehide", event => {
    if (!event.persisted && tokens) {
        signOut().catch(() => {}); // nobody is left to be told
    }
});

/**
 * Asks the node, as whoever is signed in; returns the JSON that it answers, null where that is empty.
 *
 * @param options json or file: the body; headers; signal; accept: a status of refusal whose body is an answer all the same
 * @throws Refused for any other answer than a good one
 */
export async function ask(method, path, options = {}) {
    return read(await answer(method, path, options), options.accept);
}

/** The same, without reading the answer: for one that comes piece by piece. */
export async function stream(path, signal) {
    const response = await answer("GET", path, {signal});
    if (!response.ok) {
        await read(response);
    }
    return response.body;
}

async function answer(method, path, options) {
    if (tokens && Date.now() > tokens.renewAt) {
        await refresh();
    }
    const used = tokens;
    let response = await send(method, path, options, used?.access);
    if (response.status === 401 && tokens) {
        if (tokens === used) {
            await refresh(); // the token is not good any more, whatever its time: the session may be
        }
        response = await send(method, path, options, tokens?.access);
    }
    return response;
}

async function send(method, path, {json, file, headers = {}, signal, keepalive} = {}, access = null) {
    const sent = {...headers};
    if (access) {
        sent.Authorization = `Bearer ${access}`;
    }
    if (json !== undefined) {
        sent["Content-Type"] = "application/json";
    }
    try {
        return await fetch(path, {
            method,
            headers: sent,
            body: json === undefined ? file : JSON.stringify(json),
            signal,
            keepalive,
            cache: "no-store",
            credentials: "omit",
            redirect: "error",
        });
    } catch (failure) {
        if (failure.name === "AbortError") {
            throw failure;
        }
        throw new Refused(0, file
            ? "the node cannot be reached, or the file cannot be read any more"
            : "the node cannot be reached");
    }
}

async function read(response, accept) {
    const text = await response.text();
    const body = text && (response.headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(text) : null;
    if (response.ok || response.status === accept) {
        return body;
    }
    throw new Refused(response.status, body?.detail ?? body?.title ?? `the node answered with ${response.status}`, body ?? {});
}

/** One refresh at a time: the node takes a second use of a refresh token for a theft. */
function refresh() {
    refreshing ??= renew().finally(() => {
        refreshing = null;
    });
    return refreshing;
}

async function renew() {
    const spent = tokens;
    try {
        const renewed = await read(await send("POST", "/auth/refresh", {json: {refresh_token: spent.refresh}}));
        if (tokens === spent) { // else it was signed out meanwhile
            keep(renewed);
        }
    } catch (refusal) {
        if (refusal.status === 401 && tokens === spent) {
            forget();
            whenOver("Your session has ended. Please sign in again.");
        }
        throw refusal;
    }
}

function keep({access_token: access, refresh_token: refreshToken, expires_in: seconds}) {
    const life = seconds * 1000;
    tokens = {access, refresh: refreshToken, renewAt: Date.now() + life - Math.min(REFRESH_BEFORE, life / 5)};
}

function forget() {
    tokens = null;
    account = null;
}
