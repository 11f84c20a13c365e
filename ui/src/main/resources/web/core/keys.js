// The keyboard: "/" searches, "g" and a letter goes, "j" and "k" move through rows, "?" helps.
import { go } from "./route.js";
import { PLACES, searched } from "./rooms.js";

const AFTER_G_MS = 1_500;
let afterG = 0;

// Each key with what it does, the rooms' own among them.
export const keys = () => [
    ["/", `search ${searched()}`],
    ...PLACES.filter(it => it.key).map(it => [`g ${it.key}`, it.says]),
    ["j  k", "next and previous row"],
    ["Enter", "open the row"],
    ["t", "light, dark or as the system has it"],
    ["?", "this help"],
    ["Esc", "close, or leave a field"],
];

function typing(target) {
    return target.closest("input, textarea, select, [contenteditable]");
}

function move(step) {
    const rows = [...document.querySelectorAll("main a.row")].filter(row => row.offsetParent);
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    const row = rows[Math.min(rows.length - 1, Math.max(0, to))];
    row.focus({ preventScroll: true });
    row.closest("tr, li").scrollIntoView({ block: "nearest" });
}

export function install({ help, search, theme }) {
    addEventListener("keydown", event => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "Escape" && typing(event.target)) return event.target.blur();
        if (typing(event.target) || document.querySelector("dialog[open]")) return;
        const place = PLACES.find(it => it.key === event.key);
        if (performance.now() - afterG < AFTER_G_MS && afterG && place) {
            afterG = 0;
            event.preventDefault();
            return go(`#/${place.path}`);
        }
        afterG = event.key === "g" ? performance.now() : 0;
        if (event.key === "j") move(1);
        if (event.key === "k") move(-1);
        if (event.key === "t") theme();
        if (event.key === "?") help();
        if (event.key === "/") {
            event.preventDefault();
            search();
        }
    });
}
