// Namespaces: what is used of each quota.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { bytes, count, list, mhz } from "../../core/words.js";
import { Bar } from "../../parts/marks.js";
import { Answer, Head, Table } from "../../parts/common.js";

const share = (name, key, shown) => ({
    name,
    grow: true,
    cell: it => {
        const limit = it.quota[key];
        const used = it.used[key];
        if (limit === undefined) return html`<span class="n">${shown(used)}</span> <span class="dim">no limit</span>`;
        const says = `${shown(used)} of ${shown(limit)}`;
        return html`<${Bar} part=${limit ? used : 1} whole=${limit || 1} label=${name} text=${`${says}; its jobs ask for ${shown(it.asked[key])}`} /> <span class="dim n">${says}</span>`;
    },
});

const COLUMNS = [
    {
        name: "Namespace",
        cell: it => html`<b>${it.name}</b>${it.description && html` <span class="dim">${it.description}</span>`}`,
    },
    { name: "Jobs", num: true, cell: it => html`<span class="n">${count(it.jobs, "job")}</span>` },
    share("Allocs", "allocations", it => it),
    share("CPU", "cpuMhz", mhz),
    share("Memory", "memoryBytes", bytes),
    {
        name: "Pools",
        cell: it => (it.quota.pools ? list(it.quota.pools) : html`<span class="dim">all</span>`),
    },
    {
        name: "Preempts",
        cell: it => (it.preempts.length ? list(it.preempts) : html`<span class="dim">none</span>`),
    },
];

export function Namespaces() {
    const of = useLive("/v1/namespaces");
    return html`<${Answer} of=${of} what="list" back="#/jobs">${namespaces =>
        html`<${Head} title="Namespaces" says=${count(namespaces.length, "namespace")} />
            <${Table} label="Namespaces" columns=${COLUMNS} rows=${namespaces} id=${it => it.name} link=${it => `#/jobs?q=${encodeURIComponent(it.name)}`} />
            <p class="next dim">A file makes one, and says its quota: <code>skerry namespace apply shop.yaml</code></p>`}<//>`;
}
