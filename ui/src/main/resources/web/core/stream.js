// One stream of events for the whole page. It is read with fetch, not EventSource: that one needs
// every kind by name and says nothing of why it failed.
// A hidden tab lets go of its stream, since a browser has six connections for one server.
import { call, get, onSent, Problem } from "./api.js";
import { session } from "./session.js";

const SILENCE_MS = 40_000; // the server says something at least every 15 s
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 15_000;
const BARRED_MS = 60_000; // who may see no events may be allowed to later
const BACKLOG = 400; // indexes to look back at the start
const EVENTS_MAX = 1_000;

export const connection = { state: "starting", since: Date.now(), lastAt: 0, retryAt: 0 };
export const events = [];
const listeners = new Set();
let cursor = -1;
let attempts = 0;
let abort = null;
let wake = null;

export function listen(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function tell(news) {
    for (const listener of [...listeners]) listener(news);
}

// Not everybody who changes something is shown events.
onSent(() => tell({}));

export function heard() {
    connection.lastAt = Date.now();
    if (connection.state === "up" || connection.state === "barred") return;
    connection.state = "up";
    connection.since = Date.now();
    tell({ connection: true });
}

function lost() {
    if (connection.state !== "down") {
        connection.state = "down";
        connection.since = connection.lastAt || Date.now();
    }
    const delayMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** attempts++);
    connection.retryAt = Date.now() + delayMs * (0.75 + Math.random() / 2);
    tell({ connection: true });
}

// The server is there, and shows no events to whoever looks: pages read anew more often then.
function barred(why) {
    Object.assign(connection, { state: "barred", why, retryAt: Date.now() + BARRED_MS });
    tell({ connection: true });
}

// A request of a page found nobody: the stream need not wait for its own silence.
export function suspect() {
    if (connection.state === "up" && abort) abort.abort();
    if (connection.state === "barred") tryNow();
}

export function tryNow() {
    if (wake) wake();
}

function keep(event) {
    events.unshift(event);
    if (events.length > EVENTS_MAX) events.length = EVENTS_MAX;
}

function take(block) {
    let data = "";
    for (const line of block.split("\n")) if (line.startsWith("data:")) data += line.slice(5);
    if (!data.trim()) return false;
    const event = JSON.parse(data);
    if (!event.kind) return false;
    cursor = Math.max(cursor, event.index);
    keep(event);
    return true;
}

async function read(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
        const timer = setTimeout(() => abort && abort.abort(), SILENCE_MS);
        const { done, value } = await reader.read().finally(() => clearTimeout(timer));
        if (done) throw new Problem("The stream ended.");
        heard();
        const blocks = (rest + value).split("\n\n");
        rest = blocks.pop();
        if (blocks.map(take).some(Boolean)) tell({ events: true });
    }
}

async function follow() {
    abort = new AbortController();
    const { data: status } = await get("/v1/status");
    // A server that knows less than we saw began anew.
    if (cursor > status.index) events.length = 0;
    if (cursor < 0 || cursor > status.index) cursor = Math.max(0, status.index - BACKLOG);
    const response = await call(`/v1/events?index=${cursor}`, {
        signal: abort.signal,
        headers: { Accept: "text/event-stream" },
    });
    attempts = 0;
    if (connection.state === "barred") connection.state = "starting";
    heard();
    tell({ events: true });
    await read(response);
}

function shown() {
    return new Promise(done => {
        if (!document.hidden) return done();
        document.addEventListener("visibilitychange", () => done(), { once: true });
    });
}

export async function start() {
    document.addEventListener("visibilitychange", () => document.hidden && abort && abort.abort());
    for (;;) {
        await shown();
        try {
            await follow();
        } catch (error) {
            if (session.state === "out") return; // who logs in begins anew
            if (document.hidden) continue;
            if (error.status === 403) barred(error.message);
            else lost();
            await new Promise(done => {
                wake = done;
                setTimeout(done, connection.retryAt - Date.now());
            });
            wake = null;
        }
    }
}
