// Runs the readers' own search in Node, for benchmarks/searching.py: an order comes as JSON, the answer goes out as JSON.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

const assets = join(__dirname, "../templates/assets");
const source = ["search-words", "search-values", "search-query", "search-index"].map((name) => readFileSync(join(assets, `${name}.js`), "utf8")).join("\n");
const { SearchIndex, WEIGHTS, learnEndings } = vm.runInThisContext(`${source}\n;({ SearchIndex, WEIGHTS, learnEndings })`);

/** How long a fit may take, in milliseconds. */
const LONGEST = 300_000;

const order = JSON.parse(readFileSync(0, "utf8"));

function find({ values, queries, most, weights }) {
  Object.assign(WEIGHTS, weights || {});
  const began = performance.now();
  const index = new SearchIndex(values);
  const ready = performance.now();
  const times = [];
  const shares = [];
  const found = queries.map((query) => {
    const start = performance.now();
    const ranked = index.ranked(index.reader.read(query.text)).slice(0, most);
    times.push(performance.now() - start);
    shares.push(Math.max(0, ...ranked.slice(0, 3).map(([, , share]) => share)));
    return ranked.map(([position]) => position);
  });
  return { found, shares, start: ready - began, times };
}

/** What counts in a fit: the place of the first that would do, and whether it is among three. */
function goodness(sites) {
  let sum = 0;
  let count = 0;
  for (const { index, values, queries, names } of sites) {
    learnEndings(values.endings);
    for (const { text, wanted } of queries) {
      const ranked = index.ranked(index.reader.read(text));
      let rank = 0;
      for (let at = 0; at < Math.min(20, ranked.length) && !rank; at += 1) if (names[ranked[at][0]].some((name) => wanted.has(name))) rank = at + 1;
      if (rank) sum += 0.5 / rank + (rank <= 3 ? 0.5 : 0.5 * Math.exp(-(rank - 3) / 4) * 0.6);
      count += 1;
    }
  }
  // A weight that is far from what one would guess must earn it.
  const odd = Object.values(WEIGHTS.kinds).reduce((all, weight) => all + Math.abs(Math.log(weight)), 0);
  return sum / count - 0.0015 * odd;
}

function fit({ sites: given }) {
  const sites = given.filter(({ queries }) => queries.length).map(({ values, names, queries }) => ({ index: null, values, names, queries: queries.map(({ text, wanted }) => ({ text, wanted: new Set(wanted) })) }));
  for (const site of sites) site.index = new SearchIndex(site.values);
  const knobs = [];
  const knob = (of, key, least, most) => knobs.push({ of, key, least, most });
  for (const at of [0, 1, 2, 3]) { knob(WEIGHTS.fields, at, 0.1, 20); knob(WEIGHTS.even, at, 0.02, 1); }
  for (const key of ["enough", "grade"]) knob(WEIGHTS, key, 0.2, 20);
  for (const key of ["prefix", "typo", "synonym", "weak", "other"]) knob(WEIGHTS, key, 0.02, 1);
  for (const key of ["all", "phrase", "asked"]) knob(WEIGHTS, key, 0.3, 5);
  for (const kind of Object.keys(given[0].values.kinds)) { WEIGHTS.kinds[kind] ??= 1; knob(WEIGHTS.kinds, kind, 0.4, 2.5); }

  let best = goodness(sites);
  process.stderr.write(`begin ${best.toFixed(4)}\n`);
  for (const factor of [1.6, 1.25]) {
    for (let isBetter = true, round = 0; isBetter && round < 3; round += 1) {
      isBetter = false;
      for (const { of, key, least, most } of knobs) {
        for (const by of performance.now() < LONGEST ? [factor, 1 / factor] : []) {
          const was = of[key];
          of[key] = Math.min(most, Math.max(least, was * by));
          const now = of[key] === was ? -1 : goodness(sites);
          if (now > best + 1e-4) { best = now; isBetter = true; } else of[key] = was;
        }
      }
      process.stderr.write(`${factor} ${best.toFixed(4)}\n`);
    }
  }
  return JSON.parse(JSON.stringify(WEIGHTS, (_, value) => (typeof value === "number" ? Number(value.toPrecision(3)) : value)));
}

/** What the search of MkDocs and Material finds: lunr over titles and texts, each word also as a start of others. */
function lunr({ values, queries, most, script }) {
  const lunr = require(script);
  const index = lunr(function build() {
    this.ref("at");
    this.field("title", { boost: 1000 });
    this.field("text");
    values.rows.forEach((row, at) => this.add({ at, title: row[3], text: values.texts[at] }));
  });
  return {
    found: queries.map(({ text }) => {
      const words = text.replace(/[*+\-:^~"]/g, " ").trim().split(/\s+/).filter(Boolean);
      return index.search(words.flatMap((word) => [word, `${word}*`]).join(" ")).slice(0, most).map(({ ref }) => Number(ref));
    }),
  };
}

process.stdout.write(JSON.stringify({ find, fit, lunr, rows: ({ values }) => new SearchIndex(values).entries }[order.task](order)));
