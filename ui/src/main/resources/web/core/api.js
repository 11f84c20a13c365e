// Calls of the public API. Every failure is a Problem: with a status when the server answered,
// without one when it could not be reached.
const ANSWER_MS = 20_000;
const PAGES_MAX = 5;

export class Problem extends Error {
    constructor(detail, status = 0, body = {}) {
        super(detail);
        this.status = status;
        this.title = body.title || "";
        this.errors = body.errors || [];
    }

    get away() {
        return this.status === 0;
    }
}

// The server's clock less ours, in ms: ages are right even where the browser's clock is wrong.
let skewMs = 0;

export function now() {
    return Date.now() + skewMs;
}

function learnTime(response) {
    const date = Date.parse(response.headers.get("Date") || "");
    if (Number.isNaN(date)) return;
    const differenceMs = date - Date.now();
    skewMs = Math.abs(differenceMs) > 3_000 ? differenceMs : 0;
}

// Told when the server does not know who asks, or no longer.
let unknown = () => {};

export function onUnknown(listener) {
    unknown = listener;
}

// Told when something was sent, which may have changed what is shown.
let sent = () => {};

export function onSent(listener) {
    sent = listener;
}

async function problem(response) {
    let body = {};
    try {
        body = await response.json();
    } catch {
        // Not from Skerry itself: a proxy perhaps.
    }
    return new Problem(body.detail || `The server answered ${response.status}.`, response.status, body);
}

export async function call(path, options = {}) {
    let response;
    const signal = options.signal || AbortSignal.timeout(ANSWER_MS);
    try {
        response = await fetch(path, { ...options, signal });
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new Problem("The server does not answer.");
    }
    learnTime(response);
    if (response.ok) return response;
    const failure = await problem(response);
    if (failure.status === 401 && path !== "/v1/session") unknown(failure);
    throw failure;
}

const LINES = "application/jsonl";

// Of lines, each is a value.
async function values(response) {
    if (response.headers.get("Content-Type") !== LINES) return response.json();
    const text = await response.text();
    return text.split("\n").filter(Boolean).map(JSON.parse);
}

// A list may come in several pages; five of them are shown at most.
export async function get(path) {
    const response = await call(path, { headers: { Accept: `application/json, ${LINES}` } });
    const index = Number(response.headers.get("X-Skerry-Index") || 0);
    const data = await values(response);
    let next = response.headers.get("X-Skerry-Next");
    for (let page = 1; next && Array.isArray(data) && page < PAGES_MAX; page++) {
        const joint = path.includes("?") ? "&" : "?";
        const more = await call(`${path}${joint}after=${encodeURIComponent(next)}`);
        data.push(...(await more.json()));
        next = more.headers.get("X-Skerry-Next");
    }
    return { data, index };
}

export async function send(method, path, body, type = "application/json") {
    const response = await call(path, {
        method,
        headers: body === undefined ? {} : { "Content-Type": type },
        body: body === undefined ? undefined : type === "application/json" ? JSON.stringify(body) : body,
    });
    sent();
    return response.json();
}
