// Whether whoever looks may do something. The server says so, by his roles, so that no rule is
// judged twice; and it judges again whatever is asked for.
import { useEffect, useState } from "./html.js";
import { get } from "./api.js";
import { session } from "./session.js";

const KEPT_MS = 30_000;
const KEPT_MAX = 100;
const YES = { allowed: true, why: "" };
const answers = new Map();

// what: "write cluster/jobs"; where: {namespace} or {pool}, or nothing of both.
export const mayPath = (what, where) => {
    const words = Object.entries({ do: what, ...where });
    return `/v1/self/may?${words.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&")}`;
};

function asked(path) {
    const before = answers.get(path);
    if (before && Date.now() - before.at < KEPT_MS) return before.answer;
    const answer = get(path).then(
        ({ data }) => data,
        () => YES, // what is asked for will say why not
    );
    answers.delete(path);
    answers.set(path, { at: Date.now(), answer });
    if (answers.size > KEPT_MAX) answers.delete(answers.keys().next().value);
    return answer;
}

// {allowed, why}, or null until it is known. Without a wish, and where nobody is known, all may.
export function useMay(what, where) {
    const path = what && session.self ? mayPath(what, where) : "";
    const [known, set] = useState(null);
    useEffect(() => {
        if (!path) return undefined;
        let over = false;
        asked(path).then(may => over || set({ path, may }));
        return () => {
            over = true;
        };
    }, [path]);
    if (!path) return YES;
    return known?.path === path ? known.may : null;
}
