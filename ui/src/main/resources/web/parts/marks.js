// Small drawings. Each says by its shape what it also says by its colour.
import { html } from "../core/html.js";
import { percent, runtime } from "../core/words.js";

const TONES = {
    ready: "good",
    running: "good",
    complete: "done",
    successful: "done",
    healthy: "good",
    up: "good",
    missed: "bad",
    revoked: "bad",
    failed: "bad",
    lost: "bad",
    blocked: "bad",
    recalled: "bad",
    draining: "warn",
    degraded: "warn",
    unknown: "warn",
    waiting: "warn",
    unhealthy: "warn",
    pending: "wait",
    starting: "wait",
    preparing: "wait",
    joined: "wait",
    stopping: "wait",
    ineligible: "off",
    stopped: "off",
    down: "off",
};

export const tone = word => TONES[word] || "off";

const SHAPES = {
    good: html`<circle cx="6" cy="6" r="4" fill="currentColor" stroke="none" />`,
    done: html`<path d="M2.5 6.5 5 9l4.5-6" />`,
    bad: html`<path d="M3 3l6 6M9 3l-6 6" />`,
    warn: html`<path d="M6 2l4.4 8H1.6z" fill="currentColor" stroke="none" />`,
    wait: html`<circle cx="6" cy="6" r="3.6" stroke-dasharray="2 1.77" />`,
    off: html`<circle cx="6" cy="6" r="3.6" />`,
};

export function Mark({ of }) {
    const name = tone(of);
    return html`<svg class="mark ${name}" viewBox="0 0 12 12" aria-hidden="true">${SHAPES[name]}</svg>`;
}

export function Status({ of, note }) {
    return html`<span class="status ${tone(of)}"><${Mark} of=${of} />${of}${
        note ? html`<span class="dim"> ${note}</span>` : ""
    }</span>`;
}

// Full, half, low: the level is drawn to scale; mains is a plug.
export function Power({ power, wide }) {
    if (!power) return null;
    if (power.source !== "battery")
        return html`<span class="power" title="on mains">
<svg viewBox="0 0 26 12" aria-hidden="true">
<path class="cord" d="M3 6h6M15.5 4h4M15.5 8h4M9 2.5h3.5a3.5 3.5 0 0 1 0 7H9z" /></svg>
<span class="dim">mains</span></span>`;
    const known = power.chargePercent >= 0;
    const level = known ? power.chargePercent : 0;
    const low = known && level <= 20 ? "bad" : known && level <= 40 ? "warn" : "";
    const left = power.runtimeHours > 0 && power.runtimeHours < 8760 ? runtime(power.runtimeHours) : "";
    return html`<span class="power ${low}" title="battery${left ? `, lasts ${left}` : ""}">
<svg viewBox="0 0 26 12" aria-hidden="true">
<rect class="case" x=".5" y="1" width="22" height="10" rx="2" />
<path class="case" d="M24.5 4v4" />
<rect class="level" x="2" y="2.5" height="7" rx=".8" width=${(19 * level) / 100} />
</svg>
<span class="n">${known ? `${level} %` : "battery"}</span>${wide && left ? html` <span class="dim">${left}</span>` : ""}</span>`;
}

// How much of something is taken; the scale is that of a chart's border.
export function Bar({ part, whole, label, text }) {
    const share = percent(part, whole);
    const full = share >= 95 ? "bad" : share >= 80 ? "warn" : "";
    return html`<span class="bar ${full}" title=${text || ""}>
<svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${label} ${share} percent">
<rect class="rail" width="100" height="6" />
<rect class="fill" width=${Math.min(100, share)} height="6" /></svg>
<span class="n">${share} %</span></span>`;
}

// One pip for each allocation of a job's groups, as long as they can be counted by eye.
const PIPS_MAX = 16;
export function Pips({ group }) {
    const sick = group.unhealthy || 0;
    const counts = { ...group, running: group.running - sick, unhealthy: sick };
    const kinds = ["running", "unhealthy", "complete", "pending", "unknown", "failed"];
    const pips = kinds.flatMap(kind => Array(Math.min(PIPS_MAX + 1, counts[kind])).fill(kind));
    const gone = Math.max(0, group.desired - group.running - group.pending - group.unknown - group.complete);
    pips.push(...Array(Math.min(PIPS_MAX + 1, gone)).fill("none"));
    // Where nothing is wanted any more, what has ended has nothing left to stop.
    const done = group.desired ? group.running + group.complete : group.running;
    return html`<span class="pips">${
        pips.length <= PIPS_MAX
            ? pips.map(
                  (kind, i) => html`<i key=${i} class="pip ${kind === "none" ? "none" : tone(kind)}">
</i>`,
              )
            : ""
    }<span class="n">${done}<span class="dim">${group.desired || !done ? ` of ${group.desired}` : " to stop"}</span></span></span>`;
}

export function Logo() {
    return html`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
<path class="light" d="M17.2 6.2 29 2.4c-1.6 3.6-5.8 5.2-11.4 5.2z" />
<path class="rock" d="M15.6 5.2h2.2l.8 6.4 3.5 2.7 1.5 4.2 3.4 3.5H4.4l2.8-2.8.9-3.8 3.2-1.4 2-2.7.9-.5z" />
<path class="sea" d="M2 25.4c2.3 0 2.3 1.3 4.7 1.3s2.3-1.3 4.6-1.3 2.4 1.3 4.7 1.3 2.3-1.3 4.6-1.3 2.4 1.3 4.7 1.3 2.3-1.3 4.7-1.3M7.5 29.6c1.9 0 1.9 1 3.8 1s1.9-1 3.7-1 1.9 1 3.8 1 1.9-1 3.7-1" />
</svg>`;
}
