// Compiles the look into ../static and writes down where every file came from. Run by `npm run build`.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static");
const uswds = join(here, "node_modules", "@uswds", "uswds");
const root = join(here, "..");
const limit = 18 * 1024;
const headLimit = 2 * 1024;
const ofTheTop = ["html", "body", "a", "p", "ul", "li", "svg", "img", "strong", "details", "summary", "span"];
const always = ["usa-radio__input", "usa-radio__label", "usa-checkbox__input", "usa-checkbox__label"]; // put together while a page is written
const written = [];

// Brand colors become variables, so that another city needs no compiler.
const brand = {
  "#1871bd": "var(--brand)", "#12588f": "var(--brand-hover)", "#0f4876": "var(--brand-active)", "#f0f6fb": "var(--brand-tint)",
  "#091f2f": "var(--brand-dark)",
};

// Left and right become start and end, so that one file serves both directions of writing.
const logical = [
  [/([{;])(margin|padding)-left:/g, "$1$2-inline-start:"],
  [/([{;])(margin|padding)-right:/g, "$1$2-inline-end:"],
  [/([{;])border-left(-\w+)?:/g, "$1border-inline-start$2:"],
  [/([{;])border-right(-\w+)?:/g, "$1border-inline-end$2:"],
  [/([{;])left:/g, "$1inset-inline-start:"],
  [/([{;])right:/g, "$1inset-inline-end:"],
  [/text-align:left/g, "text-align:start"],
  [/text-align:right/g, "text-align:end"],
];

function save(name, content) {
  const path = join(target, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  written.push(name);
}

function copy(from, name) {
  mkdirSync(dirname(join(target, name)), { recursive: true });
  copyFileSync(from, join(target, name));
  written.push(name);
}

function compile(source) {
  const options = { style: "compressed", loadPaths: [here, join(uswds, "packages")], quietDeps: true, logger: sass.Logger.silent };
  return sass.compile(join(here, source), options).css;
}

function adapt(css) {
  for (const [color, variable] of Object.entries(brand)) {
    css = css.replace(new RegExp(`(?<!--brand[a-z-]*:\\s*)${color}\\b`, "gi"), variable);
  }
  for (const [pattern, replacement] of logical) css = css.replace(pattern, replacement);
  return css;
}

// Every word of the templates and of the Python that writes HTML: a class or an icon that is not among them is in no page.
function wordsOfPages() {
  const folders = readdirSync(root, { withFileTypes: true }).filter((one) => one.isDirectory() && existsSync(join(root, one.name, "__init__.py")));
  const sources = ["templates", ...folders.map((one) => one.name).filter((name) => name !== "tests")];
  const words = new Set(always);
  for (const folder of sources) {
    for (const file of readdirSync(join(root, folder), { recursive: true }).filter((name) => /\.(html|py)$/.test(name))) {
      for (const word of readFileSync(join(root, folder, file), "utf8").match(/[\w-]+/g) ?? []) words.add(word);
    }
  }
  return words;
}

// "state--{{ kind }}" leaves the word "state--": every class that begins with it stays.
function isInAPage(name, words) {
  const modifier = name.indexOf("--");
  return words.has(name) || (modifier > 0 && words.has(name.slice(0, modifier + 2)));
}

function selectorStays(selector, words) {
  const alternatives = /:(?:not|is|where|has)\([^()]*\)/g;
  const needed = selector.replace(alternatives, "").replace(alternatives, "").match(/\.[a-zA-Z][\w-]*/g) ?? [];
  return needed.every((name) => isInAPage(name.slice(1), words));
}

// Leaves out the rules of the design system and of our own layer that no page uses. Reads compressed CSS.
function leaveOutUnused(css, words, stays = (selector) => selectorStays(selector, words)) {
  let kept = "";
  for (let at = 0; at < css.length; ) {
    const open = css.indexOf("{", at);
    if (open < 0) return kept + css.slice(at);
    let close = open + 1;
    for (let depth = 1; depth > 0; close++) depth += css[close] === "{" ? 1 : css[close] === "}" ? -1 : 0;
    const head = css.slice(at, open);
    const body = css.slice(open + 1, close - 1);
    if (/^@(media|supports)/.test(head)) {
      const inner = leaveOutUnused(body, words, stays);
      if (inner) kept += `${head}{${inner}}`;
    } else if (head.startsWith("@")) {
      kept += css.slice(at, close);
    } else {
      const selectors = splitSelectors(head).filter(stays);
      if (selectors.length) kept += `${selectors.join(",")}{${body}}`;
    }
    at = close;
  }
  return kept;
}

function splitSelectors(head) {
  const parts = [""];
  let depth = 0;
  for (const sign of head) {
    depth += sign === "(" ? 1 : sign === ")" ? -1 : 0;
    if (sign === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

function portalStyles(words) {
  const whole = adapt(compile("portal.scss"));
  if (whole.includes("@charset")) throw new Error("portal.css is not plain ASCII.");
  let css = leaveOutUnused(whole, words);
  css = css.replace(/url\("?\.\.\/img\/([^")]+)"?\)/g, (_, path) => {
    copy(join(uswds, "dist", "img", path), `img/${basename(path)}`);
    return `url(../img/${basename(path)})`;
  });
  const size = brotliCompressSync(css).length;
  if (size > limit) throw new Error(`portal.css is ${size} bytes with brotli; the limit is ${limit}.`);
  save("css/portal.css", css);
  headStyles(css);
  return size;
}

// What the top of a page needs to be painted before the style sheet is there: `templates/base.html` puts it into the page itself.
function headStyles(css) {
  const words = new Set(["usa-skipnav"]);
  for (const name of ["_top_bar", "_official", "_masthead", "_header", "_icon"]) {
    const classes = readFileSync(join(root, "templates", `${name}.html`), "utf8").match(/class="[^"]*"/g) ?? [];
    for (const word of classes.join(" ").match(/[\w-]+/g) ?? []) words.add(word);
  }
  for (const name of ["usa-button", "usa-button--outline"]) words.delete(name); // on one's own pages only
  words.delete("official__body"); // closed
  const screen = css.replace(/@media print\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, "").replace(/@font-face\{[^}]*\}/g, "");
  const head = leaveOutUnused(screen, words, (selector) => selectorStays(selector, words) && isOfTheTop(selector));
  const size = brotliCompressSync(head).length;
  if (size > headLimit) throw new Error(`head.css is ${size} bytes with brotli; the limit is ${headLimit}.`);
  save("css/head.css", head);
}

// A selector without a class stays only if it speaks of what the top of a page is made of. Nothing is touched before the style sheet is there.
function isOfTheTop(selector) {
  if (/:(hover|active|visited|focus)|\[(open|aria-invalid|type|contentEditable)/.test(selector)) return false;
  if (/^:is\(\.usa-/.test(selector)) return false;
  if (/\.[a-zA-Z]/.test(selector)) return true;
  const plain = selector.replace(/\[[^\]]*\]|::?[\w-]+(?:\([^)]*\))?/g, "");
  return (plain.match(/[a-z]\w*/g) ?? []).every((tag) => ofTheTop.includes(tag));
}

function symbol(path, name) {
  const svg = readFileSync(path, "utf8").trim();
  const box = /viewBox="([^"]+)"/.exec(svg)[1];
  const drawing = svg.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "").replace(/<path d="M0 0h24v24H0V?0?z" fill="none"\/>/, "");
  return `<symbol id="${name}" viewBox="${box}">${drawing}</symbol>`;
}

// The icons that templates name: name="…" or icon="…" of an include, or the end of an address, icons }}#….
function iconsOfPages() {
  const names = new Set();
  for (const file of readdirSync(join(root, "templates"), { recursive: true }).filter((name) => name.endsWith(".html"))) {
    const text = readFileSync(join(root, "templates", file), "utf8");
    for (const [, name] of text.matchAll(/(?:\bname=|\bicon=|default:)"([a-z_]+)"|#([a-z_]+)"><\/use>/g)) names.add(name);
  }
  return [...names].filter(Boolean).sort();
}

function sprite() {
  const folders = [join(here, "pictograms"), join(uswds, "dist", "img", "usa-icons")];
  const drawn = iconsOfPages().map((name) => [name, folders.map((folder) => join(folder, `${name}.svg`)).find((path) => existsSync(path))]);
  const symbols = drawn.filter(([, path]) => path).map(([name, path]) => symbol(path, name));
  save("img/icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

function fonts() {
  save("css/fonts.css", compile("fonts.scss"));
  for (const weight of ["Regular", "Bold"]) {
    copy(join(uswds, "dist", "fonts", "public-sans", `PublicSans-${weight}.woff2`), `fonts/PublicSans-${weight}.woff2`);
  }
}

function provenance(size) {
  const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;
  const packages = ["@uswds/uswds", "sass"].map((name) => [name, lock[`node_modules/${name}`]]);
  const files = [...new Set(written)].sort();
  const digest = (name) => createHash("sha256").update(readFileSync(join(target, name))).digest("hex");
  const lines = [
    "# Where the files of this folder came from", "",
    "Made by `npm ci && npm run build` in `frontend/`. `tests/test_static.py` recomputes the sums below; never edit these files by hand.", "",
    "| package | version | integrity in `frontend/package-lock.json` |", "|---|---|---|",
    ...packages.map(([name, one]) => `| ${name} | ${one.version} | \`${one.integrity}\` |`), "",
    `\`css/portal.css\` is ${size} bytes with brotli.`, "",
    "| file | SHA-256 |", "|---|---|", ...files.map((name) => `| ${name} | \`${digest(name)}\` |`), "",
  ];
  writeFileSync(join(target, "PROVENANCE.md"), lines.join("\n"));
}

const size = portalStyles(wordsOfPages());
sprite();
fonts();
copy(join(uswds, "LICENSE.md"), "LICENSE.md");
provenance(size);
console.log(`portal.css: ${size} bytes with brotli (limit ${limit})`);
