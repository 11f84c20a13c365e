// Tokens: who is known here, as what, and when each of them was used last.
import { html } from "../../core/html.js";
import { send } from "../../core/api.js";
import { useLive } from "../../core/live.js";
import { useMay } from "../../core/may.js";
import { setQuery } from "../../core/route.js";
import { session } from "../../core/session.js";
import { count } from "../../core/words.js";
import { Action, Ago, Answer, Empty, Filter, Head, In, Table, WhyNot } from "../../parts/common.js";
import { Sides } from "./access.js";
import { NewToken } from "./new-token.js";

const CHANGES = "administer trust/tokens";
const own = it => it.id === session.self?.token?.id;

function Revoke({ of }) {
    const yours = "You are here with this one: you are logged out by it. ";
    return html`<${Action} needs=${CHANGES} label="Revoke" ask=${{
        title: `Revoke ${of.name}?`,
        text: `${own(of) ? yours : ""}It is worth nothing from then on, what is under way with it ends, and it cannot be had back.`,
        verb: "Revoke",
        danger: true,
        run: () => send("DELETE", `/v1/tokens/${of.id}`),
    }} />`;
}

function used(it) {
    if (!it.lastUsed) return html`<span class="dim">not seen</span>`;
    return html`<span><${Ago} at=${it.lastUsed} after=" ago" /> <span class="dim">from ${it.lastFrom}</span></span>`;
}

const COLUMNS = [
    {
        name: "Token",
        cell: it =>
            html`<b>${it.name}</b>${own(it) && html` <span class="tag">you</span>`} <code class="dim">${it.id}</code>`,
    },
    { name: "Roles", cell: it => it.roles.join(", ") },
    { name: "Made", cell: it => html`<${Ago} at=${it.created} after=" ago" />` },
    { name: "Ends", cell: it => html`<${In} at=${it.expires} />` },
    { name: "Last used", grow: true, cell: used },
    { name: "", num: true, grow: true, cell: it => html`<${Revoke} of=${it} />` },
];

export function Tokens({ query }) {
    const may = useMay(CHANGES);
    const of = useLive("/v1/tokens");
    const text = query.get("q") || "";
    return html`<${Answer} of=${of} what="list" back="#/access">${tokens => {
        const words = text.toLowerCase().split(/\s+/).filter(Boolean);
        const found = tokens.filter(it =>
            words.every(word => `${it.name} ${it.id} ${it.roles.join(" ")}`.toLowerCase().includes(word)),
        );
        const columns = may?.allowed ? COLUMNS : COLUMNS.slice(0, -1);
        return html`<${Head} title="Tokens" says=${count(tokens.length, "token")}>
                <${Filter} value=${text} set=${q => setQuery({ q })} label="Filter by name, role" /><${Sides} at="tokens" /><//>
            ${
                found.length
                    ? html`<${Table} label="Tokens" columns=${columns} rows=${found} id=${it => it.id} />`
                    : html`<${Empty} title=${tokens.length ? "No token is like that" : "There are no tokens"}>
                    <p>${tokens.length ? "Take a word out of the filter." : "Whoever may makes one below."}</p><//>`
            }
            <p class="next dim">Last used is what this server has seen since it began.</p>
            ${may?.allowed ? html`<${NewToken} />` : html`<p class="next"><${WhyNot} needs=${CHANGES} /></p>`}`;
    }}<//>`;
}
