// How pages look, as the browser that shows them has it: each function gives what is wrong, as
// texts. What it cannot read is wrong, too.

const CONTRAST_MIN = 4.5; // WCAG 2.2, 1.4.3, for text of every size
const OUTLINE_MIN = 3; // WCAG 2.2, 1.4.11

// ---- style sheets ----

// Its blocks and declarations, read without what the browser makes of them:
// {head, inside} and {name, value}.
function read(text, faults) {
    const plain = text.replace(/\/\*[\s\S]*?\*\//g, "");
    let at = 0;
    const declare = (piece, into) => {
        const [, name, value] = /^([-\w]+)\s*:\s*([\s\S]+)$/.exec(piece) || [];
        if (name) into.push({ name, value: value.replace(/\s+/g, " ") });
        else faults.push(`no declaration: ${piece}`);
    };
    function block(top) {
        const found = [];
        let piece = "";
        let round = 0;
        let quoted = "";
        for (; at < plain.length; at++) {
            const c = plain[at];
            if (quoted) quoted = c === quoted && plain[at - 1] !== "\\" ? "" : quoted;
            else if (c === '"' || c === "'") quoted = c;
            else if (c === "(") round++;
            else if (c === ")") round--;
            if (quoted || round || !"{};".includes(c)) {
                piece += c;
                continue;
            }
            const said = piece.trim();
            piece = "";
            if (c === "{") {
                at++;
                found.push({ head: said.replace(/\s+/g, " "), inside: block(false) });
                if (plain[at] !== "}") faults.push(`not closed: ${said}`);
                continue;
            }
            if (said) declare(said, found);
            if (c === "}" && top) faults.push(`too many }, after ${said}`);
            if (c === "}" && !top) return found;
        }
        if (piece.trim()) faults.push(`left over: ${piece.trim()}`);
        return found;
    }
    return block(true);
}

const VAR = /var\((--[-\w]+)\)/g;

// Commas within brackets are part of a selector.
const selectors = head => head.split(/,(?![^(]*\))/).map(it => it.trim());

const FEATURE = "\\((?:(?:max|min)-width: \\d+px|prefers-[-a-z]+: [-a-z]+)\\)";
const MEDIA = new RegExp(`^@media (?:print|${FEATURE})$`);

const isKeyframes = head => head.startsWith("@keyframes");

function eachBlock(blocks, within, visit) {
    for (const it of blocks) {
        if (!it.inside) continue;
        visit(it, within);
        eachBlock(it.inside, `${within} ${it.head.startsWith("@") ? it.head : ""}`, visit);
    }
}

const countBlocks = blocks => {
    let count = 0;
    eachBlock(blocks, "", () => count++);
    return count;
};

const countRules = rules => {
    let count = rules.length;
    for (const it of rules) if (it.cssRules) count += countRules(it.cssRules);
    return count;
};

function wrongHead({ head }, within) {
    if (isKeyframes(within.trim())) return !/^(from|to|\d+%)$/.test(head);
    if (head.startsWith("@media")) return !MEDIA.test(head);
    if (head.startsWith("@")) return !/^@(keyframes|container) /.test(head);
    return selectors(head).some(it => !CSS.supports(`selector(${it})`));
}

function wrongDeclaration({ name, value }, properties) {
    if (name.startsWith("--")) return "";
    const unknown = [...value.matchAll(VAR)].find(it => !properties.has(it[1]));
    if (unknown) return `${unknown[1]} is nowhere said`;
    let plain = value.replace(/\s*!important$/, "");
    for (let depth = 0; depth < 5 && plain.includes("var("); depth++)
        plain = plain.replace(VAR, (_, it) => properties.get(it));
    return CSS.supports(name, plain) ? "" : `not known here: ${name}: ${value}`;
}

function twice(names) {
    const seen = new Set();
    return names.filter(it => seen.size === seen.add(it).size);
}

// sheets: {file: text}; used: the scripts and pages, in which what is meant has to occur.
export function styles(sheets, used) {
    const faults = [];
    const properties = new Map();
    const trees = {};
    for (const [file, text] of Object.entries(sheets)) {
        const own = [];
        trees[file] = read(text, own);
        faults.push(...own.map(it => `${file}: ${it}`));
        eachBlock(trees[file], "", it =>
            it.inside
                .filter(({ name }) => name?.startsWith("--"))
                .forEach(({ name, value }) => properties.set(name, value)),
        );
    }
    const words = new Set(used.match(/[-\w]+/g));
    const all = Object.values(sheets).join("\n");
    for (const [file, text] of Object.entries(sheets)) {
        const say = it => faults.push(`${file}: ${it}`);
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        const [blocks, rules] = [countBlocks(trees[file]), countRules(sheet.cssRules)];
        if (blocks !== rules) say(`${blocks} blocks, of which the browser knows ${rules}`);
        if (!blocks) say("nothing is in it");
        const heads = [];
        eachBlock(trees[file], "", (it, within) => {
            heads.push(`${within}${it.head}`);
            if (wrongHead(it, within)) say(`not known here: ${it.head}`);
            if (!it.inside.length) say(`empty: ${it.head}`);
            const declared = it.inside.filter(({ name }) => name);
            const doubles = twice(declared.map(its => its.name));
            for (const name of doubles) say(`${it.head} has ${name} twice`);
            for (const its of declared) {
                const wrong = wrongDeclaration(its, properties);
                if (wrong) say(`${it.head}: ${wrong}`);
            }
            if (it.head.startsWith("@") || isKeyframes(within.trim())) return;
            const bare = it.head.replace(/"[^"]*"|::[-\w]+\(\w+\)|::?[-\w]+/g, "");
            for (const [, , name] of bare.matchAll(/([.#])([a-zA-Z][-\w]*)/g))
                if (!words.has(name)) say(`${it.head}: nothing is called ${name}`);
            for (const [, tag] of bare.matchAll(/(?:^|[\s>+~,(])([a-z][a-z0-9]*)/g))
                if (!used.includes(`<${tag}`)) say(`${it.head}: there is no ${tag}`);
        });
        for (const head of twice(heads)) say(`twice: ${head}`);
        for (const [, name] of text.matchAll(/@keyframes ([-\w]+)/g))
            if (!new RegExp(`animation[^;]*\\b${name}\\b`).test(all)) say(`unused: ${name}`);
    }
    const unused = [...properties.keys()].filter(name => !all.includes(`var(${name})`));
    faults.push(...unused.map(name => `unused: ${name}`));
    return faults;
}

// ---- markup ----

function written(it) {
    const box = document.createElement("div");
    box.append(it.cloneNode(true));
    return box.getHTML();
}

const plain = html =>
    html
        .replace(/^<!doctype html>/i, "")
        .replace(/ ?\/>/g, ">")
        .replace(/\s+/g, " ")
        .replace(/ ?(<[^>]*>) ?/g, "$1")
        .trim();

function difference(one, other) {
    if (one === other) return [];
    let at = 0;
    while (one[at] === other[at]) at++;
    return [`read as "${other.slice(at, at + 60)}": ${one.slice(Math.max(0, at - 60), at + 60)}`];
}

// Whether the browser had to mend it.
export function whole(text) {
    const again = new DOMParser().parseFromString(text, "text/html");
    return difference(plain(text), plain(written(again.documentElement)));
}

const UNMEANT = /undefined|null|\[object/;
const shortly = it => written(it).slice(0, 120);

function lead(it, name, faults) {
    const to = document.getElementById(it.getAttribute(name));
    if (!to) faults.push(`${name} leads nowhere: ${shortly(it)}`);
}

// Of the page as it is drawn: names, ids, and that it could be written down as it is.
export function markup() {
    const faults = twice([...document.querySelectorAll("[id]")].map(it => `id twice: ${it.id}`));
    for (const it of document.querySelectorAll("input, select, textarea"))
        if (!it.labels.length && !it.ariaLabel) faults.push(`no label: ${shortly(it)}`);
    for (const it of document.querySelectorAll("button, a, [role=img], dialog, summary"))
        if (!it.textContent.trim() && !it.ariaLabel) faults.push(`no name: ${shortly(it)}`);
    for (const name of ["for", "list", "aria-labelledby", "aria-describedby"])
        for (const it of document.querySelectorAll(`[${name}]`)) lead(it, name, faults);
    for (const it of document.querySelectorAll("[class]"))
        if (UNMEANT.test(it.getAttribute("class"))) faults.push(`no class: ${shortly(it)}`);
    const drawn = document.getElementById("app").getHTML();
    const again = new DOMParser().parseFromString(`<div id="app">${drawn}</div>`, "text/html");
    return [...faults, ...difference(drawn, again.getElementById("app").getHTML())];
}

// ---- colours ----

function colour(text) {
    const numbers = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(text);
    if (!numbers) throw new Error(`${text} is a colour of another kind`);
    const [r, g, b, a = 1] = numbers
        .slice(1)
        .filter(it => it !== undefined)
        .map(Number);
    return { r, g, b, a };
}

const over = (front, back) => ({
    r: front.r * front.a + back.r * (1 - front.a),
    g: front.g * front.a + back.g * (1 - front.a),
    b: front.b * front.a + back.b * (1 - front.a),
    a: 1,
});

function luminance({ r, g, b }) {
    const [red, green, blue] = [r, g, b].map(it => {
        const part = it / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
}

// What is behind an element, and how much of the element shows.
function ground(of) {
    const layers = [];
    let shows = 1;
    for (let it = of; it; it = it.parentElement) {
        const style = getComputedStyle(it);
        const back = colour(style.backgroundColor);
        if (style.backgroundImage !== "none") throw new Error(`a picture behind ${shortly(of)}`);
        layers.push({ ...back, a: back.a * (back.a < 1 ? shows * style.opacity : 1) });
        if (back.a === 1) break;
        shows *= style.opacity;
    }
    const last = layers.pop();
    if (last.a !== 1) throw new Error(`nothing is behind ${shortly(of)}`);
    return { back: layers.reverse().reduce((below, it) => over(it, below), last), shows };
}

function texts() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement: it, data } = walker.currentNode;
        if (!data.trim() || it.closest("noscript, :disabled, option")) continue;
        if (!it.checkVisibility({ visibilityProperty: true })) continue;
        const key = it instanceof SVGElement ? "fill" : "color";
        found.push({ it, data: data.trim(), colour: getComputedStyle(it)[key] });
    }
    for (const it of document.querySelectorAll("input, textarea, select")) {
        if (!it.checkVisibility() || it.disabled) continue;
        found.push({ it, data: it.name || "field", colour: getComputedStyle(it).color });
        const faint = getComputedStyle(it, "::placeholder").color;
        if (it.placeholder) found.push({ it, data: it.placeholder, colour: faint });
    }
    return found;
}

// Each text of the page against what is behind it. What is disabled may be fainter.
export function contrast() {
    const all = texts();
    if (all.length < 10) return [`only ${all.length} texts were found`];
    const faults = new Set();
    for (const { it, data, colour: text } of all) {
        const { back, shows } = ground(it);
        const own = colour(text);
        const found = ratio(over({ ...own, a: own.a * shows }, back), back);
        if (found < CONTRAST_MIN)
            faults.add(`${found.toFixed(2)}: "${data.slice(0, 40)}" ${it.className || it.tagName}`);
    }
    return [...faults];
}

// Every ink on every ground, also where no page of the tests has it just now.
export function inks() {
    const probe = document.createElement("i");
    document.body.append(probe);
    const at = name => {
        probe.style.backgroundColor = `var(${name})`;
        const found = colour(getComputedStyle(probe).backgroundColor);
        if (found.a !== 1) throw new Error(`${name} is no colour`);
        return found;
    };
    const faults = [];
    for (const back of ["--paper", "--raised", "--shoal", "--land"])
        for (const ink of ["--ink", "--ink-2", "--light", "--good", "--bad", "--warn"]) {
            const found = ratio(at(ink), at(back));
            if (found < CONTRAST_MIN) faults.push(`${found.toFixed(2)}: ${ink} on ${back}`);
        }
    probe.remove();
    return faults;
}

// ---- the focus ----

const outlined = (it, back) =>
    it.outlineStyle === "solid" &&
    parseFloat(it.outlineWidth) >= 2 &&
    ratio(colour(it.outlineColor), back) >= OUTLINE_MIN;

const been = new WeakSet();

// Where the focus is: {at, fault, again}; at is empty when it is nowhere.
export function focus() {
    const it = document.activeElement;
    if (!it || it === document.body) return { at: "", fault: "" };
    if (been.has(it)) return { at: shortly(it), fault: "", again: true };
    been.add(it);
    const at = shortly(it);
    const box = it.getBoundingClientRect();
    const hidden = !box.width || !box.height || box.right <= 0;
    if (hidden) return { at, fault: `the focus is out of sight: ${at}` };
    const { back } = ground(it.parentElement);
    const seen = [getComputedStyle(it), getComputedStyle(it, "::after")];
    const fault = seen.some(style => outlined(style, back)) ? "" : `no focus is seen: ${at}`;
    return { at, fault };
}
