// Addresses are in the fragment, so that the server needs to know one file only and links are deep.
import { useEffect, useState } from "./html.js";

// "#/place/name?word=value" -> {parts: ["place", "name"], query}
export function parse(hash) {
    const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
    const parts = path.split("/").filter(Boolean).map(decode);
    return { parts, query: new URLSearchParams(query) };
}

function decode(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

export function useRoute() {
    const [hash, set] = useState(location.hash);
    useEffect(() => {
        const changed = () => set(location.hash);
        addEventListener("hashchange", changed);
        return () => removeEventListener("hashchange", changed);
    }, []);
    return { ...parse(hash), hash };
}

export function go(hash) {
    location.hash = hash;
}

// Changes the query of the address without a new entry in the history.
export function setQuery(changes) {
    const [path, text = ""] = location.hash.split("?");
    const query = new URLSearchParams(text);
    for (const [key, value] of Object.entries(changes)) {
        if (value) query.set(key, value);
        else query.delete(key);
    }
    const rest = query.toString();
    history.replaceState(null, "", (path || "#/") + (rest ? "?" + rest : ""));
    dispatchEvent(new HashChangeEvent("hashchange"));
}
