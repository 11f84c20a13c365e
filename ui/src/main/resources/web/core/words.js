// How values read to people. No value is made up: what is not known is an en dash.
export const NONE = "–";

const SIZES = ["B", "KiB", "MiB", "GiB", "TiB"];

export function bytes(value) {
    if (!(value >= 0)) return NONE;
    let unit = 0;
    while (value >= 1024 && unit < SIZES.length - 1) {
        value /= 1024;
        unit++;
    }
    return `${value >= 100 || unit === 0 ? Math.round(value) : trim(value)} ${SIZES[unit]}`;
}

export function mhz(value) {
    if (!(value >= 0)) return NONE;
    return value >= 1000 ? `${trim(value / 1000)} GHz` : `${value} MHz`;
}

function trim(value) {
    return value.toFixed(1).replace(/\.0$/, "");
}

// Two units at most, so that columns stay narrow: "3 h 12 min".
export function duration(ms) {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
    const days = Math.floor(hours / 24);
    return days < 10 && hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}

export function runtime(hours) {
    if (hours >= 8760) return "mains";
    return hours > 0 ? duration(hours * 3_600_000) : NONE;
}

export function clock(at) {
    return at ? new Date(at).toLocaleTimeString("en-GB") : NONE;
}

export function full(at) {
    if (!at) return "";
    return new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}

export function count(number, one, many = one + "s") {
    return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

export function percent(part, whole) {
    return whole > 0 ? Math.round((100 * part) / whole) : 0;
}

// "a", "a and b", "a, b and c"
export function list(words) {
    if (words.length < 2) return words.join("");
    return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
