// What a page shows, kept true: read again when something has happened. The last answer is kept,
// so that a page that is opened again, or whose server is away, shows it at once.
import { useEffect, useState } from "./html.js";
import { get } from "./api.js";
import { connection, events, heard, listen, suspect } from "./stream.js";

const ANSWERS_MAX = 60;
const REST_MS = 400; // between two reads of the same thing
const IDLE_MS = 30_000; // read again even if nothing was said
const BLIND_MS = 5_000; // the same, where no events are shown
const answers = new Map();

function keep(path, answer) {
    answers.delete(path);
    answers.set(path, answer);
    if (answers.size > ANSWERS_MAX) answers.delete(answers.keys().next().value);
    return answer;
}

// The answer at a path: {data, error, at}; data is undefined until the first answer.
export function useLive(path) {
    const [, redraw] = useState(0);
    useEffect(() => {
        if (!path) return undefined;
        let over = false;
        let timer = 0;
        let busy = false;
        let again = false;
        let costMs = 0;

        const plan = delayMs => {
            clearTimeout(timer);
            timer = setTimeout(load, delayMs);
        };
        async function load() {
            if (over || document.hidden) return;
            if (busy) {
                again = true;
                return;
            }
            busy = true;
            again = false;
            const begun = performance.now();
            try {
                const { data } = await get(path);
                keep(path, { data, at: Date.now() });
                heard();
            } catch (error) {
                const old = answers.get(path);
                if (error.away) suspect();
                else keep(path, { error, at: Date.now() });
                if (error.away && !old) keep(path, { away: true });
            }
            costMs = performance.now() - begun;
            busy = false;
            if (over) return;
            redraw(n => n + 1);
            const idleMs = connection.state === "barred" ? BLIND_MS : IDLE_MS;
            plan(again ? Math.max(REST_MS, costMs * 5) : idleMs);
        }
        let waiting = false;
        const stop = listen(news => {
            if (news.connection && connection.state !== "up") return;
            if (waiting) return;
            waiting = true;
            setTimeout(
                () => {
                    waiting = false;
                    load();
                },
                Math.max(REST_MS, costMs * 5),
            );
        });
        load();
        const seen = () => !document.hidden && load();
        document.addEventListener("visibilitychange", seen);
        return () => {
            over = true;
            clearTimeout(timer);
            stop();
            document.removeEventListener("visibilitychange", seen);
        };
    }, [path]);
    return answers.get(path) || {};
}

// Draws again when the connection changes or events come.
export function useStream() {
    const [, redraw] = useState(0);
    useEffect(() => listen(() => redraw(n => n + 1)), []);
    return { connection, events };
}

// Draws again as time goes by.
export function useTick(everyMs = 1_000) {
    const [, redraw] = useState(0);
    useEffect(() => {
        const timer = setInterval(() => document.hidden || redraw(n => n + 1), everyMs);
        return () => clearInterval(timer);
    }, [everyMs]);
}
