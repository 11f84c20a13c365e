// The overview: is everything as it should be, and if not, where to look.
import { html } from "../../core/html.js";
import { useLive, useStream } from "../../core/live.js";
import { count, list, percent } from "../../core/words.js";
import { Pips, Status } from "../../parts/marks.js";
import { Answer, Empty, Section } from "../../parts/common.js";
import { EventList } from "./events.js";
import { NodeTable, NoNodes, SHORT } from "./nodes.js";
import { jobLink } from "./links.js";
import { isShort, short, standing, unhealthy } from "./short.js";

const EVENTS_SHOWN = 14;
const NODES_FEW = 12;

export function Fleet() {
    const nodes = useLive("/v1/nodes");
    const jobs = useLive("/v1/jobs?namespace=*");
    const status = useLive("/v1/status");
    const { events } = useStream();
    const none = !nodes.data && !jobs.data;
    const few = !nodes.data || nodes.data.length <= NODES_FEW; // the log has room below them
    return html`<${Answer} of=${none ? nodes : { data: 1 }} what="fleet" back="#/">${() => html`
<h1 class="sentence">${whole(sentence(nodes.data || [], jobs.data || []))}</h1>
        ${status.data && nodes.data && html`<${Counts} status=${status.data} nodes=${nodes.data} />`}
<div class="columns">
<div>
<${Section} id="nodes" title="Nodes" note=${nodes.data && nodes.data.length}>${nodes.data && (nodes.data.length ? html`<${NodeTable} nodes=${nodes.data} columns=${SHORT} />` : html`<${NoNodes} />`)}<//>
                ${few && html`<${Log} events=${events} />`}
</div>
<div><${Jobs} of=${jobs.data} />${!few && html`<${Log} events=${events} />`}</div>
</div>`}<//>`;
}

function Log({ events }) {
    return html`<${Section} id="log" title="Log">
<${EventList} events=${events.slice(0, EVENTS_SHOWN)} />
<p class="next"><a href="#/events">All events</a></p><//>`;
}

// Names such as gate-7 stay on one line.
const whole = text => text.split(/(\S*-\S*)/).map((it, i) => (i % 2 ? html`<span>${it}</span>` : it));

function about(jobs, one, many) {
    if (!jobs.length) return "";
    const names = `${jobs.length === 1 ? "Job" : "Jobs"} ${list(jobs.map(it => it.name))}`;
    return ` ${jobs.length <= 3 ? names : `${jobs.length} jobs`} ${jobs.length === 1 ? one : many}.`;
}

export function sentence(nodes, jobs) {
    if (!nodes.length) return "No nodes yet.";
    const away = nodes.filter(it => !it.reachable);
    const which = (all, one, many) =>
        all.length
            ? `; ${all.length <= 3 ? list(all.map(it => it.name)) : all.length} ${all.length === 1 ? one : many}`
            : "";
    const missed = which(
        away.filter(it => it.status !== "joined" && it.status !== "revoked"),
        "is missed",
        "are missed",
    );
    const joined = which(
        away.filter(it => it.status === "joined"),
        "has joined only",
        "have joined only",
    );
    const revoked = which(
        away.filter(it => it.status === "revoked"),
        "is revoked",
        "are revoked",
    );
    const shorts = jobs.filter(isShort);
    const low = nodes.filter(
        it =>
            it.facts.power.source === "battery" &&
            it.facts.power.chargePercent >= 0 &&
            it.facts.power.chargePercent <= 20 &&
            it.reachable,
    );
    const first = away.length
        ? `${nodes.length - away.length} of ${count(nodes.length, "node")} are connected${missed}${revoked}${joined}.`
        : nodes.length === 1
          ? "The node is connected."
          : `All ${nodes.length} nodes are connected.`;
    const sick = jobs.filter(it => !isShort(it) && unhealthy(it));
    const second = !jobs.length
        ? ""
        : shorts.length || sick.length
          ? about(shorts, "is short", "are short") + about(sick, "runs and is not healthy", "run and are not healthy")
          : " Every job has what it asks for.";
    return (
        first +
        second +
        (low.length
            ? ` ${low.length <= 2 ? list(low.map(it => it.name)) : count(low.length, "node")} ${low.length === 1 ? "runs" : "run"} low on battery.`
            : "")
    );
}

function Counts({ status, nodes }) {
    const { allocations, jobs } = status;
    const up = nodes.filter(it => it.reachable);
    const sum = (of, part) => of.reduce((total, it) => total + part(it), 0);
    const share = part =>
        `${percent(
            sum(up, it => part(it.used)),
            sum(up, it => part(it.capacity)),
        )} %`;
    const battery = up.filter(it => it.facts.power.source === "battery").length;
    const cells = [
        ["connected", `${up.length}/${nodes.length}`, up.length < nodes.length && "bad", "#/nodes"],
        ["on battery", battery, "", "#/nodes?q=battery"],
        ["draining", status.nodes.draining, status.nodes.draining && "warn", "#/nodes?status=draining"],
        ["CPU taken", share(it => it.cpuMhz)],
        ["memory taken", share(it => it.memoryBytes)],
        ["jobs", jobs.total - jobs.stopped, "", "#/jobs"],
        ["blocked", jobs.blocked, jobs.blocked && "bad", "#/jobs"],
        ["running", allocations.running],
        ["unhealthy", allocations.unhealthy, allocations.unhealthy && "warn", "#/jobs?q=unhealthy"],
        ["pending", allocations.pending],
        ["failed", allocations.failed, allocations.failed && "bad"],
        ["unknown", allocations.unknown, allocations.unknown && "warn"],
    ];
    return html`<dl class="counts">${cells.map(
        ([name, value, tone, href]) => html`<div class=${tone || ""}>
<dt>${name}</dt><dd>${href ? html`<a href=${href}>${value}</a>` : value}</dd>
</div>`,
    )}</dl>`;
}

function Jobs({ of }) {
    if (!of) return null;
    const shown = [...of]
        .filter(it => !it.stopped)
        .sort((a, b) => isShort(b) - isShort(a) || unhealthy(b) - unhealthy(a) || a.name.localeCompare(b.name))
        .slice(0, 12);
    return html`<${Section} id="jobs" title="Jobs" note=${of.length}>${
        shown.length
            ? html`<ul class="jobs">${shown.map(
                  job => html`<li key=${job.namespace + job.name}>
<a class="row" href=${jobLink(job.name, job.namespace)}><b>${job.name}</b>
</a> <${Status} of=${standing(job)} />
            ${job.says && html`<div class="dim">${job.says}</div>`}
            ${job.groups.map(
                group => html`<div class="group"><span class="dim">${group.name}</span>
<${Pips} group=${group} />${short(group) > 0 && html`<span class="short">${short(group)} short</span>`}</div>`,
            )}</li>`,
              )}</ul>`
            : html`<${Empty} title="No job is running">
<p>Run one: <code>skerry job run examples/badge/badge.yaml</code>, or <a href="#/plan">plan one here</a>.</p>
<//>`
    }<//>`;
}
