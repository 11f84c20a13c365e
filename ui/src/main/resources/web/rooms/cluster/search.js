// What can be found by name.
import { get } from "../../core/api.js";
import { health } from "./allocations.js";
import { allocationLink, jobLink, nodeLink } from "./links.js";
import { standing } from "./short.js";

export async function search() {
    const [nodes, jobs, allocations] = await Promise.all(
        ["/v1/nodes", "/v1/jobs?namespace=*", "/v1/allocations?namespace=*"].map(get),
    );
    return [
        ...jobs.data.map(it => ({
            kind: "job",
            name: it.name,
            note: `${it.type}, ${standing(it)}`,
            href: jobLink(it.name, it.namespace),
        })),
        ...nodes.data.map(it => ({
            kind: "node",
            name: it.name,
            note: `${it.status}, ${it.id}`,
            href: nodeLink(it.id),
        })),
        ...allocations.data.map(it => ({
            kind: "allocation",
            name: it.name,
            note: `${it.id}${it.node && ` on ${it.nodeName}`}, ${health(it)}`,
            href: allocationLink(it.id),
        })),
    ];
}
