// Tokens, roles and what was done with them: what this room brings to the pages.
import { html } from "../../core/html.js";
import { Audit } from "./audit.js";

export default {
    places: [{ path: "audit", name: "Audit", key: "a", says: "who has done what" }],
    pages: { audit: ({ query }) => html`<${Audit} query=${query} />` },
};
