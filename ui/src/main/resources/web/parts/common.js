// What every page is made of.
import { html, useEffect, useRef, useState } from "../core/html.js";
import { now } from "../core/api.js";
import { useTick } from "../core/live.js";
import { useMay } from "../core/may.js";
import { count, duration, full } from "../core/words.js";

// How long ago, counting on by itself; only this text is drawn again.
export function Ago({ at, after = "" }) {
    useTick(1_000);
    if (!at) return html`<span class="dim">–</span>`;
    return html`<time class="n" datetime=${at} title=${full(at)}>${duration(now() - Date.parse(at))}${after}</time>`;
}

export function In({ at }) {
    useTick(1_000);
    const ms = Date.parse(at) - now();
    return html`<time class="n" datetime=${at} title=${full(at)}>${ms < 1_000 ? "now" : `in ${duration(ms)}`}</time>`;
}

const ROWS_FIRST = 250;

// columns: {name, cell(row), num, wide}; a column that is `wide` is left out on a phone.
// The first cell holds the link that opens the row.
export function Table({ label, columns, rows, id, link, tone }) {
    const [most, setMost] = useState(ROWS_FIRST);
    return html`<div class="scroll"><table aria-label=${label}>
        <thead><tr>${columns.map(it => html`<th scope="col" class=${kind(it)}>${it.name}</th>`)}</tr>
            </thead>
        <tbody>${rows.slice(0, most).map(row => html`<tr key=${id(row)} class=${tone ? tone(row) : ""}>${columns.map((it, i) => cell(it, i, row, link))}</tr>`)}</tbody>
    </table>${rows.length > most && html`<button class="more" onClick=${() => setMost(most * 2)}>Show more: ${count(rows.length - most, "row is", "rows are")} left</button>`}</div>`;
}

const kind = column => `${column.num ? "num" : ""} ${column.wide ? "wide" : ""} ${column.grow ? "grow" : ""}`;

function cell(column, i, row, link) {
    const content = column.cell(row);
    if (i === 0)
        return html`<th scope="row" class=${kind(column)}>${link ? html`<a class="row" href=${link(row)}>${content}</a>` : content}</th>`;
    return html`<td class=${kind(column)} data-label=${column.name}>${content}</td>`;
}

export function Section({ title, note, children, id }) {
    return html`<section aria-labelledby=${id}>
        <h2 id=${id}>${title}${note !== undefined && html` <span class="note">${note}</span>`}</h2>${children}</section>`;
}

// What to do next, where there is nothing to show.
export function Empty({ title, children }) {
    return html`<div class="empty"><p class="title">${title}</p>${children}</div>`;
}

export function Facts({ of }) {
    return html`<dl class="facts">${of.filter(Boolean).map(
        ([name, value, given]) => html`<div>
        <dt>${name}</dt>
        <dd>${value === "" || value === undefined || value === null ? html`<span class="dim">–</span>` : value}${given && html` <span class="given" title="Not found on the machine: its configuration says so">given</span>`}</dd>
        </div>`,
    )}</dl>`;
}

// Before the first answer, and instead of it. Nothing is drawn for the first moments.
export function Answer({ of, what, back, children }) {
    if (of.data !== undefined) return children(of.data);
    if (of.error && of.error.status === 404)
        return html`<${Empty} title="There is no such ${what}">
            <p>${of.error.message} It may have been removed since.</p><p>
            <a href=${back}>Back to the list</a></p><//>`;
    if (of.error && of.error.status === 403)
        return html`<${Empty} title="You may not see this"><p>${of.error.message}</p>
            <p>What you may: <code>skerry whoami</code></p><//>`;
    if (of.error) return html`<${Empty} title="That did not work"><p>${of.error.message}</p><//>`;
    if (of.away)
        return html`<${Empty} title="Nothing is known yet">
        <p>The server has not answered since this page was opened. It is tried again by itself.</p>
        <//>`;
    return html`<p class="loading" role="status">Reading …</p>`;
}

// A modal question: `ask` is {title, text, verb, danger, fields, run}; run gives a promise.
export function Confirm({ ask, done }) {
    const dialog = useRef(null);
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState("");
    // The safe button has the focus where something would end.
    useEffect(() => {
        dialog.current.showModal();
        dialog.current.querySelector(ask.danger ? ".cancel" : ".go").focus();
    }, []);
    async function submit(event) {
        event.preventDefault();
        setBusy(true);
        setError("");
        try {
            await ask.run(new FormData(event.target));
            done();
        } catch (failure) {
            setError(failure.message);
            setBusy(false);
        }
    }
    return html`<dialog ref=${dialog} aria-labelledby="ask" onClose=${done} class="ask">
        <form onSubmit=${submit}>
        <h2 id="ask">${ask.title}</h2><p>${ask.text}</p>${ask.fields}
        ${error && html`<p class="wrong" role="alert">${error}</p>`}
        <div class="buttons">
            <button type="button" class="cancel" onClick=${() => dialog.current.close()}>Cancel</button>
        <button class=${ask.danger ? "go danger" : "go main"} disabled=${busy}>${busy ? "…" : ask.verb}</button>
            </div></form></dialog>`;
}

// A button that asks before it acts. It is there for whoever may do what it `needs`, `where` it is.
export function Action({ label, ask, needs, where }) {
    const [open, setOpen] = useState(false);
    if (!useMay(needs, where)?.allowed) return null;
    return html`<button onClick=${() => setOpen(true)}>${label}</button>${open && html`<${Confirm} ask=${ask} done=${() => setOpen(false)} />`}`;
}

// Where one would look for what he may not do: why not.
export function WhyNot({ needs, where }) {
    const may = useMay(needs, where);
    return may && !may.allowed ? html`<span class="dim">${may.why}</span>` : null;
}

export function Head({ kicker, title, status, children, says }) {
    return html`<header class="head">
        <div class="names">${kicker && html`<p class="kicker">${kicker}</p>`}<h1>${title}${status && html` ${status}`}</h1>${says && html`<p class="says">${says}</p>`}</div>
        <div class="actions">${children}</div></header>`;
}

export function Filter({ value, set, label }) {
    return html`<input class="filter" type="search" placeholder=${label} aria-label=${label} value=${value} onInput=${event => set(event.target.value)} />`;
}
