// Who may do what, and who has done what: what this room brings to the pages.
import { html } from "../../core/html.js";
import { Access } from "./access.js";
import { Audit } from "./audit.js";
import { Tokens } from "./tokens.js";

export default {
    places: [
        { path: "access", name: "Access", key: "w", says: "who may do what" },
        { path: "audit", name: "Audit", key: "a", says: "who has done what" },
    ],
    pages: {
        access: ({ query }) => html`<${Access} query=${query} />`,
        tokens: ({ query }) => html`<${Tokens} query=${query} />`,
        audit: ({ query }) => html`<${Audit} query=${query} />`,
    },
    within: { tokens: "access" },
};
