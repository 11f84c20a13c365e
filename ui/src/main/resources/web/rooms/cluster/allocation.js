// One allocation: its tasks, and what they write, as they write it.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { send } from "../../core/api.js";
import { setQuery } from "../../core/route.js";
import { bytes, full, mhz } from "../../core/words.js";
import { Status } from "../../parts/marks.js";
import { Logs } from "./logs.js";
import { Action, Ago, Answer, Facts, Head, Section, Table } from "../../parts/common.js";
import { health, runsAs, said } from "./allocations.js";
import { allocationLink, jobLink, nodeLink } from "./links.js";

const TASKS = [
    { name: "Task", cell: ([name]) => html`<b>${name}</b>` },
    {
        name: "State",
        cell: ([, it]) => html`<${Status} of=${it.phase === "running" && !it.healthy ? "unhealthy" : it.phase} />`,
    },
    { name: "Restarts", num: true, cell: ([, it]) => it.restarts },
    {
        name: "Exit code",
        num: true,
        cell: ([, it]) => (it.exitCode >= 0 ? it.exitCode : html`<span class="dim">–</span>`),
    },
    { name: "Process", num: true, cell: ([, it]) => (it.pid > 0 ? it.pid : html`<span class="dim">–</span>`) },
    { name: "Started", num: true, cell: ([, it]) => html`<${Ago} at=${it.startedAt} after=" ago" />` },
    { name: "Says", grow: true, cell: ([, it]) => html`<span class="dim">${it.message}</span>` },
];

export function AllocationPage({ id, query }) {
    const of = useLive(`/v1/allocations/${encodeURIComponent(id)}`);
    return html`<${Answer} of=${of} what="allocation" back="#/jobs">${it => {
        const tasks = Object.entries(it.tasks);
        const names = tasks.length ? tasks.map(([name]) => name) : [];
        const task = query.get("task") || names[0] || "";
        const source = query.get("source") || "stdout";
        return html`<${Head} kicker=${html`<a href=${jobLink(it.job, it.namespace)}>${it.job}</a>${it.node && html` on <a href=${nodeLink(it.node)}>${it.nodeName}</a>`}`} title=${it.name} status=${html`<${Status} of=${health(it)} />`}
            says=${html`${it.status}${health(it) === "unhealthy" ? ", not healthy," : ""} for <${Ago} at=${it.since} />, <span class="n">${it.id}</span>${it.description && html`: ${said(it)}`}`}>
                <${Actions} it=${it} /><//>
            ${
                it.wanted === "stop" &&
                ["running", "pending", "unknown"].includes(it.status) &&
                html`<div class="notice" role="note">
                <p>It shall stop: ${it.reason}.</p></div>`
            }
            <${Section} id="tasks" title="Tasks" note=${tasks.length}>${tasks.length ? html`<${Table} label="Tasks" columns=${TASKS} rows=${tasks} id=${([name]) => name} />` : html`<p class="dim quiet">The node has not said anything of its tasks yet.</p>`}<//>
            <${Section} id="logs" title="Logs">
                <${Logs} key=${`${it.id}/${task}/${source}`} id=${it.id} task=${task} source=${source} tasks=${names} choose=${setQuery} />
                <//>
            <${Section} id="facts" title="Details"><${Facts} of=${[
                [
                    "Ports",
                    Object.keys(it.ports).length < 1
                        ? ""
                        : Object.entries(it.ports).map(
                              ([name, port]) => html`<span class="port">
                    <span class="dim">${name}</span> ${port}</span> `,
                          ),
                ],
                runsAs(it) && ["Variants", runsAs(it)],
                [
                    "Reserved",
                    `${mhz(it.reserved.cpuMhz)}, ${bytes(it.reserved.memoryBytes)} memory, ${bytes(it.reserved.diskBytes)} disk`,
                ],
                ["Job version", it.version],
                ["Placed", html`${full(it.createdAt)} <span class="dim">score ${it.score.toFixed(3)}</span>`],
                it.rounds && ["Runs", `${it.rounds.ended}, ${it.rounds.failed} failed, ${it.rounds.skipped} left out`],
                ["Wanted", html`${it.wanted} <span class="dim">${it.reason || ""}</span>`],
                it.previous && ["Replaces", html`<a href=${allocationLink(it.previous)}>${it.previous}</a>`],
                it.next && ["Replaced by", html`<a href=${allocationLink(it.next)}>${it.next}</a>`],
            ]} /><//>`;
    }}<//>`;
}

function Actions({ it }) {
    const path = `/v1/allocations/${encodeURIComponent(it.id)}`;
    const may = { needs: "write cluster/allocations", where: { namespace: it.namespace } };
    if (it.wanted !== "run" || ["complete", "failed", "lost"].includes(it.status)) return null;
    const rests = it.rounds && !it.rounds.running;
    return html`${
        !rests &&
        html`<${Action} ...${may} label="Restart" ask=${{
            title: `Restart ${it.name}?`,
            text: `Its tasks are stopped and started again${it.node && ` on ${it.nodeName}`}.`,
            verb: "Restart",
            danger: true,
            run: () => send("POST", `${path}/restart`),
        }} />`
    }<${Action} ...${may} label="Stop" ask=${{
        title: `Stop ${it.name}?`,
        text: "It ends here, and the scheduler places another one if the job still wants it.",
        verb: "Stop",
        danger: true,
        run: () => send("POST", `${path}/stop`),
    }} />`;
}
