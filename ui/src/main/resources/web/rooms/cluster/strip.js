// The last day of a node's contact as one band, drawn to scale.
import { html } from "../../core/html.js";
import { now } from "../../core/api.js";
import { useTick } from "../../core/live.js";
import { clock, count, duration } from "../../core/words.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const JOIN_MS = 10_000;

// What each kind of time is called, and how high it is drawn. Of what came before the node, or
// before the oldest change that is kept, nothing is said.
const KINDS = {
    connected: { word: "connected", y: 3, height: 20 },
    missed: { word: "no contact", y: 0, height: 26 },
    unknown: { word: "not known: no server ran", y: 3, height: 20 },
    before: { word: "before what is known", y: 0, height: 26 },
};
const kindOf = it => it.contact || (it.reachable ? "connected" : "missed");

export const present = ({ status, reachable, since }) => ({
    contact: status === "joined" ? status : undefined,
    reachable,
    at: since,
});

// History is [{contact, at}], oldest first, and then what it is now and since when.
export function spans(history, endMs) {
    const beginMs = endMs - DAY_MS;
    const changes = history.map(it => ({ kind: kindOf(it), ms: Date.parse(it.at) }));
    changes.sort((a, b) => a.ms - b.ms);
    // A node that has just joined was not heard before because it was not there: no break.
    changes.forEach((it, i) => {
        const ms = (i + 1 < changes.length ? changes[i + 1].ms : endMs) - it.ms;
        if (it.kind === "joined") it.kind = ms < JOIN_MS ? "before" : "missed";
    });
    const all = [];
    let from = beginMs;
    let kind = "before";
    for (const change of changes) {
        const at = Math.min(endMs, Math.max(beginMs, change.ms));
        if (at > from) all.push({ kind, from, to: at });
        from = at;
        kind = change.kind;
    }
    if (endMs > from) all.push({ kind, from, to: endMs });
    const joined = [];
    for (const span of all) {
        const last = joined[joined.length - 1];
        if (last && last.kind === span.kind) last.to = span.to;
        else joined.push(span);
    }
    return joined;
}

const sum = all => all.reduce((ms, it) => ms + it.to - it.from, 0);

export function says(all) {
    const of = kind => all.filter(it => it.kind === kind);
    const breaks = of("missed");
    const knownMs = sum(of("connected")) + sum(breaks);
    const unknownMs = sum(of("unknown"));
    const unknown = unknownMs ? ` For ${duration(unknownMs)} no server ran: how it was then is not known.` : "";
    if (!knownMs) return `Nothing is known of the last day.${unknown}`;
    const over = knownMs < DAY_MS * 0.995 ? `the ${duration(knownMs)} that are known` : "the last day";
    if (!breaks.length) return `Connected for all of ${over}.${unknown}`;
    const longest = Math.max(...breaks.map(it => it.to - it.from));
    const share = (100 * (knownMs - sum(breaks))) / knownMs;
    return `Connected for ${share.toFixed(share > 99 ? 2 : 1)} % of ${over}; ${count(breaks.length, "break")}, the longest ${duration(longest)}.${unknown}`;
}

function Legend({ all }) {
    const kinds = Object.keys(KINDS).filter(kind => all.some(it => it.kind === kind));
    return html`<ul class="legend">${kinds.map(
        kind => html`<li>
        <svg viewBox="0 0 14 10" aria-hidden="true"><rect class=${kind} width="14" height="10" /></svg> ${KINDS[kind].word}</li>`,
    )}</ul>`;
}

export function Strip({ of }) {
    useTick(30_000);
    const end = now();
    const all = spans([...(of.history || []), present(of)], end);
    const x = ms => (1000 * (ms - (end - DAY_MS))) / DAY_MS;
    const hours = [];
    const first = new Date(end - DAY_MS);
    first.setMinutes(60, 0, 0);
    for (let ms = first.getTime(); ms <= end; ms += HOUR_MS) hours.push(ms);
    const named = hours.filter(ms => new Date(ms).getHours() % 6 === 0);
    return html`<figure class="strip">
        <svg viewBox="0 0 1000 34" preserveAspectRatio="none" role="img" aria-label=${says(all)}>
            <defs><pattern id="no-server" width="8" height="8" patternUnits="userSpaceOnUse">
                <path d="M-2 2l4-4M0 8l8-8M6 10l4-4" /></pattern></defs>
            ${all.map(
                it => html`<rect class=${it.kind} x=${x(it.from)} width=${Math.max(it.kind === "missed" ? 2 : 0, x(it.to) - x(it.from))} y=${KINDS[it.kind].y} height=${KINDS[it.kind].height}>
                <title>${KINDS[it.kind].word} ${clock(it.from)} to ${clock(it.to)} (${duration(it.to - it.from)})</title>
                </rect>`,
            )}
            ${hours.map(ms => html`<path class="tick" d="M${x(ms)} 26v${new Date(ms).getHours() % 6 === 0 ? 8 : 4}" />`)}
        </svg>
        <div class="hours" aria-hidden="true">${named.map(ms => html`<span style=${{ left: `${x(ms) / 10}%` }}>${String(new Date(ms).getHours()).padStart(2, "0")}:00</span>`)}</div>
        <${Legend} all=${all} />
        <figcaption>${says(all)}</figcaption></figure>`;
}
