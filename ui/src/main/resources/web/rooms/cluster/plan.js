// A job file, and what would come of it. Nothing starts before the second button.
import { html, useRef, useState } from "../../core/html.js";
import { send } from "../../core/api.js";
import { go } from "../../core/route.js";
import { Explanation, whyBlocked } from "./explain.js";
import { Action, Empty, Head, WhyNot } from "../../parts/common.js";
import { runsAs } from "./allocations.js";
import { jobLink, nodeLink } from "./links.js";
import { Differences } from "./versions.js";

const KEPT = "skerry.plan";
const EXAMPLE = `job: hello
type: service
groups:
  web:
    count: 2
    ports: {main: {}}
    tasks:
      server:
        driver: exec
        command: python3
        args: ["-m", "http.server", "\${SKERRY_PORT_MAIN}"]
        resources: {cpu: 100MHz, memory: 64MiB}
`;

function kept() {
    try {
        return sessionStorage.getItem(KEPT) || "";
    } catch {
        return "";
    }
}

export function Plan() {
    const [text, setText] = useState(kept);
    const [result, setResult] = useState(null);
    const [busy, setBusy] = useState(false);
    const area = useRef(null);
    const write = value => {
        setText(value);
        try {
            sessionStorage.setItem(KEPT, value);
        } catch {
            // It is only lost with the tab.
        }
    };
    async function plan() {
        setBusy(true);
        try {
            setResult({ plan: await send("POST", "/v1/jobs/plan", text, "application/yaml"), of: text });
        } catch (error) {
            setResult({ error });
        }
        setBusy(false);
    }
    const jump = ({ line, column }) => {
        const before =
            text
                .split("\n")
                .slice(0, line - 1)
                .join("\n").length + (line > 1 ? 1 : 0);
        area.current.focus();
        area.current.setSelectionRange(
            before + Math.max(0, column - 1),
            before + (text.split("\n")[line - 1] || "").length,
        );
    };
    const keys = event => (event.ctrlKey || event.metaKey) && event.key === "Enter" && text.trim() && plan();
    const fresh = result?.plan && result.of === text;
    return html`<${Head} title="Plan a job" says="Paste a job file: what would be placed where, what refused, and why. Nothing is changed yet." />
<div class="halves plan">
<div><label class="kicker" for="file">Job file</label>
<textarea id="file" ref=${area} spellcheck="false" autocomplete="off" value=${text} placeholder=${EXAMPLE} onInput=${event => write(event.target.value)} onKeyDown=${keys}>
</textarea>
<div class="buttons">
<button class="main" disabled=${busy || !text.trim()} onClick=${plan}>${busy ? "Planning …" : "Plan"}</button>
                ${!text.trim() && html`<button onClick=${() => write(EXAMPLE)}>Take the example</button>`}
                ${
                    fresh &&
                    !result.plan.unsigned &&
                    html`<${Action} needs="write cluster/jobs" where=${{ namespace: result.plan.namespace }} label="Run this job" ask=${{
                        title: `Run ${result.plan.job}?`,
                        text: `It is submitted as version ${result.plan.version}; what the plan shows begins at once.`,
                        verb: "Run",
                        run: async () => {
                            const done = await send("POST", "/v1/jobs", result.of, "application/yaml");
                            go(jobLink(done.job, done.namespace || result.plan.namespace));
                        },
                    }} /><${WhyNot} needs="write cluster/jobs" where=${{ namespace: result.plan.namespace }} />`
                }<span class="dim">Ctrl Enter plans</span></div></div>
<div aria-live="polite">${
        !result
            ? html`<${Empty} title="The plan appears here">
<p>It is the same that <code>skerry job plan FILE</code> prints.</p>
<//>`
            : result.error
              ? html`<${Wrong} error=${result.error} jump=${jump} />`
              : html`<${Result} plan=${result.plan} stale=${!fresh} />`
    }</div>
</div>`;
}

function Wrong({ error, jump }) {
    return html`<div class="notice bad" role="alert"><p><b>${error.title || "That did not work"}</b>
</p>${
        error.errors.length
            ? html`<ul class="plain">${error.errors.map(
                  it => html`<li>
<button class="link n" onClick=${() => jump(it)}>line ${it.line}</button> ${it.key && html`<code>${it.key}</code> `}${it.message}</li>`,
              )}</ul>`
            : html`<p>${error.message}</p>`
    }</div>`;
}

function Result({ plan, stale }) {
    const places = plan.groups.reduce((sum, it) => sum + it.places.length, 0);
    const stops = plan.groups.reduce((sum, it) => sum + it.stops.length, 0);
    const changed = [places && `${places} would be placed`, stops && `${stops} would be stopped`]
        .filter(Boolean)
        .join(", ");
    return html`<div class=${stale ? "faint" : ""}>
<h2>${plan.job} <span class="note">version ${plan.version}</span></h2>
<p class="says">${changed || (plan.changes ? "Only its description would change" : "Nothing would change")}${stale ? ". The file was changed since" : ""}.</p>
        ${plan.unsigned && html`<div class="notice bad"><p>Run, it would be refused. ${plan.unsigned}</p></div>`}
        ${plan.difference && html`<p class="dim">It differs from version ${plan.difference.from}:</p><${Differences} of=${plan.difference} />`}
        ${plan.groups.map(
            group => html`
            ${whyBlocked(group) && html`<div class="notice"><p>${whyBlocked(group)}</p></div>`}
            ${
                group.places.length > 0 &&
                html`<ul class="plain placed" aria-label="Placed">${group.places.map(
                    it => html`<li>
<span class="sign good">+</span> ${plan.job}.${group.group}[${it.index}]${it.node && html` on <a href=${nodeLink(it.node)}>${it.name}</a>`}${runsAs(it) && `, ${runsAs(it)}`} <span class="dim n">${it.score.toFixed(3)}</span>
</li>`,
                )}</ul>`
            }
            ${
                group.stops.length > 0 &&
                html`<ul class="plain placed" aria-label="Stopped">${group.stops.map(
                    it => html`<li>
<span class="sign bad">−</span> ${it.name} <span class="dim n">${it.allocation}</span>${it.node && html` on <a href=${nodeLink(it.node)}>${it.nodeName}</a>`} <span class="dim">${it.reason}</span>
</li>`,
                )}</ul>`
            }
<${Explanation} of=${group} />`,
        )}</div>`;
}
