// What rules say, in plain words.
import { html } from "../../core/html.js";
import { list } from "../../core/words.js";

const MAY = { read: "see", write: "see and change", administer: "see, change and administer" };
// Who is denied a level is denied those after it.
const NEVER = { read: "see, change or administer", write: "change or administer", administer: "administer" };
const TRUST = "tokens, roles, issuers and the audit";

// As rules have it: where something is allowed, "*" does not mean this room.
function things(what, allow) {
    if (what === "*") return allow ? `everything but ${TRUST}` : "anything";
    const [room, kind] = what.split("/");
    if (kind === "*") return room === "trust" ? TRUST : `all of ${room}`;
    const words = room === "trust" && kind === "audit" ? "the audit" : kind.replaceAll("-", " ");
    return room.includes("*") || kind.includes("*") ? `${words} of ${room}` : words;
}

// ["write cluster/jobs", "read cluster/logs"] -> "see and change jobs; see logs"
export function deeds(capabilities, allow) {
    const byLevel = new Map();
    for (const it of capabilities) {
        const [level, what] = it.split(" ");
        byLevel.set(level, [...(byLevel.get(level) || []), things(what, allow)]);
        if (["*", "trust/*"].every(all => capabilities.includes(`${level} ${all}`))) byLevel.set(level, ["everything"]);
    }
    const verbs = allow ? MAY : NEVER;
    return [...byLevel].map(([level, all]) => `${verbs[level]} ${list(all)}`).join("; ");
}

export function places({ namespaces, pools }) {
    const parts = [];
    const some = (names, one, many) =>
        names?.length && parts.push(`in ${names.length > 1 || names[0].includes("*") ? many : one} ${list(names)}`);
    some(namespaces, "namespace", "namespaces");
    some(pools, "pool", "pools");
    return parts.length ? parts.join(", and ") : "everywhere";
}

// A line of what somebody is told that he may: "never write cluster/jobs in namespaces shop-*".
function ownRule(line) {
    const [, never, capability, rest] = /^(never )?(\S+ \S+)(.*)$/.exec(line);
    const named = kind => new RegExp(`in ${kind} ([^ ,]+(?:, [^ ,]+)*)`).exec(rest)?.[1].split(", ");
    const where = { namespaces: named("namespaces"), pools: named("pools") };
    return never ? { deny: [capability], ...where } : { allow: [capability], ...where };
}

// Lines that hold at the same places are one rule again.
export function ownRules(lines) {
    const found = [];
    for (const it of lines.map(ownRule)) {
        const same = found.find(old => places(old) === places(it) && !old.deny === !it.deny);
        if (!same) found.push(it);
        else if (it.deny) same.deny.push(...it.deny);
        else same.allow.push(...it.allow);
    }
    return found;
}

function Rule({ of, decides }) {
    const words = deeds(of.allow || of.deny, Boolean(of.allow));
    return html`<li class=${decides ? "decides" : ""} aria-current=${decides ? "true" : null}>
        <span class=${of.allow ? "" : "wrong"}>${of.allow ? "May" : "May never"} ${words}</span> <span class="dim">${places(of)}</span>${decides && html` <b class="mark-of-rule">decides</b>`}
        <code class="dim">${(of.allow || of.deny).join(", ")}</code></li>`;
}

// decides: the number of the rule that does, from 1; 0: none.
export const Rules = ({ of, decides = 0 }) =>
    html`<ol class="rules">${of.map((it, i) => html`<${Rule} of=${it} decides=${i + 1 === decides} />`)}</ol>`;

export const Lines = ({ of }) => html`<ul class="rules">${of.map(it => html`<${Rule} of=${it} />`)}</ul>`;
