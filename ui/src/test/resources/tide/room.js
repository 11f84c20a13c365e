// A room of the tests: a place, a page, a page below it, a key and words to search for.
import { html } from "../../core/html.js";
import { useLive } from "../../core/live.js";
import { Head } from "../../parts/common.js";

function Tide() {
    const nodes = useLive("/v1/nodes");
    const words = `The water is high, and ${nodes.data?.length} nodes are dry.`;
    return html`<${Head} title="Tide" /><p>${words}</p>`;
}

function Times({ id }) {
    const name = `The tide of ${id}`;
    return html`<${Head} title=${name} /><p>It comes and goes, twice a day.</p>`;
}

export default {
    places: [{ path: "tide", name: "Tide", key: "i", says: "the water" }],
    pages: {
        "tide": () => html`<${Tide} />`,
        "tide/*": Times,
    },
    finds: ["tides"],
    search: async () => [{ kind: "tide", name: "springtide", note: "high", href: "#/tide/spring" }],
};
