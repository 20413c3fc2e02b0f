// What is asked again and again, as long as somebody looks.

import {say} from "./parts.js";

const PERIOD = 2_000;

/**
 * Does something now, and two seconds after each time that it was done while the page is visible; until the signal.
 * What fails is said once, and tried again.
 */
export function live(signal, work) {
    let running = false;
    let timer = 0;
    const turn = async () => {
        clearTimeout(timer);
        if (running || signal.aborted || document.visibilityState !== "visible") {
            return;
        }
        running = true;
        try {
            await work();
            say("trouble", "");
        } catch (failure) {
            if (!signal.aborted) {
                say("trouble", failure.sentence ? `${sentence(failure)} Trying again.` : `${failure}`);
            }
        } finally {
            running = false;
            if (!signal.aborted) {
                timer = setTimeout(turn, PERIOD);
            }
        }
    };
    document.addEventListener("visibilitychange", turn, {signal});
    signal.addEventListener("abort", () => clearTimeout(timer));
    turn();
    return turn;
}

function sentence(failure) {
    switch (failure.status) {
        case 401:
            return "You are not signed in any more.";
        case 403:
            return `You may not see this: ${failure.sentence}.`;
        default:
            return `${failure.sentence.charAt(0).toUpperCase()}${failure.sentence.slice(1)}.`;
    }
}
