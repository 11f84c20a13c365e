// Who may do what, and why: roles in plain words, and a question to them.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { useMay } from "../../core/may.js";
import { session } from "../../core/session.js";
import { count, list } from "../../core/words.js";
import { Answer, Head, Section, WhyNot } from "../../parts/common.js";
import { Lines, ownRules, Rules } from "./rules.js";
import { Question } from "./question.js";

export function Sides({ at }) {
    const sides = { access: "Roles", tokens: "Tokens" };
    return html`<nav class="sides" aria-label="Who may what">${Object.entries(sides).map(
        ([path, name]) => html`<a href=${`#/${path}`} aria-current=${path === at ? "page" : null}>${name}</a>`,
    )}</nav>`;
}

function oneself() {
    const { self } = session;
    if (!self?.token) return "This server asks nobody for a token: whoever reaches it may do everything.";
    return `You are ${self.token.name}, with the ${self.roles.length === 1 ? "role" : "roles"} ${list(self.roles)}.`;
}

function holders(role, tokens) {
    const names = tokens.filter(it => it.roles.includes(role)).map(it => it.name);
    if (!names.length) return html`<span class="dim n">no token has it</span>`;
    return html`<a class="n" href=${`#/tokens?q=${encodeURIComponent(role)}`}>${count(names.length, "token")}</a>`;
}

function Roles({ of, tokens }) {
    return html`<ul class="roles">${of.map(
        it => html`<li key=${it.role}>
        <div class="held"><h3>${it.role}${it.ready && html` <span class="note">ready-made</span>`}</h3>${tokens && holders(it.role, tokens)}</div>
        ${it.description && html`<p class="dim">${it.description}</p>`}
        ${it.tasks && html`<p>Tasks of ${list(it.tasks)} have it: what it allows everywhere they may in their own namespace.</p>`}
        <${Rules} of=${it.rules} /></li>`,
    )}</ul>`;
}

function Signing({ of }) {
    return html`<ul class="roles">${of.map(
        it => html`<li key=${it.signing}><h3>${it.signing}</h3>
        <p>Each ${it.kinds.join(", ")} in ${it.namespaces.join(", ")} is signed by ${it.keys.length > 1 && html`<b>${it.need}</b> of `}${it.keys.map(
            (key, at) => html`${at > 0 && ", "}<b title=${`sha256 ${key.fingerprint}`}>${key.name}</b>`,
        )}.</p></li>`,
    )}</ul>`;
}

function Own() {
    const { self } = session;
    return html`<${Section} id="own" title="What you may">
        <${Lines} of=${ownRules(self.may)} /><//>
        <p class="next dim">Roles and tokens of others are not shown to you. <${WhyNot} needs="read trust/roles" /></p>`;
}

export function Access({ query }) {
    const reads = useMay("read trust/roles");
    const seesTokens = useMay("read trust/tokens");
    const seesSigning = useMay("read trust/signing");
    const roles = useLive(reads?.allowed ? "/v1/roles" : null);
    const tokens = useLive(seesTokens?.allowed ? "/v1/tokens" : null);
    const signing = useLive(seesSigning?.allowed ? "/v1/signing" : null);
    const all = roles.data || [];
    return html`<${Head} title="Who may do what" says=${oneself()}><${Sides} at="access" /><//>
        ${reads && html`<${Question} key=${reads.allowed} query=${query} roles=${all} tokens=${tokens.data || []} all=${reads.allowed} />`}
        ${reads && !reads.allowed && html`<${Own} />`}
        ${
            reads?.allowed &&
            html`<${Answer} of=${roles} what="list" back="#/">${found => html`
            <${Section} id="roles" title="Roles" note=${found.length}><${Roles} of=${found} tokens=${tokens.data} /><//>
            <p class="next dim">What no rule allows is denied, and what one denies no other allows. A file makes a role: <code>skerry role apply shop.yaml</code></p>`}<//>`
        }
        ${
            signing.data?.length > 0 &&
            html`<${Section} id="signing" title="What has to be signed" note=${signing.data.length}><${Signing} of=${signing.data} /><//>`
        }`;
}
