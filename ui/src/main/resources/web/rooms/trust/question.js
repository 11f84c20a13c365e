// May somebody do that there? The question stands in the address, so that it can be shown to others.
import { html, useEffect, useState } from "../../core/html.js";
import { call, get, send } from "../../core/api.js";
import { mayPath } from "../../core/may.js";
import { setQuery } from "../../core/route.js";
import { session } from "../../core/session.js";
import { Section } from "../../parts/common.js";
import { Mark } from "../../parts/marks.js";
import { Rules } from "./rules.js";

const PLACES = { "": "in the whole fleet", "namespace": "in namespace", "pool": "in pool" };

// Every right that a route of this server asks for, as the document of its API says.
let rights = "";
async function knownRights() {
    if (!rights) rights = await (await call("/v1/openapi.yaml")).text();
    const found = rights.matchAll(/x-needs: ((?:read|write|administer) \S+)/g);
    return [...new Set([...found].map(it => it[1]))].sort((a, b) => a.split(" ")[1].localeCompare(b.split(" ")[1]));
}

// Of an address: {who: "me", "roles" or a token's name, roles, what, where}; null: nothing is asked.
function asked(query) {
    if (!query.get("do")) return null;
    const place = ["namespace", "pool"].find(it => query.get(it)) || "";
    return {
        token: query.get("token") || "",
        roles: (query.get("roles") || "").split(",").filter(Boolean),
        what: query.get("do"),
        where: place ? { [place]: query.get(place) } : {},
    };
}

async function answer({ token, roles, what, where }) {
    if (token || roles.length)
        return send("POST", "/v1/roles/test", { ...(token ? { token } : { roles }), do: what, ...where });
    return (await get(mayPath(what, where))).data;
}

function useAnswer(query) {
    const [known, set] = useState({});
    const text = query.toString();
    useEffect(() => {
        const question = asked(query);
        if (!question) return undefined;
        let over = false;
        answer(question).then(
            ruling => over || set({ text, question, ruling }),
            error => over || set({ text, error }),
        );
        return () => {
            over = true;
        };
    }, [text]);
    return known.text === text ? known : {};
}

const oneself = () => session.self?.token?.name || "me";

function Ruling({ of, roles, tokens }) {
    const { question, ruling } = of;
    const whose = question.token
        ? tokens.find(it => it.name === question.token || it.id === question.token)?.roles
        : question.roles.length
          ? question.roles
          : session.self?.roles;
    const tried = roles.filter(it => whose?.includes(it.role));
    return html`<div class="ruling ${ruling.allowed ? "good" : "bad"}" role="status">
        <p><${Mark} of=${ruling.allowed ? "ready" : "failed"} /><b>${ruling.allowed ? "Allowed" : "Not allowed"}</b> ${ruling.why}</p>
        ${tried.map(it => html`<h3>${it.role}</h3><${Rules} of=${it.rules} decides=${it.role === ruling.role ? ruling.rule : 0} />`)}
            </div>`;
}

function Who({ who, set, question, roles, tokens }) {
    return html`<label class="field"><span>Who</span>
        <select name="who" value=${who} onChange=${event => set(event.target.value)}>
            <option value="">${oneself()} (you)</option>
            ${roles.length > 0 && html`<option value="roles">roles …</option>`}
            ${tokens.length > 0 && html`<optgroup label="Tokens">${tokens.map(it => html`<option value=${`token:${it.name}`}>${it.name}</option>`)}</optgroup>`}
        </select></label>
        ${
            who === "roles" &&
            html`<fieldset class="field"><legend>Roles, together</legend><div class="choices">${roles.map(
                it =>
                    html`<label><input type="checkbox" name="role" value=${it.role} defaultChecked=${question?.roles.includes(it.role)} /> ${it.role}</label>`,
            )}</div></fieldset>`
        }`;
}

function whoOf(question) {
    if (question?.token) return `token:${question.token}`;
    return question?.roles.length ? "roles" : "";
}

// all: others than oneself may be asked for
export function Question({ query, roles, tokens, all }) {
    const question = asked(query);
    const [who, setWho] = useState(whoOf(question));
    const [place, setPlace] = useState(question ? Object.keys(question.where)[0] || "" : "namespace");
    const [wrong, setWrong] = useState("");
    const [known, setKnown] = useState([]);
    const of = useAnswer(query);
    useEffect(() => {
        knownRights().then(setKnown, () => {});
    }, []);
    function submit(event) {
        event.preventDefault();
        const form = new FormData(event.target);
        const chosen = form.getAll("role");
        setWrong(who === "roles" && !chosen.length ? "Choose a role, or several that somebody has together." : "");
        if (who === "roles" && !chosen.length) return;
        const at = form.get("at")?.trim() || "";
        setQuery({
            token: who.startsWith("token:") ? who.slice(6) : "",
            roles: who === "roles" ? chosen.join(",") : "",
            do: form.get("do").trim(),
            namespace: place === "namespace" ? at : "",
            pool: place === "pool" ? at : "",
        });
    }
    return html`<${Section} id="question" title=${all ? "May somebody do that?" : "May I do that?"}>
        <form class="fields" onSubmit=${submit}>
        <${Who} who=${who} set=${setWho} question=${question} roles=${all ? roles : []} tokens=${all ? tokens : []} />
        <label class="field"><span>What</span>
            <input name="do" list="rights" required spellcheck="false" autocomplete="off" placeholder="write cluster/jobs" defaultValue=${question?.what || ""} /></label>
        <datalist id="rights">${known.map(it => html`<option value=${it} />`)}</datalist>
        <label class="field"><span>Where</span>
            <select name="place" value=${place} onChange=${event => setPlace(event.target.value)}>${Object.entries(PLACES).map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select></label>
        ${
            place &&
            html`<label class="field"><span>${place === "pool" ? "Pool" : "Namespace"}</span>
            <input name="at" key=${place} required spellcheck="false" autocomplete="off" defaultValue=${question?.where[place] || "default"} /></label>`
        }
        <button class="main">Ask</button></form>
        ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}
        ${of.error && html`<p class="wrong" role="alert">${of.error.message}</p>`}
        ${of.ruling && html`<${Ruling} of=${of} roles=${roles} tokens=${tokens} />`}<//>`;
}
