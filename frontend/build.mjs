// Compiles the look into ../static and writes down where every file came from. Run by `npm run build`.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static");
const uswds = join(here, "node_modules", "@uswds", "uswds");
const limit = 18 * 1024;
const written = [];

const icons = [
  "accessible_forward", "arrow_back", "arrow_forward", "check_circle", "close", "directions", "edit", "error", "event", "expand_more",
  "file_download", "filter_list", "groups", "help", "home", "info", "language", "location_on", "lock", "mail", "my_location", "people",
  "person", "phone", "print", "schedule", "search", "share", "shield", "translate", "warning", "work",
];

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

function portalStyles() {
  let css = adapt(compile("portal.scss"));
  css = css.replace(/url\("?\.\.\/img\/([^")]+)"?\)/g, (_, path) => {
    copy(join(uswds, "dist", "img", path), `img/${basename(path)}`);
    return `url(../img/${basename(path)})`;
  });
  const size = brotliCompressSync(css).length;
  if (size > limit) throw new Error(`portal.css is ${size} bytes with brotli; the limit is ${limit}.`);
  save("css/portal.css", css);
  return size;
}

function symbol(path, name) {
  const svg = readFileSync(path, "utf8").trim();
  const box = /viewBox="([^"]+)"/.exec(svg)[1];
  const drawing = svg.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "").replace(/<path d="M0 0h24v24H0V?0?z" fill="none"\/>/, "");
  return `<symbol id="${name}" viewBox="${box}">${drawing}</symbol>`;
}

function sprite() {
  const ours = readdirSync(join(here, "pictograms")).sort().map((file) => symbol(join(here, "pictograms", file), basename(file, ".svg")));
  const theirs = icons.map((name) => symbol(join(uswds, "dist", "img", "usa-icons", `${name}.svg`), name));
  save("img/icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${ours.join("")}${theirs.join("")}</svg>\n`);
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

const size = portalStyles();
sprite();
fonts();
copy(join(uswds, "LICENSE.md"), "LICENSE.md");
provenance(size);
console.log(`portal.css: ${size} bytes with brotli (limit ${limit})`);
