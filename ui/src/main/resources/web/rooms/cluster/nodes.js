// Nodes: the table that the overview and the list of nodes share, and the list itself.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { setQuery } from "../../core/route.js";
import { bytes, count, mhz } from "../../core/words.js";
import { Bar, Power, Status } from "../../parts/marks.js";
import { Ago, Answer, Empty, Filter, Head, Table } from "../../parts/common.js";
import { nodeLink } from "./links.js";

const ORDER = { missed: 0, revoked: 1, joined: 2, draining: 3, ineligible: 4, ready: 5 };
const byNeed = (a, b) => (ORDER[a.status] ?? 6) - (ORDER[b.status] ?? 6) || a.name.localeCompare(b.name);

// When a node was drained, closed or revoked is another time: that in the list is of its contact.
const sinceContact = it => !["draining", "ineligible", "revoked"].includes(it.status);

const NAME = { name: "Node", cell: it => html`<b>${it.name}</b>` };
const STATE = {
    name: "State",
    cell: it =>
        html`<${Status} of=${it.status} /> ${sinceContact(it) && html`<span class="dim since"><${Ago} at=${it.since} /></span>`}`,
};
const POWER = { name: "Power", cell: it => html`<${Power} power=${it.facts.power} wide />` };
const load = (name, part) => ({
    name,
    cell: it => html`<${Bar} part=${part(it.used)} whole=${part(it.capacity)} label=${name} />`,
});
const CPU = load("CPU", it => it.cpuMhz);
const MEMORY = load("Memory", it => it.memoryBytes);
const WORK = { name: "Allocs", num: true, cell: it => it.allocations };
const KIND = {
    name: "Kind",
    wide: true,
    cell: it =>
        html`<span class="dim kind">${it.facts.arch || "–"}, <span>${it.facts.cores} × ${mhz(it.facts.mhz)},</span> <span>${bytes(it.facts.memoryBytes)}</span></span>`,
};

export const SHORT = [NAME, STATE, POWER, CPU, MEMORY, WORK, KIND];
const FULL = [
    NAME,
    STATE,
    POWER,
    CPU,
    MEMORY,
    load("Disk", it => it.diskBytes),
    WORK,
    { name: "System", wide: true, cell: it => html`<span class="dim">${it.facts.os.trim() || "–"}</span>` },
    KIND,
    { name: "Place", wide: true, cell: it => html`${it.datacenter}<span class="dim"> · ${it.pool}</span>` },
];

export function NodeTable({ nodes, columns }) {
    return html`<${Table} label="Nodes" columns=${columns} rows=${[...nodes].sort(byNeed)} id=${it => it.id} link=${it => nodeLink(it.id)} tone=${it => (it.reachable ? "" : "faint")} />`;
}

export function NoNodes() {
    return html`<${Empty} title="No node has joined yet">
        <p>A node joins with a token that is good for one node, once:</p>
        <pre>skerry node join-token --ttl 1h > node.token${"\n"}skerry agent --servers ${location.hostname}:4647 --token @node.token</pre>
        <p>It appears here as soon as it has joined. A whole fleet to try on one machine: <code>./skerry dev</code>
            </p><//>`;
}

export function Nodes({ query }) {
    const of = useLive("/v1/nodes");
    const text = query.get("q") || "";
    const status = query.get("status") || "";
    return html`<${Answer} of=${of} what="list" back="#/">${nodes => {
        const words = text.toLowerCase().split(/\s+/).filter(Boolean);
        const found = nodes.filter(
            it => (!status || it.status === status) && words.every(word => haystack(it).includes(word)),
        );
        const states = [...new Set(nodes.map(it => it.status))].sort((a, b) => ORDER[a] - ORDER[b]);
        return html`<${Head} title="Nodes" says=${`${count(nodes.length, "node")}, ${nodes.filter(it => it.reachable).length} connected`}>
            <${Filter} value=${text} set=${q => setQuery({ q })} label="Filter by name, place, system" />
                <//>
            <div class="chips" role="group" aria-label="State">${["", ...states].map(
                it => html`<button aria-pressed=${String(it === status)} onClick=${() => setQuery({ status: it })}>${it || "all"} <span class="n dim">${it ? nodes.filter(node => node.status === it).length : nodes.length}</span>
                </button>`,
            )}</div>
            ${
                !nodes.length
                    ? html`<${NoNodes} />`
                    : !found.length
                      ? html`<${Empty} title="No node is like that">
                <p>Take a word out of the filter, or choose another state.</p>
                <//>`
                      : html`<${NodeTable} nodes=${found} columns=${FULL} />`
            }`;
    }}<//>`;
}

function haystack(it) {
    return [it.name, it.id, it.pool, it.datacenter, it.status, it.facts.os, it.facts.arch, it.facts.power.source]
        .join(" ")
        .toLowerCase();
}
