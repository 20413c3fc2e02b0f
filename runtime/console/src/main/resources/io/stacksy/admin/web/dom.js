// Elements, and how a page takes on another state without losing what its user is doing in it. All text comes in as text:
// nothing here, or anywhere in the console, reads markup.

const HANDLERS = ["onclick", "onsubmit", "onchange", "oninput"];

/**
 * An element.
 *
 * @param properties attributes; true is one without a value, false and null are left out, and a function is a handler.
 *     data-key tells it from its siblings when they change places
 * @param children elements and texts, also in lists; null is left out
 */
export function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
        if (typeof value === "function") {
            made[key] = value;
        } else if (value === true) {
            made.setAttribute(key, "");
        } else if (value !== false && value !== null && value !== undefined) {
            made.setAttribute(key, value);
        }
    }
    made.append(...present(children));
    return made;
}

/** What is there of a list of lists. */
function present(children) {
    return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
}

/** Gives a place these children. What is the same stays: the focus, what is typed, what is folded out. */
export function show(place, ...children) {
    const next = document.createDocumentFragment();
    next.append(...present(children));
    reconcile(place, next);
}

function reconcile(current, next) {
    const keyed = new Map();
    for (const child of current.children) {
        if (child.dataset.key) {
            keyed.set(child.dataset.key, child);
        }
    }
    const staying = new Set([...next.children].map(keyOf));
    const skip = node => {
        let place = node;
        while (place && keyOf(place) && !staying.has(keyOf(place))) {
            const gone = place;
            place = place.nextSibling;
            gone.remove();
        }
        return place;
    };
    let place = skip(current.firstChild);
    for (const wanted of [...next.childNodes]) {
        const known = keyOf(wanted) ? keyed.get(keyOf(wanted)) : place;
        if (!known || !same(known, wanted)) {
            current.insertBefore(wanted, place);
            continue;
        }
        if (known === place) {
            place = skip(place.nextSibling);
        } else {
            current.insertBefore(known, place);
        }
        update(known, wanted);
    }
    while (place) {
        const gone = place;
        place = place.nextSibling;
        gone.remove();
    }
}

function keyOf(node) {
    return node.nodeType === Node.ELEMENT_NODE ? node.dataset.key : undefined;
}

function same(one, other) {
    return one.nodeName === other.nodeName && keyOf(one) === keyOf(other);
}

function update(current, next) {
    if (current.nodeType !== Node.ELEMENT_NODE) {
        if (current.data !== next.data) {
            current.data = next.data;
        }
        return;
    }
    for (const name of current.getAttributeNames()) {
        if (!next.hasAttribute(name) && name !== "open") { // a user folds out, not the page
            current.removeAttribute(name);
        }
    }
    for (const name of next.getAttributeNames()) {
        if (current.getAttribute(name) !== next.getAttribute(name)) {
            current.setAttribute(name, next.getAttribute(name));
        }
    }
    for (const name of HANDLERS) {
        current[name] = next[name];
    }
    reconcile(current, next);
}
