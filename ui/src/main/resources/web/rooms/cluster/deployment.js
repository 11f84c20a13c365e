// How the newest version of a job comes.
import { html } from "../../core/html.js";
import { send } from "../../core/api.js";
import { Status } from "../../parts/marks.js";
import { Action, Section } from "../../parts/common.js";

const ACTIVE = ["running", "paused"];

export function Deployment({ of, job }) {
    const act = (label, text) =>
        html`<${Action} needs="write cluster/jobs" where=${{ namespace: job.namespace }} label=${label} ask=${{
            title: `${label} version ${of.version} of ${job.name}?`,
            text,
            verb: label,
            danger: label === "Fail",
            run: () => send("POST", `/v1/deployments/${of.id}/${label.toLowerCase()}?namespace=${job.namespace}`),
        }} />`;
    return html`<${Section} id="deployment" title="Deployment"><p class="next"><${Status} of=${of.status} /> <span class="dim">${of.waits ? "All canaries are healthy." : of.description}</span></p>
        ${of.groups.map(it => html`<p><b>${it.group}</b> <span class="dim">${it.healthy} of ${it.desired} healthy, ${it.unhealthy} unhealthy, ${it.pending} pending${it.canaries > 0 && `, ${it.canariesHealthy} of ${it.canaries} canaries healthy`}</span></p>`)}
        ${ACTIVE.includes(of.status) && html`<p class="buttons next">${of.waits && act("Promote", "All follow the canaries.")}${of.status === "paused" ? act("Resume") : act("Pause")}${act("Fail", "It stops, or goes back.")}</p>`}<//>`;
}
