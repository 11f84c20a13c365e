// The search field of every page: what the rooms have, by name.
import { html, useEffect, useRef, useState } from "../core/html.js";
import { go } from "../core/route.js";
import { ROOMS, searched } from "../core/rooms.js";

const FOUND_MAX = 9;

// What every room has by that name; a room that does not answer is left out.
async function everything() {
    const finders = ROOMS.map(room => room.search).filter(Boolean);
    const found = await Promise.allSettled(finders.map(search => search()));
    return found.flatMap(it => it.value || []);
}

// Names that begin with the words come first, then shorter ones.
export function rank(all, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const hit = it => words.every(word => `${it.name} ${it.note} ${it.kind}`.toLowerCase().includes(word));
    const begins = it => (it.name.toLowerCase().startsWith(words[0]) ? 0 : 1);
    return all
        .filter(hit)
        .sort((a, b) => begins(a) - begins(b) || a.name.length - b.name.length)
        .slice(0, FOUND_MAX);
}

export function Finder({ field }) {
    const [all, setAll] = useState([]);
    const [text, setText] = useState("");
    const [at, setAt] = useState(0);
    const [open, setOpen] = useState(false);
    const box = useRef(null);
    const found = rank(all, text);
    useEffect(() => {
        if (!open) return undefined;
        let over = false;
        everything().then(
            it => over || setAll(it),
            () => {},
        );
        return () => {
            over = true;
        };
    }, [open]);
    const choose = it => {
        setText("");
        setOpen(false);
        field.current.blur();
        go(it.href);
    };
    const keys = event => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step && found.length) {
            event.preventDefault();
            setAt((at + step + found.length) % found.length);
        }
        if (event.key === "Enter" && found[at]) choose(found[at]);
        if (event.key === "Escape") setText("");
    };
    const left = event => box.current.contains(event.relatedTarget) || setOpen(false);
    return html`<div class="finder" ref=${box} onFocusOut=${left} role="search">
        <input ref=${field} type="search" placeholder="Search" aria-label=${`Search ${searched()}`} aria-controls="found" aria-expanded=${String(open && found.length > 0)} role="combobox" aria-autocomplete="list" aria-activedescendant=${found[at] ? `found-${at}` : null}
            value=${text} onFocus=${() => setOpen(true)} onInput=${event => {
                setText(event.target.value);
                setAt(0);
                setOpen(true);
            }} onKeyDown=${keys} />
                <kbd aria-hidden="true">/</kbd>
        ${
            open &&
            text.trim() &&
            html`<ul id="found" role="listbox" aria-label="Found">${
                found.length
                    ? found.map(
                          (
                              it,
                              i,
                          ) => html`<li id=${`found-${i}`} role="option" aria-selected=${String(i === at)} onMouseDown=${event => {
                              event.preventDefault();
                              choose(it);
                          }}>
            <span class="dim">${it.kind}</span> <b>${it.name}</b> <span class="dim">${it.note}</span>
            </li>`,
                      )
                    : html`<li class="dim">Nothing has such a name.</li>`
            }</ul>`
        }</div>`;
}
