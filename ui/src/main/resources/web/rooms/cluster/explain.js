// Why work is where it is, or is not: what the scheduler found, in a sentence and in numbers.
import { html } from "../../core/html.js";
import { count, list } from "../../core/words.js";
import { In } from "../../parts/common.js";
import { nodeLink } from "./links.js";

const most = map => Object.entries(map || {}).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));

// By a quota: it counts allocations, and no nodes.
const isHeld = what => what.startsWith("held by ");

// By a policy: it counts slots.
const isUsedUp = what => what === "reschedule attempts";

function without(what) {
    if (what.startsWith("port ")) return `where ${what} is taken`;
    if (isUsedUp(what)) return "failed, with no reschedule attempt left";
    return `without enough ${what}`;
}

// "2 allocations of group web have no place: of 4 nodes, 3 were refused by node.arch == …"
export function whyBlocked(group) {
    const missing = group.counts.unplaced;
    if (!missing) return null;
    const reasons = [
        ...most(group.filtered).map(([rule, n]) => html`${n} refused by <code>${rule}</code>`),
        ...most(group.exhausted)
            .filter(([what]) => !isHeld(what))
            .map(([what, n]) => html`${n} ${without(what)}`),
    ];
    const held = most(group.exhausted)
        .filter(([what]) => isHeld(what))
        .map(([what, n]) => ` ${n} ${n === 1 ? "is" : "are"} ${what}.`);
    const begin = `${count(missing, "allocation")} of group ${group.group} ${missing === 1 ? "has" : "have"} no place`;
    if (group.nodesHidden) return html`${begin}; its nodes are not for you to see.${held}`;
    if (!group.evaluated) return html`${begin}: there is no node to look at.`;
    if (!reasons.length && held.length) return html`${begin}.${held}`;
    if (!reasons.length) return html`${begin} on the ${count(group.evaluated, "node")} looked at.`;
    return html`${begin}: of ${count(group.evaluated, "node")} looked at, ${reasons.map((it, i) => html`${i ? (i === reasons.length - 1 ? " and " : ", ") : ""}${it}`)}.${held}`;
}

// Whether all that is missing of a group has failed and is tried again later, or not any more.
export const hasFailed = (group, retries) =>
    group.counts.unplaced <= retries.reduce((sum, it) => sum + (it.group === group.group ? it.waiting : 0), 0);

// "hello.web[0] failed on pi: task web failed: exit code 1. It is tried again in 28 s."
export function Retry({ of }) {
    const more = of.waiting > 1 && `, and ${of.waiting - 1} more of group ${of.group} ${of.at ? "later" : "like it"}`;
    return html`<p><b>${of.name}</b> failed${of.node && html` on <a href=${nodeLink(of.node)}>${of.nodeName}</a>`}: ${of.why}. ${of.at ? html`It is tried again <${In} at=${of.at} />${more}` : html`It is not tried again${more}: ${of.usedUp}. Run a changed file, or stop the job and run it again`}.</p>`;
}

export function Explanation({ of, names = {} }) {
    const nameOf = it => it.name || names[it.node] || it.node;
    const { counts } = of;
    const changes = [
        ["placed", counts.placed],
        ["kept", counts.kept],
        ["updated", counts.updated],
        ["stopped", counts.stopped],
        ["without a place", counts.unplaced],
    ].filter(it => it[1]);
    return html`<div class="explanation">
<p class="counts-line">
<b>${of.group}</b> <span class="dim">${of.nodesHidden ? "its nodes are not for you to see" : `${count(of.evaluated, "node")} looked at`}${changes.length ? "; " + list(changes.map(([name, n]) => `${n} ${name}`)) : ""}</span>
</p>
<div class="halves">
<div><${Funnel} of=${of} />${
        of.refused?.length
            ? html`<details>
<summary>Node by node</summary><ul class="refused">${of.refused.map(
                  it => html`<li>
<a href=${nodeLink(it.node)}>${nameOf(it)}</a> <code>${it.rule}</code>${it.found && html` <span class="dim">${it.found}</span>`}</li>`,
              )}</ul>
</details>`
            : ""
    }</div>
<div>${of.best?.length ? html`<${Scores} best=${of.best} nameOf=${nameOf} />` : html`<p class="dim">No node was ranked.</p>`}</div>
</div></div>`;
}

function Funnel({ of }) {
    const steps = [
        ...most(of.filtered).map(it => [...it, "filtered"]),
        ...most(of.exhausted).map(it => [...it, "exhausted"]),
    ];
    if (!steps.length)
        return html`<p class="dim">${of.nodesHidden ? "" : of.evaluated ? "Every node fits." : "No node had to be looked at."}</p>`;
    return html`<ul class="funnel">${steps.map(
        ([what, n, why]) => html`<li>
<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
<rect class="rail" width="100" height="8" />
<rect class=${why} width=${(100 * n) / Math.max(1, of.evaluated)} height="8" /></svg>
<span class="n">${n}</span> ${isUsedUp(what) ? html`<span>${without(what)}</span>` : html`<span class="dim">${why === "filtered" ? "refused by" : isHeld(what) ? "" : "no room:"}</span> <code>${what}</code>`}
</li>`,
    )}</ul>`;
}

function Scores({ best, nameOf }) {
    return html`<ol class="scores" aria-label="Best nodes">${best.map(
        it => html`<li title=${Object.entries(it.parts || {})
            .map(([name, value]) => `${name} ${value.toFixed(3)}`)
            .join("\n")}>
<a href=${nodeLink(it.node)}>${nameOf(it)}</a>
<svg viewBox="-100 0 200 8" preserveAspectRatio="none" aria-hidden="true">
<rect class="rail" x="-100" width="200" height="8" />
<rect class=${it.total < 0 ? "minus" : "plus"} x=${Math.min(0, it.total * 100)} width=${Math.min(100, Math.abs(it.total * 100))} height="8" />
<path class="zero" d="M0 0v8" /></svg>
<span class="n">${it.total.toFixed(3)}</span>
<span class="parts dim">${Object.entries(it.parts || {})
            .map(([name, value]) => `${name} ${value.toFixed(2)}`)
            .join(" · ")}</span>
</li>`,
    )}</ol>`;
}
