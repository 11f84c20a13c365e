// All jobs.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { setQuery } from "../../core/route.js";
import { count } from "../../core/words.js";
import { Pips, Status } from "../../parts/marks.js";
import { Ago, Answer, Empty, Filter, Head, Table } from "../../parts/common.js";
import { jobLink } from "./links.js";
import { isShort, standing, unhealthy } from "./short.js";

const COLUMNS = [
    {
        name: "Job",
        cell: it =>
            html`<b>${it.name}</b>${it.namespace !== "default" && html`<span class="dim"> ${it.namespace}</span>`}`,
    },
    { name: "State", cell: it => html`<${Status} of=${standing(it)} />` },
    {
        name: "Groups",
        grow: true,
        cell: it =>
            html`<span class="groups">${it.groups.map(
                group => html`<span class="group">
        <span class="dim">${group.name}</span> <${Pips} group=${group} /></span>`,
            )}</span>`,
    },
    { name: "Says", wide: true, cell: it => html`<span class="dim">${it.says}</span>` },
    { name: "Type", wide: true, cell: it => it.type },
    { name: "Priority", wide: true, num: true, cell: it => it.priority },
    { name: "Version", wide: true, num: true, cell: it => it.version },
    { name: "Submitted", num: true, cell: it => html`<${Ago} at=${it.submittedAt} after=" ago" />` },
];

function sum(jobs) {
    const shorts = jobs.filter(isShort).length;
    const sick = jobs.filter(unhealthy).length;
    const parts = [
        shorts && `${shorts} short of what ${shorts === 1 ? "it asks" : "they ask"} for`,
        sick && `${sick} not healthy`,
    ].filter(Boolean);
    return parts.join(", ") || `${jobs.length > 1 ? "each " : ""}with what it asks for`;
}

export function Jobs({ query }) {
    const of = useLive("/v1/jobs?namespace=*");
    const text = query.get("q") || "";
    return html`<${Answer} of=${of} what="list" back="#/">${jobs => {
        const words = text.toLowerCase().split(/\s+/).filter(Boolean);
        const found = jobs
            .filter(it =>
                words.every(word =>
                    `${it.namespace} ${it.name} ${it.type} ${standing(it)}`.toLowerCase().includes(word),
                ),
            )
            .sort(
                (a, b) =>
                    isShort(b) - isShort(a) ||
                    unhealthy(b) - unhealthy(a) ||
                    a.stopped - b.stopped ||
                    a.name.localeCompare(b.name),
            );
        return html`<${Head} title="Jobs" says=${jobs.length ? `${count(jobs.length, "job")}, ${sum(jobs)}` : ""}>
            <${Filter} value=${text} set=${q => setQuery({ q })} label="Filter by name, type, state" />
                <a class="button" href="#/namespaces">Namespaces</a>
                <a class="button" href="#/plan">Plan a job</a><//>
            ${
                !jobs.length
                    ? html`<${Empty} title="There are no jobs yet">
                <p>Run the example: <code>skerry job run examples/badge/badge.yaml</code></p>
                <p>Or <a href="#/plan">paste a job file and see its plan</a> before anything starts.</p>
                <//>`
                    : !found.length
                      ? html`<${Empty} title="No job is like that">
                    <p>Take a word out of the filter.</p><//>`
                      : html`<${Table} label="Jobs" columns=${COLUMNS} rows=${found} id=${it => `${it.namespace}/${it.name}`} link=${it => jobLink(it.name, it.namespace)} tone=${it => (it.stopped ? "faint" : "")} />`
            }`;
    }}<//>`;
}
