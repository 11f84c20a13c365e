// Live logs. Lines are put into the document by hand: five thousand of them are nothing to compare.
import { html, useEffect, useRef, useState } from "../../core/html.js";
import { count } from "../../core/words.js";
import { hasOutput, tail } from "./tail.js";

const LINES_MAX = 5_000;
const AT_END_PX = 24;
const LOOK_EVERY_MS = 3_000;
const WORDS = { reading: "reading", following: "following", ended: "at its end", away: "not reachable" };

// The lines on the page and those that wait behind a pause, both bounded.
class Pane {
    constructor(element, changed) {
        this.waiting = [];
        this.frame = 0;
        this.search = "";
        this.element = element;
        this.changed = changed;
        this.held = false;
    }

    add(lines) {
        this.waiting.push(...lines);
        if (this.waiting.length > LINES_MAX) this.waiting.splice(0, this.waiting.length - LINES_MAX);
        if (this.held) this.changed();
        else if (!this.frame) this.frame = requestAnimationFrame(() => this.flush());
    }

    flush() {
        this.frame = 0;
        const { element } = this;
        const fresh = document.createDocumentFragment();
        for (const line of this.waiting) fresh.append(this.line(line));
        this.waiting = [];
        element.append(fresh);
        while (element.childElementCount > LINES_MAX) element.firstChild.remove();
        this.paint();
        element.scrollTop = element.scrollHeight;
        this.changed();
    }

    line(text) {
        const line = document.createElement("div");
        line.textContent = text || " ";
        line.hidden = !this.matches(text);
        return line;
    }

    matches(text) {
        return !this.search || text.toLowerCase().includes(this.search);
    }

    find(text) {
        this.search = text.toLowerCase();
        for (const line of this.element.children) line.hidden = !this.matches(line.textContent);
        this.paint();
        this.changed();
    }

    // Marks what was searched for, where the browser can do so without changing the lines.
    paint() {
        if (!CSS.highlights) return;
        const marks = new Highlight();
        if (this.search)
            for (const line of this.element.children) {
                if (line.hidden) continue;
                const at = line.textContent.toLowerCase().indexOf(this.search);
                const range = new Range();
                range.setStart(line.firstChild, at);
                range.setEnd(line.firstChild, at + this.search.length);
                marks.add(range);
            }
        CSS.highlights.set("found", marks);
    }

    hold(held) {
        this.held = held;
        if (!held) this.flush();
        this.changed();
    }

    get found() {
        return this.search ? [...this.element.children].filter(it => !it.hidden).length : 0;
    }

    close() {
        cancelAnimationFrame(this.frame);
        if (CSS.highlights) CSS.highlights.delete("found");
    }
}

export function Logs({ id, task, source, tasks, choose }) {
    const box = useRef(null);
    const pane = useRef(null);
    const [, redraw] = useState(0);
    const [state, setState] = useState({ state: "reading" });
    const [wrap, setWrap] = useState(true);
    const [search, setSearch] = useState("");
    useEffect(() => {
        const own = new Pane(box.current, () => redraw(n => n + 1));
        pane.current = own;
        if (!task) return () => own.close();
        const stop = tail({ id, task, source, onLines: lines => own.add(lines), onState: setState });
        return () => {
            stop();
            own.close();
        };
    }, [id, task, source]);
    const held = pane.current?.held;
    // Who scrolls up wants to read; at the end it follows again.
    const scrolled = () => {
        const it = box.current;
        if (!it) return; // the page was left meanwhile
        const atEnd = it.scrollHeight - it.scrollTop - it.clientHeight < AT_END_PX;
        if (!atEnd && !held && it.scrollTop < it.lastTop) pane.current.hold(true);
        it.lastTop = it.scrollTop;
    };
    const find = event => {
        setSearch(event.target.value);
        pane.current.find(event.target.value);
    };
    const lines = box.current?.childElementCount || 0;
    const quiet = !lines && ["following", "ended"].includes(state.state);
    const other = source === "stdout" ? "stderr" : "stdout";
    const [elsewhere, setElsewhere] = useState(false);
    useEffect(() => {
        setElsewhere(false);
        if (!task || !quiet) return undefined;
        let timer = 0;
        let over = false;
        const look = async () => {
            // why it cannot be read is said of the one that is shown
            const found = await hasOutput({ id, task, source: other }).catch(() => false);
            if (over) return;
            setElsewhere(found);
            if (!found) timer = setTimeout(look, LOOK_EVERY_MS);
        };
        look();
        return () => {
            over = true;
            clearTimeout(timer);
        };
    }, [id, task, source, quiet]);
    return html`<div class="logs">
        <div class="bar-of-logs">
            ${tasks.length > 1 && html`<select aria-label="Task" value=${task} onChange=${event => choose({ task: event.target.value })}>${tasks.map(it => html`<option value=${it}>${it}</option>`)}</select>`}
            <div class="chips" role="group" aria-label="Source">${["stdout", "stderr"].map(it => html`<button aria-pressed=${String(it === source)} onClick=${() => choose({ source: it === "stdout" ? "" : it })}>${it}</button>`)}</div>
            <button aria-pressed=${String(!!held)} onClick=${() => pane.current.hold(!held)}>${held ? `Go on${pane.current.waiting.length ? ` (${pane.current.waiting.length} new)` : ""}` : "Pause"}</button>
            <button aria-pressed=${String(wrap)} onClick=${() => setWrap(!wrap)}>Wrap</button>
            <input class="filter" type="search" placeholder="Find in these lines" aria-label="Find in these lines" value=${search} onInput=${find} />
            <span class="dim n" role="status">${search ? `${pane.current?.found} of ` : ""}${count(lines, "line")}, ${task ? (held ? "paused" : WORDS[state.state]) : "no task"}</span>
        </div>
        <div ref=${box} class=${`lines ${wrap ? "wrapped" : ""}`} tabindex="0" role="log" aria-live="off" aria-label="${task} ${source}" onScroll=${scrolled}>
            </div>
        ${state.state === "away" && html`<p class="wrong">${state.detail} It is tried again by itself.</p>`}
        ${quiet && html`<p class="dim quiet">Nothing was written to ${source} yet.${elsewhere && html` There is output on ${other}: <button class="link" onClick=${() => choose({ source: other === "stdout" ? "" : other })}>show ${other}</button>`}</p>`}
    </div>`;
}
