// A question that is answered before anything happens.

import {element} from "./dom.js";

/**
 * Asks; gives what was put in, by name, or null where the answer is no.
 *
 * @param title what would be done
 * @param says what will happen then, a paragraph each
 * @param fields elements to put something in
 * @param yes what the button says that does it
 */
export function confirmed({title, says, fields = [], yes, grave = false}) {
    return new Promise(resolve => {
        let answer = null;
        const form = element("form", {
            onsubmit: event => {
                event.preventDefault();
                answer = Object.fromEntries(new FormData(form));
                dialog.close();
            },
        },
            element("h2", {id: "question"}, title),
            says.map(paragraph => element("p", {}, paragraph)),
            fields,
            element("p", {class: "buttons"},
                element("button", {type: "button", onclick: () => dialog.close(), autofocus: grave}, "Cancel"),
                element("button", {type: "submit", class: grave ? "grave" : "main"}, yes)));
        const dialog = element("dialog", {"aria-labelledby": "question"}, form);
        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(answer);
        });
        document.body.append(dialog);
        dialog.showModal();
    });
}
