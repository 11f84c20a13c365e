// Nodes, jobs, allocations: what this room brings to the pages.
import { html } from "../../core/html.js";
import { AllocationPage } from "./allocation.js";
import { Events } from "./events.js";
import { Fleet } from "./fleet.js";
import { Job } from "./job.js";
import { Jobs } from "./jobs.js";
import { Namespaces } from "./namespaces.js";
import { Node } from "./node.js";
import { Nodes } from "./nodes.js";
import { Plan } from "./plan.js";
import { search } from "./search.js";

export default {
    places: [
        { path: "", name: "Fleet", key: "o", says: "the fleet" },
        { path: "jobs", name: "Jobs", key: "j", says: "jobs" },
        { path: "nodes", name: "Nodes", key: "n", says: "nodes" },
        { path: "events", name: "Events", key: "e", says: "events" },
        { path: "plan", name: "Plan", key: "p", says: "plan a job" },
    ],
    pages: {
        "": () => html`<${Fleet} />`,
        "jobs": ({ query }) => html`<${Jobs} query=${query} />`,
        "jobs/*": ({ id, query }) => html`<${Job} key=${id} name=${id} query=${query} />`,
        "namespaces": () => html`<${Namespaces} />`,
        "nodes": ({ query }) => html`<${Nodes} query=${query} />`,
        "nodes/*": ({ id }) => html`<${Node} key=${id} id=${id} />`,
        "allocations/*": ({ id, query }) => html`<${AllocationPage} key=${id} id=${id} query=${query} />`,
        "events": ({ query }) => html`<${Events} query=${query} />`,
        "plan": () => html`<${Plan} />`,
    },
    within: { allocations: "jobs", namespaces: "jobs" },
    finds: ["nodes", "jobs", "allocations"],
    search,
};
