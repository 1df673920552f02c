// What the pages can do without, and are better with: filtering and sorting of lists, and a
// language switch that keeps the place and is remembered. Every word comes from the page.
(() => {
  "use strict";

  const KEY = "perf-report-language";
  const remember = (language) => {
    try { localStorage.setItem(KEY, language); } catch { /* storage is switched off */ }
  };
  const remembered = () => {
    try { return localStorage.getItem(KEY); } catch { return null; }
  };

  const keepLanguage = () => {
    for (const link of document.querySelectorAll("a[data-switch]")) {
      link.addEventListener("click", () => {
        remember(link.dataset.switch);
        link.hash = location.hash;
        link.search = location.search;
      });
      // Whoever chose a language and comes from elsewhere is led to it; a choice made here stays.
      const inside = document.referrer.startsWith(location.origin + "/");
      if (remembered() === link.dataset.switch && !inside && !location.hash) {
        location.replace(link.href + location.search);
      }
    }
  };

  const fold = (text) => text.normalize("NFKC").toLowerCase();

  const addFilter = (place) => {
    const list = document.getElementById(place.dataset.filter);
    const entries = [...(list.tBodies ? list.tBodies[0].rows : list.children)];
    const label = document.createElement("label");
    const field = document.createElement("input");
    const none = document.createElement("p");
    field.type = "search";
    label.append(place.dataset.label, field);
    none.setAttribute("role", "status");
    place.append(label, none);
    field.addEventListener("input", () => {
      const wanted = fold(field.value.trim());
      let shown = 0;
      for (const entry of entries) {
        entry.hidden = !fold(entry.textContent).includes(wanted);
        shown += entry.hidden ? 0 : 1;
      }
      none.textContent = shown ? "" : place.dataset.none;
    });
  };

  const figure = (row, column) => {
    const text = row.cells[column].textContent.trim();
    return text === "" ? -Infinity : Number.parseFloat(text);
  };

  const addSorting = (table) => {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = table.dataset.sortable.replace("%c", head.textContent);
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const isNumber = head.dataset.sort === "number";
        const words = new Intl.Collator(document.documentElement.lang);
        const rows = [...body.rows].sort((a, b) => isNumber
          ? figure(a, column) - figure(b, column)
          : words.compare(a.cells[column].textContent, b.cells[column].textContent));
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  };

  keepLanguage();
  document.querySelectorAll("[data-filter]").forEach(addFilter);
  document.querySelectorAll("table[data-sortable]").forEach(addSorting);
})();
