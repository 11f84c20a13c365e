// Notes that people leave for nodes: what this room brings to the pages.
import { get, send } from "../../core/api.js";
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { count } from "../../core/words.js";
import { Action, Answer, Empty, Facts, Head, Table } from "../../parts/common.js";

const COLUMNS = [
    { name: "Node", cell: it => it.node },
    { name: "Note", grow: true, cell: it => it.text },
    { name: "Seen", cell: it => (it.seen ? "yes" : html`<span class="dim">not yet</span>`) },
];

function Notes() {
    const of = useLive("/v1/notes");
    return html`<${Answer} of=${of} what="list" back="#/">${notes => {
        if (!notes.length)
            return html`<${Empty} title="No node has a note">
                <p><code>skerry note write NODE TEXT</code> leaves one.</p><//>`;
        return html`<${Head} title="Notes" says=${count(notes.length, "note")} />
            <${Table} label="Notes" columns=${COLUMNS} rows=${notes} id=${it => it.node} link=${it => `#/notes/${it.node}`} />`;
    }}<//>`;
}

const leave = node => ({
    title: `Leave a note for ${node}?`,
    text: "It replaces the one before.",
    verb: "Leave it",
    fields: html`<label>Note <input name="text" maxlength="200" required /></label>`,
    run: form => send("PUT", `/v1/notes/${encodeURIComponent(node)}`, form.get("text"), "text/plain"),
});

function Note({ id }) {
    const of = useLive("/v1/notes");
    return html`<${Answer} of=${of} what="note" back="#/notes">${notes => {
        const note = notes.find(it => it.node === id);
        return html`<${Head} kicker="Note" title=${id}><${Action} label="Leave a note" ask=${leave(id)} /><//>
            <${Facts} of=${[
                ["It says", note?.text],
                ["Seen", note && (note.seen ? "yes" : "not yet")],
            ]} />`;
    }}<//>`;
}

async function search() {
    const notes = await get("/v1/notes");
    return notes.data.map(it => ({ kind: "note", name: it.node, note: it.text, href: `#/notes/${it.node}` }));
}

export default {
    places: [{ path: "notes", name: "Notes", key: "i", says: "what is left for nodes" }],
    pages: {
        "notes": () => html`<${Notes} />`,
        "notes/*": ({ id }) => html`<${Note} id=${id} />`,
    },
    finds: ["notes"],
    search,
};
