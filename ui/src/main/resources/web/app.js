// The frame around every page: where one is, how one gets elsewhere, and whether the server is there.
import { html, render, useEffect, useRef, useState } from "./core/html.js";
import { useStream, useTick } from "./core/live.js";
import { install, keys } from "./core/keys.js";
import { load, page, placeOf, PLACES } from "./core/rooms.js";
import { useRoute } from "./core/route.js";
import { start, tryNow } from "./core/stream.js";
import { clock, duration } from "./core/words.js";
import { Finder } from "./parts/finder.js";
import { Logo } from "./parts/marks.js";
import { Empty } from "./parts/common.js";

const THEMES = ["system", "light", "dark"];
const THEME = "skerry.theme";
const GRACE_MS = 1_500; // a stream that is back at once needs no banner

function useTheme() {
    const [theme, set] = useState(document.documentElement.dataset.theme || "system");
    const next = () =>
        set(old => {
            const now = THEMES[(THEMES.indexOf(old) + 1) % THEMES.length];
            if (now === "system") delete document.documentElement.dataset.theme;
            else document.documentElement.dataset.theme = now;
            try {
                if (now === "system") localStorage.removeItem(THEME);
                else localStorage.setItem(THEME, now);
            } catch {
                // It holds for this page then.
            }
            return now;
        });
    return [theme, next];
}

function Away() {
    const { connection } = useStream();
    useTick(500);
    if (connection.state !== "down") return null;
    if (Date.now() - connection.since < GRACE_MS) return null;
    const inMs = Math.max(0, connection.retryAt - Date.now());
    return html`<div class="away" role="alert">
        <b>The server is away</b> since ${clock(connection.since)} (${duration(Date.now() - connection.since)}). What is shown is from then; nodes go on without it.
        <span class="dim">${inMs > 0 ? `Tried again in ${Math.ceil(inMs / 1000)} s.` : "Trying …"}</span> <button onClick=${tryNow}>Try now</button>
            </div>`;
}

function Live() {
    const { connection } = useStream();
    const word = { starting: "connecting", up: "live", down: "away" }[connection.state];
    return html`<span class="live ${connection.state}" role="status">
        <svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4" />
        </svg>${word}</span>`;
}

function Help({ close }) {
    const dialog = useRef(null);
    useEffect(() => dialog.current.showModal(), []);
    return html`<dialog ref=${dialog} aria-labelledby="help" onClose=${close}>
        <h2 id="help">Keys</h2>
        <dl class="keys">${keys().map(
            ([names, what]) => html`<div>
            <dt>${names.split(/\s+/).map(key => html`<kbd>${key}</kbd> `)}</dt><dd>${what}</dd>
            </div>`,
        )}</dl>
        <div class="buttons"><button onClick=${() => dialog.current.close()}>Close</button></div>
            </dialog>`;
}

function App() {
    const route = useRoute();
    const [theme, nextTheme] = useTheme();
    const [help, setHelp] = useState(false);
    const field = useRef(null);
    const place = placeOf(route.parts);
    const path = route.parts.join("/");
    useEffect(() => install({ help: () => setHelp(true), search: () => field.current.focus(), theme: nextTheme }), []);
    useEffect(() => {
        const name = route.parts[1] || PLACES.find(it => it.path === place)?.name || "Skerry";
        document.title = `${name} · Skerry`;
        scrollTo(0, 0);
    }, [path]);
    return html`<a class="skip" href="#main" onClick=${event => {
        event.preventDefault();
        document.querySelector("main").focus();
    }}>To the content</a>
        <header class="top"><a class="brand" href="#/" aria-label="Skerry, the fleet"><${Logo} />
            <span>Skerry</span></a>
            <nav aria-label="Pages">${PLACES.map(it => html`<a href=${`#/${it.path}`} aria-current=${it.path === place ? "page" : null}>${it.name}</a>`)}</nav>
            <${Finder} field=${field} /><${Live} />
            <button class="icon" title=${`Theme: ${theme}`} aria-label=${`Theme: ${theme}. Change`} onClick=${nextTheme}>
                <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.5" />
                <path class="half" d=${theme === "light" ? "" : theme === "dark" ? "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 1 0 0-11" : "M8 2.5v11a5.5 5.5 0 0 0 0-11"} />
                </svg></button>
            <button class="icon" title="Keys" aria-label="Keys" onClick=${() => setHelp(true)}>?</button>
                </header>
        <${Away} /><main id="main" tabindex="-1">${page(route) || html`<${Empty} title="There is no such page"><p><a href="#/">To the fleet</a></p><//>`}</main>
        ${help && html`<${Help} close=${() => setHelp(false)} />`}`;
}

function Broken({ why }) {
    return html`<main id="main"><${Empty} title="The pages could not be loaded"><p>${why}</p>
        <p><a href="" onClick=${() => location.reload()}>Try again</a></p><//></main>`;
}

const root = document.getElementById("app");

load()
    .then(() => {
        render(html`<${App} />`, root);
        start();
    })
    .catch(error => render(html`<${Broken} why=${String(error.message)} />`, root));
