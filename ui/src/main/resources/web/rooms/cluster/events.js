// What happens, as it happens.
import { html, useState } from "../../core/html.js";
import { useStream } from "../../core/live.js";
import { setQuery } from "../../core/route.js";
import { clock, count, full } from "../../core/words.js";
import { Empty, Filter, Head } from "../../parts/common.js";
import { allocationLink, jobLink, nodeLink } from "./links.js";

const SHOWN_MAX = 400;
const KINDS = {
    nodes: kind => kind.startsWith("Node") || kind === "TokenIssued" || kind === "TokenUsed",
    jobs: kind => kind.startsWith("Job") || kind.startsWith("Namespace"),
    scheduler: kind => kind.startsWith("Eval"),
    allocations: kind => kind.startsWith("Allocation"),
    callers: kind => /^(FirstToken|Tokens?(Created|Revoked|Expired)|Role)/.test(kind),
};

function toneOf(event) {
    const fact = event.fact || {};
    if (fact.reachable === "false" || fact.status === "failed" || fact.status === "lost") return "bad";
    if (fact.blocked === "true" || fact.status === "unknown") return "warn";
    if (event.kind === "Gap") return "warn";
    if (fact.status === "running" && fact.healthy === "false") return fact.stops === "true" ? "plain" : "warn";
    if (fact.reachable === "true" || fact.status === "running") return "good";
    return "plain";
}

function link({ subject = {} }) {
    if (subject.allocation) return allocationLink(subject.allocation);
    if (subject.job) return jobLink(subject.job, subject.namespace || "default");
    if (subject.node) return nodeLink(subject.node);
    return subject.namespace ? "#/namespaces" : null;
}

export function EventList({ events, rows }) {
    const { connection } = useStream();
    if (!events.length && connection.state === "barred") return html`<p class="dim quiet">${connection.why}</p>`;
    if (!events.length) return html`<p class="dim quiet">Nothing has happened since the page was opened.</p>`;
    return html`<ol class="events">${events.map(
        event => html`<li key=${event.index + event.kind + event.text} class=${toneOf(event)}>
        <time class="n" datetime=${event.at} title=${full(event.at)}>${clock(event.at)}</time>
        <span class="text">${link(event) ? html`<a class=${rows ? "row" : ""} href=${link(event)}>${event.text}</a>` : event.text}</span>
        ${
            rows &&
            html`<span class="kind dim">${event.kind}</span>
            <span class="n dim index">${event.index}</span>`
        }</li>`,
    )}</ol>`;
}

export function Events({ query }) {
    const { connection, events } = useStream();
    const [held, hold] = useState(null);
    const text = query.get("q") || "";
    const kind = query.get("kind") || "";
    const all = held || events;
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter(
        it =>
            (!kind || KINDS[kind]?.(it.kind)) &&
            words.every(word => `${it.kind} ${it.text}`.toLowerCase().includes(word)),
    );
    const missed = held ? events.findIndex(it => it === held[0]) : 0;
    return html`<${Head} title="Events" says=${held ? `Held; ${missed < 0 ? "many newer ones wait" : count(missed, "newer one waits", "newer ones wait")}` : "As they happen, the newest first"}>
        <${Filter} value=${text} set=${q => setQuery({ q })} label="Filter by word" />
        <button aria-pressed=${String(!!held)} onClick=${() => hold(held ? null : [...events])}>${held ? "Go on" : "Hold"}</button>
            <//>
        <div class="chips" role="group" aria-label="Kind">${["", ...Object.keys(KINDS)].map(
            it => html`<button aria-pressed=${String(it === kind)} onClick=${() => setQuery({ kind: it })}>${it || "all"} <span class="n dim">${it ? all.filter(event => KINDS[it](event.kind)).length : all.length}</span>
            </button>`,
        )}</div>
        ${
            found.length
                ? html`<${EventList} events=${found.slice(0, SHOWN_MAX)} rows />`
                : connection.state === "barred"
                  ? html`<${Empty} title="You may not see events"><p>${connection.why}</p><//>`
                  : html`<${Empty} title=${all.length ? "No event is like that" : "Nothing has happened yet"}>
            <p>${all.length ? "Take a word out of the filter, or choose another kind." : "Events appear here by themselves, for example when a job is submitted or a node joins."}</p>
            <//>`
        }`;
}
