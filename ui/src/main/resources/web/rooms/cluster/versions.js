// The versions of a job: what each has changed, and a way back.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { send } from "../../core/api.js";
import { count } from "../../core/words.js";
import { Action, Ago, Section } from "../../parts/common.js";
import { jobPath } from "./links.js";

const LONG = 200;

// As a command shows it; of a long value the beginning.
const Value = ({ of }) =>
    of.length > LONG ? html`<code title=${of}>${of.slice(0, LONG)}…</code>` : html`<code>${of}</code>`;

// Field by field, by its path in the job file: for plans, too.
export function Differences({ of }) {
    return html`<ul class="plain placed" aria-label="Differences">${of.changes.map(({ path, from, to }) => {
        const fresh = from === undefined;
        const gone = to === undefined;
        return html`<li>
<span class=${`sign ${fresh ? "good" : gone ? "bad" : ""}`}>${fresh ? "+" : gone ? "−" : "~"}</span> ${path} <span class="dim">${!fresh && html`<${Value} of=${from} />`}${!fresh && !gone && " → "}${!gone && html`<${Value} of=${to} />`}</span>
</li>`;
    })}${of.more > 0 && html`<li class="dim">and ${count(of.more, "change")} more</li>`}</ul>`;
}

export function Versions({ job }) {
    const of = useLive(jobPath(job.name, job.namespace, "/versions") + "&differences=true");
    if (!of.data) return null;
    return html`<${Section} id="versions" title="Versions" note=${of.data.length}><ul class="looks">${of.data.map(
        it => html`<li key=${it.version}>
<details open=${it.current}>
<summary><b class="n">${it.version}</b> ${it.how} by ${it.by} <span class="dim">${it.acceptedAt && html`<${Ago} at=${it.acceptedAt} after=" ago" />, `}${count(it.allocations, "allocation")}${it.current ? ", the newest" : ""}${it.forced ? ", forced" : ""}${it.recalled ? ", recalled" : ""}: ${it.changed}</span></summary>
<div class="explanation">${it.difference && html`<${Differences} of=${it.difference} />`}
        ${it.signers.map(key => html`<p class="dim">signed by key <code>${key}</code></p>`)}
        ${!it.current && !it.recalled && html`<${Revert} job=${job} to=${it.version} />`}<${Recall} job=${job} of=${it} /></div></details></li>`,
    )}</ul><//>`;
}

const may = job => ({ needs: "write cluster/jobs", where: { namespace: job.namespace } });

// Refused when the job has changed since it was drawn.
function Revert({ job, to }) {
    const path = jobPath(job.name, job.namespace, "/revert");
    return html`<${Action} ...${may(job)} label=${`Revert to ${to}`} ask=${{
        title: `Revert ${job.name} to version ${to}?`,
        text: `It becomes version ${job.version + 1}, with all that version ${to} said. What runs is replaced where that is needed.`,
        verb: "Revert",
        danger: true,
        run: () => send("POST", `${path}&version=${to}&expectedVersion=${job.version}`),
    }} />`;
}

// Or the end of that.
function Recall({ job, of }) {
    const to = of.version;
    const is = job.recalls?.find(it => !it.versions[0] || it.versions.includes(to));
    const path = jobPath(job.name, job.namespace, "/recall");
    const verb = is ? "Lift the recall" : "Recall";
    const [end, text] = is
        ? ["?", `${is.reason} It may run again.`]
        : [` version ${to}?`, "It ends everywhere, and never starts again."];
    return html`<${Action} ...${may(job)} label=${verb} ask=${{
        title: `${verb} of ${job.name}${end}`,
        text,
        verb,
        danger: true,
        fields: !is && html`<label>Why <input name="why" maxlength="200" /></label>`,
        run: form =>
            is
                ? send("DELETE", `/v1/recalls/${is.id}?namespace=${job.namespace}`)
                : send("POST", `${path}&version=${to}&reason=${encodeURIComponent(form.get("why"))}`),
    }} />`;
}
