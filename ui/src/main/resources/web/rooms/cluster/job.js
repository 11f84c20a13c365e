// One job: what it wants, what it has, and why.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { send } from "../../core/api.js";
import { count, full } from "../../core/words.js";
import { Pips, Status } from "../../parts/marks.js";
import { Explanation, Retry, hasFailed, whyBlocked } from "./explain.js";
import { Action, Ago, Answer, Empty, Head, In, Section } from "../../parts/common.js";
import { AllocationTable } from "./allocations.js";
import { Deployment } from "./deployment.js";
import { jobLink, jobPath } from "./links.js";
import { short, standing } from "./short.js";
import { Versions } from "./versions.js";

export function Job({ name, query }) {
    const namespace = query.get("namespace") || "default";
    const of = useLive(jobPath(name, namespace));
    const allocations = useLive(jobPath(name, namespace, "/allocations"));
    const looks = useLive(jobPath(name, namespace, "/evaluations"));
    const nodes = useLive("/v1/nodes");
    const names = Object.fromEntries((nodes.data || []).map(it => [it.id, it.name]));
    return html`<${Answer} of=${of} what="job" back="#/jobs">${job => html`
<${Head} kicker=${html`<a href="#/jobs">Jobs</a>${namespace !== "default" ? ` / ${namespace}` : ""}`} title=${job.name} status=${html`<${Status} of=${standing(job)} />`}
            says=${html`${job.type}, priority ${job.priority}, version ${job.version}, submitted <${Ago} at=${job.submittedAt} after=" ago" />${job.launch?.parent && html` by <a href=${jobLink(job.launch.parent, namespace)}>${job.launch.parent}</a>`}`}>
<${Actions} job=${job} /><//>
${job.forgottenAt && html`<p class="dim quiet">It is over, and forgotten <${In} at=${job.forgottenAt} />${!job.launch?.parent && " unless it is sent again"}.</p>`}
<${Why} job=${job} look=${job.evaluation} />
        ${job.deployment && html`<${Deployment} of=${job.deployment} job=${job} />`}
        ${job.launch?.kind === "onNode" && html`<${Section} id="calendar" title="Calendar" note="of each node"><p><${Calendar} of=${job.spec.launch.onNode} /></p><//>`}
        ${
            ["periodic", "parameterized"].includes(job.launch?.kind)
                ? html`<${Launches} job=${job} />`
                : html`<${Section} id="groups" title="Groups" note=${job.groups.length}>
<ul class="jobs lined">${job.groups.map(
                      group => html`<li class="group">
<b>${group.name}</b><${Pips} group=${group} />
<span class="dim">${tally(group)}</span>${!job.stopped && job.status !== "complete" && short(group) > 0 && html`<span class="short">${short(group)} short</span>`}${group.unhealthy > 0 && html`<span class="short">${group.unhealthy} not healthy</span>`}</li>`,
                  )}</ul>
<//>
<${Section} id="allocations" title="Allocations" note=${allocations.data?.length}>${
                      allocations.data &&
                      (allocations.data.length
                          ? html`<${AllocationTable} of=${allocations.data} on="node" />`
                          : html`<${Empty} title="Nothing of it runs anywhere">
<p>${job.stopped ? "The job is stopped. Submit its file again to start it." : "It is placed as soon as a node fits; below stands what the scheduler found."}</p>
<//>`)
                  }<//>
<${Section} id="looks" title="What the scheduler found">${looks.data && (looks.data.length ? html`<${Looks} of=${looks.data} names=${names} />` : html`<p class="dim quiet">It has not looked at this job yet.</p>`)}<//>`
        }
<${Versions} job=${job} />
<details class="spec"><summary>The job as the server has it</summary>
<pre>${JSON.stringify(job.spec, null, 2)}</pre>
<p class="dim">Durations in ms, sizes in bytes, every default filled in.</p>
</details>`}<//>`;
}

function Calendar({ of }) {
    return html`<code>${of.cron.join(", ")}</code> ${of.timeZone}${of.enabled === false && ", by hand only"}`;
}

function Launches({ job }) {
    const { kind, next } = job.launch;
    const of = useLive(`/v1/jobs?namespace=${job.namespace}&parent=${job.name}`);
    const spec = job.spec.launch[kind];
    return html`<${Section} id="launches" title="Launches" note=${kind}>${spec.cron && html`<p><${Calendar} of=${spec} />${next && html`, next <${In} at=${next} />`}${job.stopped && ", stopped: nothing is launched"}</p>`}${of.data?.map(it => html`<p><a href=${jobLink(it.name, it.namespace)}>${it.name}</a> <${Status} of=${it.status} /></p>`)}<//>`;
}

function tally(group) {
    return (
        ["running", "pending", "complete", "failed", "unknown"]
            .filter(it => group[it])
            .map(it => `${group[it]} ${it}`)
            .join(", ") || "none"
    );
}

function Why({ job, look }) {
    if (job.stopped) return null;
    const retries = job.retries || [];
    const reasons = (look?.groups || [])
        .filter(it => !hasFailed(it, retries))
        .map(whyBlocked)
        .filter(Boolean);
    const says = !retries.length && job.says; // the retries say it with the time
    if (!reasons.length && !retries.length && !says) return null;
    return html`<div class="notice" role="note">${says && html`<p>${says}.</p>`}${retries.map(it => html`<${Retry} key=${it.group + (it.at || "")} of=${it} />`)}${reasons.map(it => html`<p>${it}</p>`)}${reasons.length > 0 && html`<p class="dim">It is placed by itself when room is made or a node's facts change. Nothing needs to be done here.</p>`}
</div>`;
}

function Looks({ of, names }) {
    return html`<ul class="looks">${of.map(
        (look, i) => html`<li key=${look.id}>
<details open=${i === 0}>
<summary><span class="n">${look.id}</span> ${look.trigger}${look.blocked && html` <${Status} of="blocked" />`} <span class="dim" title=${full(look.at)}>version ${look.jobVersion}, <${Ago} at=${look.at} after=" ago" />
</span></summary>
        ${look.groups.length ? look.groups.map(group => html`<${Explanation} of=${group} names=${names} />`) : html`<p class="dim">Nothing had to be changed.</p>`}</details>
</li>`,
    )}</ul>`;
}

function Actions({ job }) {
    const path = rest => jobPath(job.name, job.namespace, rest);
    const may = { needs: "write cluster/jobs", where: { namespace: job.namespace } };
    const live = job.groups.reduce((sum, it) => sum + it.running + it.pending + it.unknown, 0);
    return html`${
        !job.stopped &&
        ["periodic", "onNode"].includes(job.launch?.kind) &&
        html`<${Action} ...${may} label="Run now" ask=${{
            title: `Run ${job.name} now?`,
            text: "Its calendar goes on as it is.",
            verb: "Run now",
            run: () => send("POST", path("/force")),
        }} />`
    }${
        !job.stopped &&
        html`<${Action} ...${may} label="Look again" ask=${{
            title: `Have the scheduler look at ${job.name} again?`,
            text: "It looks by itself whenever something changes; this does it now.",
            verb: "Look again",
            run: () => send("POST", path("/evaluate")),
        }} /><${Action} ...${may} label="Stop" ask=${{
            title: `Stop ${job.name}?`,
            text: `${live ? `Its ${count(live, "allocation")} end` : "It ends"} in order: stop signal, then the time that the job file gives. It can be submitted again.`,
            verb: "Stop the job",
            danger: true,
            fields: html`<label>
<input type="checkbox" name="purge" /> and forget it once everything has ended</label>`,
            run: form => send("DELETE", path("") + (form.get("purge") ? "&purge=true" : "")),
        }} />`
    }${
        job.stopped &&
        html`<${Action} ...${may} label="Forget" ask=${{
            title: `Forget ${job.name}?`,
            text: "The job, its versions and its evaluations are gone from the server then.",
            verb: "Forget",
            danger: true,
            run: () => send("DELETE", path("") + "&purge=true"),
        }} />`
    }`;
}
