// The servers that decide: who leads, how far each is, who joins and who goes.
import { html, useState } from "../../core/html.js";
import { send } from "../../core/api.js";
import { useLive } from "../../core/live.js";
import { useMay } from "../../core/may.js";
import { count, duration, NONE } from "../../core/words.js";
import { Action, Ago, Answer, Empty, Head, In, Section, Table, WhyNot } from "../../parts/common.js";

const CHANGES = "administer servers/servers";
const number = value => (value === undefined || value === null ? NONE : value.toLocaleString("en"));

// What its colour says as well; of one that is unknown nothing is heard.
const TONES = { leader: "good", follower: "wait", unknown: "bad" };

function heard({ silentMs }) {
    if (silentMs === undefined || silentMs === null) return html`<span class="dim">not known</span>`;
    return silentMs < 1_000 ? "now" : `${duration(silentMs)} ago`;
}

function Remove({ of }) {
    return html`<${Action} needs=${CHANGES} label="Remove" ask=${{
        title: `Remove server ${of.id}?`,
        text: "It decides no more, whether it runs or not, and never will under this id. As many must stay as can agree: of three servers two.",
        verb: "Remove",
        danger: true,
        run: () => send("DELETE", `/v1/servers/${of.id}`),
    }} />`;
}

const columns = self => [
    {
        name: "Server",
        cell: it => html`<b>${it.id}</b>${it.id === self && html` <span class="tag">this one</span>`}`,
    },
    { name: "Role", cell: it => html`<span class="status ${TONES[it.role]}">${it.role}</span>` },
    { name: "Vote", cell: it => it.vote ?? NONE },
    { name: "Log", num: true, cell: it => number(it.index) },
    { name: "Behind", num: true, cell: it => number(it.behind) },
    { name: "Heard", cell: heard },
    { name: "Link", cell: it => html`<code>${it.link}</code>` },
    { name: "API", cell: it => html`<code>${it.http}</code>` },
    { name: "Version", wide: true, cell: it => it.version },
    { name: "Joined", wide: true, cell: it => html`<${Ago} at=${it.joined} after=" ago" />` },
    { name: "", num: true, grow: true, cell: it => html`<${Remove} of=${it} />` },
];

function Token() {
    const [made, setMade] = useState(null);
    const [wrong, setWrong] = useState("");
    async function make() {
        setWrong("");
        try {
            setMade(await send("POST", "/v1/servers/join-tokens", { ttl: "30m" }));
        } catch (error) {
            setWrong(error.message);
        }
    }
    return html`<${Section} id="join" title="One server more">
        ${
            made &&
            html`<div class="notice made" role="status">
            <p>One more server may join with it; it ends <${In} at=${made.expires} />. It is shown this once: servers know a hash of it.</p>
            <div class="buttons"><input class="secret" readonly value=${made.token} aria-label="The join token" autocomplete="off" spellcheck="false" onFocus=${event => event.target.select()} />
                <button onClick=${() => setMade(null)}>Done</button></div></div>`
        }
        <p class="next"><button class="main" onClick=${make}>Make a join token</button></p>
        <p class="next dim">Whoever has it can hold all that the fleet knows, its authority too.</p>
        ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}<//>`;
}

function says({ leader, term, servers }) {
    const all = count(servers.length, "server");
    if (!leader) return `${all}, and none leads: nothing can be changed until one does`;
    return `${all}, ${leader} leads${term ? ` in term ${term.toLocaleString("en")}` : ""}`;
}

function Servers() {
    const may = useMay(CHANGES);
    const of = useLive("/v1/servers");
    return html`<${Answer} of=${of} what="list" back="#/">${all => {
        const shown = columns(all.self);
        return html`<${Head} title="Servers" says=${says(all)} />
            ${
                all.servers.length
                    ? html`<${Table} label="Servers" columns=${may?.allowed ? shown : shown.slice(0, -1)} rows=${all.servers} id=${it => it.id} />`
                    : html`<${Empty} title="No server has said yet that it is there"><p>The first one does by itself once it leads.</p><//>`
            }
            ${may?.allowed ? html`<${Token} />` : html`<p class="next"><${WhyNot} needs=${CHANGES} /></p>`}`;
    }}<//>`;
}

export default {
    places: [{ path: "servers", name: "Servers", key: "s", says: "the servers that decide" }],
    pages: { servers: () => html`<${Servers} />` },
};
