// The bytes of a log as lines: follows, takes up again where it was cut, and stays bounded.
import { call } from "../../core/api.js";
import { count } from "../../core/words.js";

const TAIL_LINES = 1_000;
const LINE_CHARACTERS_MAX = 8_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 15_000;
const ESCAPES = /\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-Z\\-_]|\r$/g;

// Cuts text into lines; a line without an end is given once it is longer than the bound.
export class Lines {
    constructor() {
        this.rest = "";
    }

    add(text) {
        const lines = (this.rest + text).split("\n");
        this.rest = lines.pop();
        if (this.rest.length > LINE_CHARACTERS_MAX) {
            lines.push(this.rest);
            this.rest = "";
        }
        return lines.map(line => line.slice(0, LINE_CHARACTERS_MAX).replace(ESCAPES, ""));
    }
}

const logsOf = ({ id, task, source }) =>
    `/v1/allocations/${encodeURIComponent(id)}/logs?task=${encodeURIComponent(task)}&source=${source}`;

// Whether anything was written to it.
export async function hasOutput(of) {
    const response = await call(`${logsOf(of)}&tail=1`);
    const reader = response.body.getReader();
    const { done } = await reader.read();
    reader.cancel();
    return !done;
}

// Calls onLines(lines) and onState({state, detail}) until it is stopped; gives the way to stop it.
export function tail({ id, task, source, onLines, onState }) {
    const abort = new AbortController();
    const lines = new Lines();
    let offset = -1; // where to go on; before the first answer nobody knows
    let attempts = 0;
    let timer = 0;

    async function read() {
        const from = offset < 0 ? `tail=${TAIL_LINES}` : `offset=${offset}`;
        const path = `${logsOf({ id, task, source })}&${from}&follow=true`;
        const response = await call(path, { signal: abort.signal });
        const begin = response.headers.get("X-Skerry-Offset");
        const gone = begin !== null && offset >= 0 ? Number(begin) - offset : 0;
        if (gone > 0) onLines([`… ${count(gone, "byte")} here ${gone === 1 ? "is" : "are"} no longer kept …`]);
        if (begin !== null) offset = Number(begin);
        onState({ state: "following" });
        attempts = 0;
        const decoder = new TextDecoder();
        const reader = response.body.getReader();
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return;
            if (offset >= 0) offset += value.length;
            const whole = lines.add(decoder.decode(value, { stream: true }));
            if (whole.length) onLines(whole);
        }
    }

    async function loop() {
        try {
            await read();
            onState({ state: "ended", detail: "Nothing more comes for now." });
        } catch (error) {
            if (abort.signal.aborted) return;
            onState({ state: "away", detail: error.message });
        }
        if (abort.signal.aborted) return;
        timer = setTimeout(loop, Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** attempts++));
    }
    loop();
    return () => {
        clearTimeout(timer);
        abort.abort();
    };
}
