// Who has done what, the newest first.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { setQuery } from "../../core/route.js";
import { count, full } from "../../core/words.js";
import { Answer, Empty, Head, Table } from "../../parts/common.js";

const LINES = 100;
const LINES_MAX = 10_000;
const SINCE = { "1h": "last hour", "1d": "last day", "7d": "last week", "": "all" };

// What servers have refused is theirs to note; whom they have refused stands in the line.
function did(line) {
    if (line.why) return html`<b>${line.why}</b>`;
    const refused = (line.refused || []).map(
        it =>
            `refused ${it.count} × ${it.method} ${it.route} (${it.status}) to ${it.who === "person" ? "a stranger" : it.who} from ${it.from}`,
    );
    if (line.others) refused.push(`refused ${count(line.others, "other")}`);
    const all = refused.length ? refused : line.did;
    return html`<div>${all.map(it => html`<div>${it}</div>`)}</div>`;
}

const COLUMNS = [
    { name: "Number", cell: it => html`<span class="n">${it.number || "gap"}</span>` },
    { name: "When", cell: it => (it.at ? html`<time class="n" datetime=${it.at}>${full(it.at)}</time>` : null) },
    { name: "Who", cell: it => (it.who ? html`<b>${it.who}</b>` : null) },
    { name: "From", cell: it => (it.from ? html`<span class="dim">${it.from}</span>` : null) },
    { name: "Token", wide: true, cell: it => (it.by ? html`<code class="dim">${it.by}</code>` : null) },
    { name: "Did", grow: true, cell: did },
];

function address(query, lines) {
    const asked = new URLSearchParams({ limit: lines });
    for (const name of ["who", "since"]) if (query.get(name)) asked.set(name, query.get(name));
    return `/v1/audit?${asked}`;
}

export function Audit({ query }) {
    const lines = Math.min(LINES_MAX, Number(query.get("lines")) || LINES);
    const who = query.get("who") || "";
    const since = query.get("since") || "";
    const of = useLive(address(query, lines));
    const tooMany = found => found.length >= lines && lines < LINES_MAX;
    return html`<${Head} title="Audit" says=${html`Who has done what, the newest first. Whether it is as it was written: <code>skerry audit verify</code>`}>
            <input class="filter" type="search" placeholder="By whom, as ada" aria-label="Only by whom" value=${who} onChange=${event => setQuery({ who: event.target.value.trim() })} />
                <//>
        <div class="chips" role="group" aria-label="Since">${Object.entries(SINCE).map(
            ([time, name]) =>
                html`<button aria-pressed=${String(time === since)} onClick=${() => setQuery({ since: time })}>${name}</button>`,
        )}</div>
        <${Answer} of=${of} what="audit" back="#/">${all => {
            const found = all.filter(it => it.number || it.why).reverse();
            if (!found.length)
                return html`<${Empty} title=${who || since ? "No line is like that" : "Nobody has done anything yet"}>
                    <p>A line is there for each change that somebody has made, and for what was refused.</p><//>`;
            return html`<${Table} label="Audit" columns=${COLUMNS} rows=${found} id=${it => `${it.number}-${it.hash}`} tone=${it => (it.who === "server" ? "faint" : "")} />
                ${tooMany(found) && html`<button class="more" onClick=${() => setQuery({ lines: String(lines * 5) })}>Show older ones</button>`}`;
        }}<//>`;
}
