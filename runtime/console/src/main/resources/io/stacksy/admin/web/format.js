// Figures and times as people read them.

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

export function time(text) {
    if (!text) {
        return "";
    }
    const at = new Date(text);
    const two = number => String(number).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
        + ` ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** A time span: 12 ms, 3.4 s, 5 min 6 s, 7 h 8 min, 9 d 10 h. */
export function span(millis) {
    if (millis < 1000) {
        return `${Math.max(0, Math.round(millis))} ms`;
    }
    if (millis < 60_000) {
        return `${(millis / 1000).toFixed(1)} s`;
    }
    const seconds = Math.floor(millis / 1000);
    if (seconds < 3_600) {
        return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    }
    if (seconds < 86_400) {
        return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
    }
    return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3_600)} h`;
}

/** From one time to another; to now, where that is still to come. */
export function between(from, to) {
    return span((to ? Date.parse(to) : Date.now()) - Date.parse(from));
}

export function bytes(count) {
    let value = count;
    let unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
        value /= 1024;
        unit++;
    }
    return `${value.toFixed(unit === 0 ? 0 : 1)} ${UNITS[unit]}`;
}

export function rate(perSecond) {
    return `${perSecond.toFixed(1)}/s`;
}

export function percent(share) {
    return `${(share * 100).toFixed(1)} %`;
}

/** A word of the API as people write it: rolled_back is rolled back. */
export function words(label) {
    return String(label).replaceAll("_", " ");
}
