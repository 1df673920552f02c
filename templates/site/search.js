// The search page: reads what is asked for from the address, asks the indexes of the page's
// language, and lists the tables with what was found in them. Every word comes from the page, and
// what was found is put there as text.
(() => {
  "use strict";

  // What site/search.py puts between a section's title and its text, and for a space.
  const PART = "␞";
  const SPACE = "␠";
  // So many tables are shown at once, so many finds of each, and so much of a long text.
  const TABLES = 10;
  const FINDS = 5;
  const LENGTH = { zh: 90, en: 45 };

  const root = new URL(`${document.currentScript.dataset.root}/`, document.baseURI);
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const place = document.getElementById("results");
  const form = document.querySelector("form.search");
  const asked = new URLSearchParams(location.search);
  const query = (asked.get("q") ?? "").trim();

  const make = (name, parent, properties = {}) =>
    parent.appendChild(Object.assign(document.createElement(name), properties));

  const fold = (word) => word.normalize("NFKC").toLowerCase();

  // What is asked for: in English words, in Chinese phrases, of characters that follow each other.
  const parts = fold(query).match(/[\p{L}\p{N}]+/gu) ?? [];

  // --- Asking ---

  const open = async () => {
    const base = new URL("pagefind/", root);
    const [{ createInstance }, indexes] = await Promise.all([
      import(new URL("pagefind.js", base).href),
      fetch(new URL("indexes.json", base)).then((answer) => answer.json()),
    ]);
    const [first, ...others] = indexes[language].map((name) => new URL(`${name}/`, base).pathname);
    if (!first) return null;
    const instance = createInstance({ basePath: first, noWorker: true });
    await instance.init();
    await Promise.all(others.map((other) => instance.mergeIndex(other)));
    return instance;
  };

  // The tables that each of the terms finds; further fields of the form narrow them.
  const ask = async (index, terms) => {
    const names = [...form.elements].map((field) => field.name).filter((name) => name && name !== "q");
    const filters = Object.fromEntries(
      names.filter((name) => asked.get(name)).map((name) => [name, asked.get(name)]));
    const found = await Promise.all(terms.map((term) => index.search(term, { filters })));
    return found.map((each) => each.results);
  };

  // The tables that are in all lists, in the order of the first.
  const common = ([first = [], ...others]) => {
    const known = others.map((list) => new Set(list.map((each) => each.id)));
    return first.filter((each) => known.every((ids) => ids.has(each.id)));
  };

  const phrase = (part) => `"${[...part].join(" ")}"`;

  // The tables that have all of it or, where none has, come near; and what to look for in them.
  const find = async () => {
    const index = await open();
    if (!index) return { results: [], sought: [] };
    const isEnglish = language === "en";
    const lists = await ask(index, isEnglish ? [query, ...parts] : parts.map(phrase));
    const results = common(lists);
    if (results.length) return { results, sought: parts };
    return isEnglish ? { results: lists[0], sought: parts, isNear: true } : findNear(index);
  };

  // The tables that have at least half of the pairs of characters, those with most first.
  const findNear = async (index) => {
    const pairs = [...new Set(parts.flatMap((part) => {
      const characters = [...part];
      return characters.slice(0, -1).map((each, at) => each + characters[at + 1]);
    }))];
    const counts = new Map();
    for (const each of (await ask(index, pairs.map(phrase))).flat()) {
      const known = counts.get(each.id) ?? { table: each, count: 0 };
      counts.set(each.id, { ...known, count: known.count + 1 });
    }
    const near = [...counts.values()].filter((each) => 2 * each.count >= pairs.length);
    near.sort((a, b) => b.count - a.count);
    return { results: near.map((each) => each.table), sought: pairs, isNear: true };
  };

  // --- Reading a table ---

  // By the place of each found word of a table, what was sought there.
  const hitsOf = (table, words, sought) => {
    if (language === "zh") return phraseHits(words.map(fold), sought);
    return new Map(table.locations.map((at) => [at, nearest(fold(words[at] ?? ""), sought)]));
  };

  const phraseHits = (words, sought) => {
    const hits = new Map();
    for (const part of sought) {
      const characters = [...part];
      for (let at = 0; at < words.length; at += 1) {
        if (!characters.every((each, ahead) => words[at + ahead] === each)) continue;
        characters.forEach((_, ahead) => hits.set(at + ahead, part));
      }
    }
    return hits;
  };

  // Which of the words asked for a word was found by: the one that it has most in common with.
  const nearest = (word, sought) => {
    const pieces = word.match(/[\p{L}\p{N}]+/gu) ?? [];
    const shared = (other) => Math.max(0, ...pieces.map((piece) => {
      let length = 0;
      while (length < other.length && other[length] === piece[length]) length += 1;
      return length;
    }));
    return sought.reduce((best, each) => (shared(each) > shared(best) ? each : best));
  };

  // The sections of a table that have most of what was asked for, those that have it in their
  // title first, and of these the shortest.
  const sectionsOf = (table, words, hits) => {
    const sections = table.anchors.map((anchor, number) => {
      const end = table.anchors[number + 1]?.location ?? words.length;
      const parted = words.indexOf(PART, anchor.location);
      const within = [...hits.keys()].filter((at) => at >= anchor.location && at < end);
      return {
        id: anchor.id, start: anchor.location, parted, end,
        variety: new Set(within.map((at) => hits.get(at))).size,
        titled: new Set(within.filter((at) => at < parted).map((at) => hits.get(at))).size,
      };
    });
    const most = Math.max(1, ...sections.map((each) => each.variety));
    return sections.filter((each) => each.variety === most).sort((a, b) =>
      b.titled - a.titled || (a.parted - a.start) - (b.parted - b.start));
  };

  // --- Showing ---

  const say = (status, key, count = "") => {
    const words = { "%n": count, "%q": query };
    status.textContent = place.dataset[key].replace(/%[nq]/g, (sign) => words[sign]);
  };

  // The words of a stretch, those found marked; of a long one no more than what is around them.
  const write = (parent, words, hits, start, end) => {
    const first = [...Array(end - start).keys()].find((ahead) => hits.has(start + ahead)) ?? 0;
    const isLong = end - start > LENGTH[language];
    const from = isLong ? Math.max(start, Math.min(start + first - 10, end - LENGTH[language])) : start;
    const to = isLong ? from + LENGTH[language] : end;
    const gap = language === "en" ? " " : "";
    if (from > start) parent.append("…");
    for (let at = from; at < to;) {
      let next = at;
      while (next < to && hits.has(next) === hits.has(at)) next += 1;
      const text = words.slice(at, next).join(gap).replaceAll(SPACE, " ");
      if (hits.has(at)) make("mark", parent, { textContent: text });
      else parent.append(text);
      if (next < to) parent.append(gap);
      at = next;
    }
    if (to < end) parent.append("…");
  };

  const showTable = (list, table, sought) => {
    const words = table.content.split(" ");
    const hits = hitsOf(table, words, sought);
    const item = make("section", list);
    make("a", make("h2", item), { href: table.url, textContent: table.meta.title });
    const finds = make("ul", item);
    for (const section of sectionsOf(table, words, hits).slice(0, FINDS)) {
      const find = make("li", finds);
      const link = make("a", find, { href: `${table.url}#${encodeURIComponent(section.id)}` });
      write(link, words, hits, section.start, section.parted);
      if (section.parted + 1 === section.end) continue;
      write(make("div", find, { className: "excerpt" }), words, hits, section.parted + 1, section.end);
    }
    if (!finds.children.length) finds.remove();
  };

  const showMore = async (list, { results, sought }, button) => {
    const tables = await Promise.all(results.splice(0, TABLES).map((each) => each.data()));
    const count = list.children.length;
    for (const table of tables) showTable(list, table, sought);
    button.hidden = results.length === 0;
    if (count) list.children[count].querySelector("a").focus();
  };

  const search = async () => {
    const status = make("p", place, { className: "status" });
    status.setAttribute("role", "status");
    say(status, "searching");
    try {
      const found = await find();
      const count = found.results.length;
      const list = make("div", place);
      const button = make("button", place, { type: "button", textContent: place.dataset.more });
      button.addEventListener("click", () => showMore(list, found, button));
      await showMore(list, found, button);
      const key = count === 1 ? "one" : "many";
      say(status, count === 0 ? "none" : found.isNear ? "near" : key, count);
    } catch (error) {
      say(status, "failed");
      throw error;
    }
  };

  form.elements.q.value = query;
  // A browser reads no index for a page that was opened as a file.
  if (location.protocol === "file:") say(make("p", place, { className: "status" }), "local");
  else if (parts.length) search();
})();
