// The last day of a node's contact as one band, drawn to scale.
import { html } from "../core/html.js";
import { now } from "../core/api.js";
import { useTick } from "../core/live.js";
import { clock, count, duration } from "../core/words.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const JOIN_MS = 10_000;

// History is [{reachable, at}], oldest first, and then what it is now and since when; what lies
// before the first of them is not known.
export function spans(history, endMs) {
    const beginMs = endMs - DAY_MS;
    const changes = history.map(it => ({ up: it.reachable, ms: Date.parse(it.at) }));
    changes.sort((a, b) => a.ms - b.ms);
    // A node that has just joined was not heard before because it was not there: no break.
    if (changes.length > 1 && !changes[0].up && changes[1].up && changes[1].ms - changes[0].ms < JOIN_MS) changes.shift();
    const all = [];
    let from = beginMs;
    let up;
    for (const change of changes) {
        const at = Math.min(endMs, Math.max(beginMs, change.ms));
        if (at > from) all.push({ up, from, to: at });
        from = at;
        up = change.up;
    }
    if (endMs > from) all.push({ up, from, to: endMs });
    const joined = [];
    for (const span of all) {
        const last = joined[joined.length - 1];
        if (last && last.up === span.up) last.to = span.to;
        else joined.push(span);
    }
    return joined;
}

export function says(all) {
    const known = all.filter(it => it.up !== undefined);
    const knownMs = known.reduce((sum, it) => sum + it.to - it.from, 0);
    if (!knownMs) return "Nothing is known of the last day.";
    const breaks = known.filter(it => !it.up);
    const lostMs = breaks.reduce((sum, it) => sum + it.to - it.from, 0);
    const over = knownMs < DAY_MS * 0.995 ? `the ${duration(knownMs)} that are known` : "the last day";
    if (!breaks.length) return `Connected for all of ${over}.`;
    const longest = Math.max(...breaks.map(it => it.to - it.from));
    const share = (100 * (knownMs - lostMs)) / knownMs;
    return `Connected for ${share.toFixed(share > 99 ? 2 : 1)} % of ${over}; ${count(breaks.length, "break")}, the longest ${duration(longest)}.`;
}

export function Strip({ history, reachable, since }) {
    useTick(30_000);
    const end = now();
    const all = spans([...(history || []), { reachable, at: since }], end);
    const x = ms => (1000 * (ms - (end - DAY_MS))) / DAY_MS;
    const hours = [];
    const first = new Date(end - DAY_MS);
    first.setMinutes(60, 0, 0);
    for (let ms = first.getTime(); ms <= end; ms += HOUR_MS) hours.push(ms);
    const named = hours.filter(ms => new Date(ms).getHours() % 6 === 0);
    return html`<figure class="strip">
        <svg viewBox="0 0 1000 34" preserveAspectRatio="none" role="img" aria-label=${says(all)}>
            ${all.map(it => html`<rect class=${it.up === undefined ? "unknown" : it.up ? "up" : "down"} x=${x(it.from)} width=${Math.max(it.up === false ? 2 : 0, x(it.to) - x(it.from))} y=${it.up ? 3 : 0} height=${it.up ? 20 : 26}>
                <title>${it.up === undefined ? "not known" : it.up ? "connected" : "no contact"} ${clock(it.from)} to ${clock(it.to)} (${duration(it.to - it.from)})</title>
                </rect>`)}
            ${hours.map(ms => html`<path class="tick" d="M${x(ms)} 26v${new Date(ms).getHours() % 6 === 0 ? 8 : 4}" />`)}
        </svg>
        <div class="hours" aria-hidden="true">${named.map(ms => html`<span style=${{ left: `${x(ms) / 10}%` }}>${String(new Date(ms).getHours()).padStart(2, "0")}:00</span>`)}</div>
        <figcaption>${says(all)}</figcaption></figure>`;
}
