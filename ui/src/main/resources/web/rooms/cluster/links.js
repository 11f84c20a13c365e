// Where the things of this room are: on these pages, and in the API.
export const nodeLink = id => `#/nodes/${encodeURIComponent(id)}`;
export const allocationLink = id => `#/allocations/${encodeURIComponent(id)}`;
export const jobLink = (name, namespace = "default") =>
    `#/jobs/${encodeURIComponent(name)}` +
    (namespace === "default" ? "" : `?namespace=${encodeURIComponent(namespace)}`);

export const jobPath = (name, namespace, rest = "") =>
    `/v1/jobs/${encodeURIComponent(name)}${rest}?namespace=${encodeURIComponent(namespace)}`;
