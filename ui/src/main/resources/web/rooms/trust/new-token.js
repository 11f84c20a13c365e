// A token for somebody else. Its text is here until the page is left, and nowhere afterwards.
import { html, useEffect, useRef, useState } from "../../core/html.js";
import { send } from "../../core/api.js";
import { useLive } from "../../core/live.js";
import { list } from "../../core/words.js";
import { In, Section } from "../../parts/common.js";

const LIVES = {
    "8h": "8 hours",
    "1d": "1 day",
    "7d": "7 days",
    "30d": "30 days",
    "90d": "90 days",
    "366d": "366 days",
};

// Who may make tokens and not read roles writes their names.
const named = text => text.split(/[\s,]+/).filter(Boolean);

function Made({ token, done }) {
    const field = useRef(null);
    const [said, say] = useState("");
    useEffect(() => field.current.select(), []);
    async function copy() {
        field.current.select();
        try {
            await navigator.clipboard.writeText(token.token);
            say("It is in the clipboard.");
        } catch {
            say("It is selected: copy it by Ctrl C."); // without TLS, browsers keep the clipboard closed
        }
    }
    return html`<div class="notice made" role="status">
        <p><b>The token of ${token.name}</b>, with ${list(token.roles)}; it ends <${In} at=${token.expires} />. It is shown this once: servers know a hash of it.</p>
        <div class="buttons">
            <input ref=${field} class="secret" readonly value=${token.token} aria-label=${`The token of ${token.name}`} autocomplete="off" spellcheck="false" />
            <button class="main" onClick=${copy}>Copy</button><button onClick=${done}>Done</button>
            <span class="dim" role="status">${said}</span></div>
        <p class="dim">${token.name} logs in with it by <code>skerry login</code>, or in a browser by its form.</p></div>`;
}

export function NewToken() {
    const roles = useLive("/v1/roles");
    const [made, setMade] = useState(null);
    const [wrong, setWrong] = useState("");
    const [busy, setBusy] = useState(false);
    async function submit(event) {
        event.preventDefault();
        const form = new FormData(event.target);
        const { target } = event;
        const wanted = {
            name: form.get("name").trim(),
            roles: form.getAll("role").flatMap(named),
            ttl: form.get("ttl"),
        };
        if (!wanted.roles.length) return setWrong("Choose a role, or several.");
        setBusy(true);
        setWrong("");
        try {
            setMade(await send("POST", "/v1/tokens", wanted));
            target.reset();
        } catch (error) {
            setWrong(error.message);
        }
        setBusy(false);
    }
    return html`<${Section} id="new" title="A token for somebody">
        ${made && html`<${Made} key=${made.id} token=${made} done=${() => setMade(null)} />`}
        <form class="fields" onSubmit=${submit}>
        <label class="field"><span>Name</span>
            <input name="name" required spellcheck="false" autocomplete="off" placeholder="ada" /></label>
        ${
            roles.data
                ? html`<fieldset class="field"><legend>Roles</legend><div class="choices">${roles.data.map(
                      it =>
                          html`<label title=${it.description}><input type="checkbox" name="role" value=${it.role} /> ${it.role}</label>`,
                  )}</div></fieldset>`
                : html`<label class="field"><span>Roles</span><input name="role" required spellcheck="false" autocomplete="off" placeholder="reader, shop" /></label>`
        }
        <label class="field"><span>Good for</span>
            <select name="ttl">${Object.entries(LIVES).map(([value, words]) => html`<option value=${value} defaultSelected=${value === "30d"}>${words}</option>`)}</select></label>
        <button class="main" disabled=${busy}>${busy ? "…" : "Make it"}</button></form>
        ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}<//>`;
}
