// What strangers see: where a token goes, and where one gets it.
import { html, useEffect, useRef, useState } from "../core/html.js";
import { enter, session } from "../core/session.js";

const USUAL = "http://127.0.0.1:4646";

export function Login() {
    const field = useRef(null);
    const [busy, setBusy] = useState(false);
    const [wrong, setWrong] = useState("");
    const address = location.origin === USUAL ? "" : ` --address ${location.origin}`;
    useEffect(() => field.current.focus(), []);
    async function submit(event) {
        event.preventDefault();
        setBusy(true);
        const text = field.current.value.trim();
        const why = await enter(text.startsWith("ey") ? { jwt: text } : { token: text });
        field.current.value = "";
        if (!why) return location.reload();
        setWrong(why);
        setBusy(false);
        field.current.focus();
    }
    const why = wrong || session.why;
    return html`<main id="main" class="login" tabindex="-1">
        <h1>Log in</h1>
        <form onSubmit=${submit}>
            <label for="token">Token, or JWT of an issuer</label>
            <div class="buttons"><input id="token" ref=${field} type="password" autocomplete="off" spellcheck="false" required />
            <button class="main" disabled=${busy}>${busy ? "…" : "Log in"}</button></div>
            ${why && html`<p class="wrong" role="alert">${why}</p>`}
        </form>
        <p>Where you are logged in on the command line, this prints a link that logs this browser in:</p>
        <pre>skerry login --page${address}</pre>
        <p>The first token of a new server lies in its data folder. On that machine:</p>
        <pre>skerry login --first${address}</pre>
        <p>Whoever is an admin makes tokens for others:</p>
        <pre>skerry token create ada --role developer${address}</pre>
    </main>`;
}
