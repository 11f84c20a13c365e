// The frame around every page: where one is, how one gets elsewhere, and whether the server is there.
import { html, render, useEffect, useRef, useState } from "./core/html.js";
import { useStream, useTick } from "./core/live.js";
import { install, keys } from "./core/keys.js";
import { load, page, placeOf, PLACES } from "./core/rooms.js";
import { useRoute } from "./core/route.js";
import { begin, leave, listenToSession, recognise, session } from "./core/session.js";
import { start, tryNow } from "./core/stream.js";
import { clock, duration, list } from "./core/words.js";
import { Finder } from "./parts/finder.js";
import { Login } from "./parts/login.js";
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
        <b>The server is away</b> since ${clock(connection.since)} (${duration(Date.now() - connection.since)}). What is shown is from then; nodes go on without it. <span class="dim">${inMs > 0 ? `Tried again in ${Math.ceil(inMs / 1000)} s.` : "Trying …"}</span> <button onClick=${tryNow}>Try now</button>
            </div>`;
}

function Live() {
    const { connection } = useStream();
    const word = { starting: "connecting", up: "live", down: "away", barred: "no events" }[connection.state];
    return html`<span class="live ${connection.state}" role="status" title=${connection.state === "barred" ? connection.why : ""}>
        <svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4" />
        </svg>${word}</span>`;
}

function Who() {
    const { self } = session;
    if (!self) return null;
    const name = self.token?.name || self.caller;
    return html`<span class="who"><span title=${`Roles: ${list(self.roles)}`}>${name}</span>
        <button class="link" onClick=${leave}>Log out</button></span>`;
}

function Theme({ theme, next }) {
    return html`<button class="icon" title=${`Theme: ${theme}`} aria-label=${`Theme: ${theme}. Change`} onClick=${next}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.5" />
        <path class="half" d=${theme === "light" ? "" : theme === "dark" ? "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 1 0 0-11" : "M8 2.5v11a5.5 5.5 0 0 0 0-11"} />
        </svg></button>`;
}

const Brand = () => html`<a class="brand" href="#/" aria-label="Skerry, the fleet"><${Logo} /><span>Skerry</span></a>`;

function Doorstep() {
    const [theme, nextTheme] = useTheme();
    useEffect(() => {
        document.title = "Log in · Skerry";
    }, []);
    return html`<header class="top"><${Brand} /><span class="grow"></span><${Theme} theme=${theme} next=${nextTheme} />
        </header><${Login} />`;
}

function Root() {
    const { connection } = useStream();
    const [, redraw] = useState(0);
    useEffect(() => listenToSession(() => redraw(n => n + 1)), []);
    const known = session.self || connection.state !== "up";
    useEffect(() => {
        if (!known) recognise(); // it was away when it was asked first
    }, [known]);
    return session.state === "out" ? html`<${Doorstep} />` : html`<${App} />`;
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
        <header class="top"><${Brand} />
            <nav class="places" aria-label="Pages">${PLACES.map(it => html`<a href=${`#/${it.path}`} aria-current=${it.path === place ? "page" : null}>${it.name}</a>`)}</nav>
            <${Finder} field=${field} /><${Live} />
            <${Theme} theme=${theme} next=${nextTheme} />
            <button class="icon" title="Keys" aria-label="Keys" onClick=${() => setHelp(true)}>?</button><${Who} />
                </header>
        <${Away} /><main id="main" tabindex="-1">${page(route) || html`<${Empty} title="There is no such page"><p><a href="#/">To the fleet</a></p><//>`}</main>
        ${help && html`<${Help} close=${() => setHelp(false)} />`}`;
}

function Broken({ why }) {
    return html`<main id="main"><${Empty} title="The pages could not be loaded"><p>${why}</p>
        <p><a href="" onClick=${() => location.reload()}>Try again</a></p><//></main>`;
}

const root = document.getElementById("app");

Promise.all([load(), begin()])
    .then(() => {
        render(html`<${Root} />`, root);
        if (session.state === "in") start();
    })
    .catch(error => render(html`<${Broken} why=${String(error.message)} />`, root));
