// Who looks at these pages. The browser holds the session as a cookie that no script can read; what
// is known here is what the server says of it.
import { call, get, onUnknown } from "./api.js";

// state: "in" (or a server that asks nobody who he is: then without self) or "out"
export const session = { state: "in", self: null, why: "" };
const listeners = new Set();

export function listenToSession(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function become(next) {
    Object.assign(session, next);
    for (const listener of [...listeners]) listener();
}

// The code of a link that logs in, taken out of the address before anything else is done.
function takeCode() {
    const [, code] = /^#login=(.+)$/.exec(location.hash) || [];
    if (code) history.replaceState(null, "", `${location.pathname}${location.search}#/`);
    return code;
}

// Shows who one is: a token, or the code of a link. Gives what is wrong with it, or nothing.
export async function enter(proof) {
    try {
        await call("/v1/session", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(proof),
        });
        return "";
    } catch (error) {
        return error.message;
    }
}

// What was read so far was read by somebody else: the page begins anew.
export async function leave() {
    try {
        await call("/v1/session", { method: "DELETE" });
    } finally {
        location.replace(`${location.pathname}#/`);
        location.reload();
    }
}

export async function recognise() {
    try {
        const { data } = await get("/v1/self");
        become({ state: "in", self: data, why: "" });
    } catch {
        // 401 is told by onUnknown; a server that is away, or has no callers, is asked all the same.
    }
}

// The first look, and each later one at a link that logs in.
export async function begin() {
    onUnknown(failure => become({ state: "out", self: null, why: session.self ? failure.message : session.why }));
    addEventListener("hashchange", async () => {
        const code = takeCode();
        if (!code) return;
        const why = await enter({ code });
        if (why) become({ why });
        else location.reload();
    });
    const code = takeCode();
    const why = code ? await enter({ code }) : "";
    await recognise();
    if (why) become({ why });
}
