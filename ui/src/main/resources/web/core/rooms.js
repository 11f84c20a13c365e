// What the rooms bring, put together. Nothing in core/, parts/ or app.js knows one of them by name;
// core/stream.js asks /v1/status, a route of the cluster, where the log stands.
import { NAMES } from "../rooms.js";
import { list } from "./words.js";

export const ROOMS = [];
export const PLACES = [];
const pages = new Map();
const within = new Map();

// Two rooms at one address, or at one key, are a mistake of whoever wrote the later one.
function take(taken, key, what, room) {
    if (taken.has(key)) throw new Error(`Room ${room}: ${what} "${key}" is taken already.`);
    taken.add(key);
}

export async function load() {
    const modules = await Promise.all(NAMES.map(name => import(`../rooms/${name}/room.js`)));
    const paths = new Set();
    const keys = new Set();
    const inside = new Set();
    modules.forEach((module, i) => {
        const room = module.default;
        ROOMS.push(room);
        for (const place of room.places || []) {
            if (place.key) take(keys, place.key, "key", NAMES[i]);
            PLACES.push(place);
        }
        for (const [path, draw] of Object.entries(room.pages || {})) {
            take(paths, path, "page", NAMES[i]);
            pages.set(path, draw);
        }
        for (const [path, place] of Object.entries(room.within || {})) {
            take(inside, path, "page below another", NAMES[i]);
            within.set(path, place);
        }
    });
}

// The page of an address: "jobs" is a page of its own, "jobs/*" that of whatever is below it.
export function page({ parts: [place = "", id], query }) {
    const draw = (id && pages.get(`${place}/*`)) || pages.get(place);
    return draw ? draw({ id, query }) : null;
}

// The entry of the navigation that an address belongs to.
export const placeOf = ([first = ""]) => within.get(first) || first;

// What the search looks through, in words.
export const searched = () => list(ROOMS.flatMap(room => room.finds || []));
