// The table of allocations that jobs and nodes show.
import { html } from "../../core/html.js";
import { Status } from "../../parts/marks.js";
import { Ago, In, Table } from "../../parts/common.js";
import { allocationLink, nodeLink } from "./links.js";

const LIVE = ["running", "pending", "unknown"];
const isLive = it => LIVE.includes(it.status) && it.wanted === "run";

export function health(it) {
    return it.status === "running" && !it.healthy ? "unhealthy" : it.status;
}

// Of its tasks that have several variants.
export const runsAs = it =>
    Object.entries(it.variants)
        .map(([task, variant]) => `${task} as ${variant}`)
        .join(", ");

const COLUMNS = [
    { name: "Allocation", cell: it => html`<b>${it.name}</b> <span class="dim n">${it.id}</span>` },
    {
        name: "State",
        cell: it => html`<${Status} of=${health(it)} /> <span class="dim since">
        <${Ago} at=${it.since} /></span>`,
    },
    {
        name: "Node",
        only: "node",
        cell: it => it.node && html`<a class="over" href=${nodeLink(it.node)}>${it.nodeName}</a>`,
    },
    {
        name: "Ports",
        cell: it =>
            Object.keys(it.ports).length > 0 &&
            html`<span class="n">${Object.entries(it.ports).map(
                ([name, port]) => html`<span class="port">
        <span class="dim">${name}</span> ${port}</span> `,
            )}</span>`,
    },
    { name: "Restarts", num: true, cell: it => it.restarts },
    { name: "Version", num: true, cell: it => it.version },
    {
        name: "Says",
        grow: true,
        cell: it =>
            (it.description || it.retryAt || shallStop(it)) &&
            html`<span class="dim">${shallStop(it) ? `shall stop: ${it.reason}` : said(it)}${it.retryAt && html`${it.description ? "; " : ""}tried again <${In} at=${it.retryAt} />`}</span>`,
    },
];

const shallStop = it => it.wanted === "stop" && isLiveStatus(it);

// What a node runs by a calendar: when next, and how the last one went.
export function said(it) {
    const of = it.rounds;
    if (!of?.next || it.status !== "running") return it.description;
    const went = of.running ? "goes on" : of.says ? html`<span class="went-wrong">${of.says}</span>` : "ended well";
    return html`next run <${In} at=${of.next} />${of.last && html`; that of <${Ago} at=${of.last} after=" ago" />${of.running || !of.says ? " " : ": "}${went}`}`;
}

const isLiveStatus = it => LIVE.includes(it.status);

export function AllocationTable({ of, on }) {
    const rows = [...of].sort(
        (a, b) =>
            isLive(b) - isLive(a) ||
            Date.parse(b.createdAt) - Date.parse(a.createdAt) ||
            a.name.localeCompare(b.name, undefined, { numeric: true }),
    );
    return html`<${Table} label="Allocations" columns=${COLUMNS.filter(it => !it.only || it.only === on)} rows=${rows} id=${it => it.id} link=${it => allocationLink(it.id)} tone=${it => (isLiveStatus(it) ? "" : "faint")} />`;
}
