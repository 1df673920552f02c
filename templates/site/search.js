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
  const asked = new URLSearchParams(location.search);
  const query = (asked.get("q") ?? "").trim();

  const make = (name, parent, properties = {}) =>
    parent.appendChild(Object.assign(document.createElement(name), properties));

  const fold = (word) => word.normalize("NFKC").toLowerCase();

  // --- Asking ---

  // What is asked for in Chinese, in its parts: characters that follow each other.
  const phrases = () => fold(query).match(/[\p{L}\p{N}]+/gu)?.map((part) => [...part]) ?? [];

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
    for (const other of others) await instance.mergeIndex(other);
    return instance;
  };

  // The tables that have all of it: in English by its words, in Chinese by every phrase.
  const find = async () => {
    const index = await open();
    if (!index) return [];
    const terms = language === "en" ? [query] : phrases().map((each) => `"${each.join(" ")}"`);
    const found = await Promise.all(terms.map((term) => index.search(term)));
    const [all = [], ...rest] = found.map((each) => each.results);
    return rest.reduce(
      (kept, other) => kept.filter((each) => other.some((one) => one.id === each.id)), all);
  };

  // --- Reading a table ---

  // By the place of each found word of a table, what was asked for there.
  const hitsOf = (table, words) => {
    if (language === "zh") return phraseHits(words);
    const wanted = fold(query).match(/[\p{L}\p{N}]+/gu) ?? [];
    return new Map(table.locations.map((at) => [at, nearest(fold(words[at] ?? ""), wanted)]));
  };

  const phraseHits = (words) => {
    const hits = new Map();
    const folded = words.map(fold);
    phrases().forEach((phrase, number) => {
      for (let at = 0; at < words.length; at += 1) {
        if (!phrase.every((character, ahead) => folded[at + ahead] === character)) continue;
        phrase.forEach((_, ahead) => hits.set(at + ahead, number));
      }
    });
    return hits;
  };

  // Which of the words asked for a word was found by: the one that it has most in common with.
  const nearest = (word, wanted) => {
    const bare = word.replace(/^[^\p{L}\p{N}]+/u, "");
    const shared = (other) => {
      let length = 0;
      while (length < other.length && other[length] === bare[length]) length += 1;
      return length;
    };
    return wanted.reduce((best, each) => (shared(each) > shared(best) ? each : best), "");
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

  const showTable = (list, table) => {
    const words = table.content.split(" ");
    const hits = hitsOf(table, words);
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

  const showMore = async (list, results, button) => {
    const tables = await Promise.all(results.splice(0, TABLES).map((each) => each.data()));
    const count = list.children.length;
    for (const table of tables) showTable(list, table);
    button.hidden = results.length === 0;
    if (count) list.children[count].querySelector("a").focus();
  };

  const search = async () => {
    const status = make("p", place, { className: "status" });
    status.setAttribute("role", "status");
    say(status, "searching");
    try {
      const results = await find();
      const count = results.length;
      const list = make("div", place);
      const button = make("button", place, { type: "button", textContent: place.dataset.more });
      button.addEventListener("click", () => showMore(list, results, button));
      await showMore(list, results, button);
      say(status, count === 0 ? "none" : count === 1 ? "one" : "many", count);
    } catch (error) {
      say(status, "failed");
      throw error;
    }
  };

  document.querySelector("form.search input[name=q]").value = query;
  if (query) search();
})();
