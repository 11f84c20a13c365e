// One node: what it is, what it carries, and how its day went.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { send } from "../../core/api.js";
import { bytes, full, mhz, runtime } from "../../core/words.js";
import { Bar, Power, Status } from "../../parts/marks.js";
import { Strip } from "./strip.js";
import { Action, Ago, Answer, Empty, Facts, Head, Section } from "../../parts/common.js";
import { AllocationTable } from "./allocations.js";
import { allocationLink } from "./links.js";

const DRAINS = ["10m", "1h", "4h", "24h"];
const LEFT_SHOWN = 20;

const reach = node =>
    node.reachable ? "connected for" : node.status === "joined" ? "has joined, not connected for" : "no contact for";

export function Node({ id }) {
    const of = useLive(`/v1/nodes/${encodeURIComponent(id)}`);
    return html`<${Answer} of=${of} what="node" back="#/nodes">${node => html`
        <${Head} kicker=${html`<a href="#/nodes">Nodes</a>`} title=${node.name} status=${html`<${Status} of=${node.status} />`}
            says=${html`${reach(node)} <${Ago} at=${node.since} />, in ${node.datacenter}, pool ${node.pool}, <span class="n">${node.id}</span>`}>
                <${Actions} node=${node} /><//>
        ${
            node.revokedAt &&
            html`<div class="notice" role="note">
            <p>It was revoked <${Ago} at=${node.revokedAt} after=" ago" />: its certificates are worth nothing. It comes back only with a token of <code>skerry node join-token --for-node ${node.id}</code></p>
            </div>`
        }
        ${
            node.drain &&
            html`<div class="notice" role="note">
            <p>It is being emptied${node.drain.systemToo ? ", system jobs too" : ""}; what is still here at <time>${full(node.drain.deadlineAt)}</time> is stopped then.</p>
            <${Left} of=${node.drain.left} /></div>`
        }
        ${(node.facts.extra.troubles || []).map(it => html`<div class="notice" role="note"><p>${it}</p></div>`)}
        <${Section} id="day" title="The last 24 hours">
            <${Strip} of=${node} /><//>
        <${Section} id="allocations" title="Allocations" note=${node.allocations.length}>${
            node.allocations.length
                ? html`<${AllocationTable} of=${node.allocations} on="job" />`
                : html`<${Empty} title="Nothing runs here">
                <p>${node.eligible ? "The next job that fits may come here. " : "It takes no new work: make it eligible to use it again. "}<a href="#/plan">Plan a job</a> to see whether it would.</p>
                <//>`
        }<//>
        <div class="thirds">
            <div>
                <${Section} id="use" title="Reserved"><${Use} node=${node} /><//>
                <${Section} id="words" title="Labels and meta"><${Words} node=${node} /><//>
            </div>
            <div>
                <${Section} id="power" title="Power"><${PowerFacts} facts=${node.facts} /><//>
                <${Section} id="links" title="Links"><${Links} facts=${node.facts} /><//>
                <${Section} id="devices" title="Devices"><${Devices} facts=${node.facts} /><//>
            </div>
            <${Section} id="machine" title="Machine"><${Machine} facts=${node.facts} /><//>
        </div>`}<//>`;
}

// What a drain waits for: the oldest of what has not ended yet, and why each of it is there still.
function Left({ of }) {
    if (!of.length) return null;
    const more = of.length - LEFT_SHOWN;
    return html`<p>It waits for</p><ul class="plain placed">${of.slice(0, LEFT_SHOWN).map(
        it => html`<li>
        <a href=${allocationLink(it.allocation)}><span class="n">${it.allocation}</span> of ${it.job}</a>: ${it.why}</li>`,
    )}${more > 0 && html`<li>and for ${more} more</li>`}</ul>`;
}

// A fact that configuration gave is marked, whether it gave the part or the whole of it.
const given = (facts, key) => facts.extra.given.some(it => it === key || key.startsWith(it + "."));
const Given = () => html` <span class="given" title="Not found on the machine: its configuration says so">given</span>`;

function Use({ node }) {
    const row = (name, part, word) => html`<div><dt>${name}</dt><dd>
        <${Bar} part=${part(node.used)} whole=${part(node.capacity)} label=${name} />
        <span class="dim n">${word(part(node.used))} of ${word(part(node.capacity))}</span></dd>
        </div>`;
    return html`<dl class="facts use">${row("CPU", it => it.cpuMhz, mhz)}${row("Memory", it => it.memoryBytes, bytes)}${row("Disk", it => it.diskBytes, bytes)}</dl>`;
}

function PowerFacts({ facts }) {
    const { power } = facts;
    const known = value => (value >= 0 ? value : null);
    const mark = key => given(facts, `power.${key}`);
    if (power.source !== "battery")
        return html`<${Facts} of=${[["Source", html`<${Power} power=${power} />`, mark("source")]]} />`;
    return html`<${Facts} of=${[
        [
            "Charge",
            html`<span class="large"><${Power} power=${power} />
            </span>`,
            mark("charge") || mark("source"),
        ],
        ["Lasts", power.runtimeHours > 0 ? runtime(power.runtimeHours) : null, mark("runtimeHours")],
        ["Health", known(power.healthPercent) !== null ? `${power.healthPercent} %` : null, mark("health")],
        ["Cycles", known(power.cycles), mark("cycles")],
    ]} />`;
}

function Machine({ facts }) {
    const { os, cpu, software, extra } = facts;
    return html`<${Facts} of=${[
        ["System", `${os.name} ${os.version}`.trim(), given(facts, "os.name") || given(facts, "os.version")],
        ["Kernel", [os.kernel, os.libc].filter(Boolean).join(", ")],
        [
            "Processor",
            html`${cpu.arch} ${cpu.variant && html`<span class="dim">${cpu.variant}</span>`}`,
            given(facts, "arch") || given(facts, "variant"),
        ],
        ["Cores", html`${cpu.cores} × ${mhz(cpu.mhz)}`, given(facts, "cpu.cores") || given(facts, "cpu.mhz")],
        [
            "Speed",
            cpu.score ? html`${cpu.score} <span class="dim">(a Raspberry Pi 4 is 100)</span>` : null,
            given(facts, "cpu.score"),
        ],
        ["Memory", bytes(facts.capacity.memoryBytes), given(facts, "memory")],
        ["Disk", bytes(facts.capacity.diskBytes), given(facts, "disk")],
        ["Java", software.java],
        ["Drivers", drivers(software.drivers)],
        ["Containers", software.runtimes.join(", ")],
        ["Security", html`${extra.securityRating} <span class="dim">of 5</span>`, given(facts, "security.rating")],
        ["Agent", software.agent],
    ]} />`;
}

// Each with what it confines and has, which stands behind its dot.
function drivers(words) {
    const all = {};
    for (const word of words) {
        const [driver, has] = word.split(/\.(.*)/);
        all[driver] = [...(all[driver] || []), ...(has ? [has] : [])];
    }
    return Object.entries(all)
        .map(([driver, has]) => driver + (has.length ? ` (${has.join(", ")})` : ""))
        .join(", ");
}

function Links({ facts }) {
    if (!facts.links.length) return html`<p class="dim quiet">No network links are known.</p>`;
    return html`<ul class="plain">${facts.links.map(
        it => html`<li class=${it.up ? "" : "faint"}>
        <${Status} of=${it.up ? "up" : "down"} /> <b>${it.name}</b> <span class="dim">${it.type}${it.metered ? ", metered" : ""}</span>${given(facts, `link.${it.name}`) && html`<${Given} />`}</li>`,
    )}</ul>`;
}

function Devices({ facts }) {
    if (!facts.devices.length) return html`<p class="dim quiet">No devices hang on it.</p>`;
    return html`<ul class="plain">${facts.devices.map(
        it => html`<li>
        <b>${it.type}</b> ${it.name} <span class="dim n">${it.path}</span>${given(facts, `device.${it.type}`) && html`<${Given} />`}</li>`,
    )}</ul>`;
}

function Words({ node }) {
    const all = Object.entries(node.meta).sort();
    if (!all.length)
        return html`<p class="dim quiet">None. Set one: <code>skerry node meta ${node.name} site=hall-1</code>
        </p>`;
    return html`<${Facts} of=${all.map(([key, value]) => [key, html`<code>${value}</code>${key in node.setMeta ? html` <span class="dim">set</span>` : ""}`])} />`;
}

function Actions({ node }) {
    const where = { pool: node.pool };
    const may = { needs: "write cluster/nodes", where };
    const path = rest => `/v1/nodes/${encodeURIComponent(node.id)}${rest}`;
    const drain = html`<fieldset><legend>What is still here is stopped after</legend>
        <div class="choices">${DRAINS.map(
            (it, i) => html`<label>
        <input type="radio" name="deadline" value=${it} defaultChecked=${i === 1} /> ${it}</label>`,
        )}</div>
        </fieldset><label><input type="checkbox" name="systemToo" /> system jobs too</label>`;
    const eligible = html`<${Action} ...${may} label=${node.eligible ? "Close for new work" : "Open for new work"} ask=${{
        title: node.eligible ? `Close ${node.name} for new work?` : `Open ${node.name} for new work?`,
        text: node.eligible
            ? "What runs there goes on. Nothing new is placed there until it is opened again."
            : "The scheduler may place work there again, blocked work at once.",
        verb: node.eligible ? "Close" : "Open",
        run: () => send("POST", path("/eligibility"), { eligible: !node.eligible }),
    }} />`;
    return html`${!node.draining && eligible}${
        node.draining
            ? html`<${Action} ...${may} label="End the drain" ask=${{
                  title: `End the drain of ${node.name}?`,
                  text: "What has moved away stays away; new work may come.",
                  verb: "End the drain",
                  run: () => send("POST", path("/drain"), { deadline: null }),
              }} />`
            : html`<${Action} ...${may} label="Drain" ask=${{
                  title: `Drain ${node.name}?`,
                  text: "Its work moves to other nodes where there is room, and nothing new comes.",
                  verb: "Drain",
                  danger: true,
                  fields: drain,
                  run: form =>
                      send("POST", path("/drain"), {
                          deadline: form.get("deadline"),
                          systemToo: form.get("systemToo") === "on",
                      }),
              }} />`
    }${
        !node.revokedAt &&
        html`<${Action} needs="administer cluster/nodes" where=${where} label="Revoke" ask=${{
            title: `Shut ${node.name} out?`,
            text: "Its link ends at once, its certificates are worth nothing, and its work is given up as if it were missed. It comes back only with a new token that is made for it.",
            verb: "Shut out",
            danger: true,
            run: () => send("POST", path("/revoke")),
        }} />`
    }`;
}
