// The grid of the workbench: which cell has the focus, its editor, pasting, and rows. What is typed
// goes to the server, which answers with the parts of the page that are other than they were.
"use strict";
(() => {
  const bar = () => document.getElementById("bar");
  if (!bar()) return;
  const words = document.getElementById("editor-words").dataset;
  const cells = () => [...document.querySelectorAll("td[data-route]")];
  let current = null;
  let editing = null;
  let queue = Promise.resolve();
  // A window keeps its name while it is loaded again, so that its own edits are not told to it.
  const named = sessionStorage.getItem("window") || crypto.getRandomValues(new Uint32Array(4)).join("-").slice(0, 40);
  sessionStorage.setItem("window", named);

  // --- To the server ---

  const address = (step) => `/spec/${encodeURIComponent(bar().dataset.name)}/${step}`;
  // What waits for the answer to what was sent before.
  const waiting = new Set();
  const send = (step, values) => {
    let isDone = false;
    const sent = { step, values };
    waiting.add(sent);
    queue = queue.then(() => {
      waiting.delete(sent);
      isRefused = false;
      return htmx.ajax("POST", address(step), {
        swap: "none",
        values: { ...values, base: bar().dataset.version, window: named },
      });
    }).catch(() => {}).then(() => { isDone = !isRefused && !noticed("other-window"); });
    if (detailed) queueDetails();
    return queue.then(settle).then(() => {
      if (noticed("saved", "merged", "saved-mine")) listAgain();
      return isDone;
    });
  };
  const noticed = (...ids) => ids.includes(document.querySelector("#notice [data-notice]")?.dataset.notice);
  // What the server did not answer, since it ended for example, is told; it is not carried out.
  let isRefused = false;
  for (const kind of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(kind, (event) => {
      if (event.detail.requestConfig.verb !== "post") return;
      isRefused = true;
      document.getElementById("notice").replaceChildren(document.getElementById("no-answer").content.cloneNode(true));
    });
  }
  // A button of a finding that is gone leaves the focus to the one in its place.
  let pressedAt = null;
  const refocus = () => {
    const others = [...document.querySelectorAll(pressedAt.kind)];
    (others[Math.min(pressedAt.at, others.length - 1)] || document.querySelector("#findings .count")).focus();
    pressedAt = null;
  };
  const listAgain = () => document.body.dispatchEvent(new Event("saved"));
  // The ways from changes to cells are those of the form that was shown: another one asks again.
  const changes = document.getElementById("changes");
  let compared = null;
  let isAgain = false;
  let isOtherForm = false;
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.target !== changes) return;
    compared = detail.elt;
    // What is asked for again is not read aloud again.
    changes.ariaLive = isAgain ? "off" : "polite";
    isAgain = false;
  });
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => { isOtherForm ||= detail.target.id === "form"; });
  const compareAgain = () => {
    isAgain = isOtherForm && changes.childElementCount > 0;
    isOtherForm = false;
    if (!isAgain) return;
    if (compared.isConnected) htmx.trigger(compared, compared.matches("form") ? "submit" : "click");
    else changes.replaceChildren();
  };
  // What was replaced leaves the focus to the page; what stays keeps it.
  const isFocusFree = () => document.activeElement === document.body || !document.activeElement;
  const settle = () => {
    compareAgain();
    const cell = followed() || (current && document.getElementById(current));
    if (pressedAt && document.activeElement === document.body) refocus();
    if (!editing && cell && (isFocusFree() || document.activeElement.matches("td[data-route]"))) focus(cell, cell.id !== current);
    rove();
    showRow();
  };
  // The cell of a row goes where the row goes.
  let follows = "";
  const followed = () => {
    const found = follows && document.querySelector(`#form td[data-route="${follows}"], #form tr[data-row="${follows}"] td[data-route]`);
    follows = "";
    return found;
  };
  const edit = (list) => send("edit", { cells: JSON.stringify(list) });

  // --- The focus ---

  const focus = (cell, scrolls = true) => {
    if (!cell) return;
    for (const each of cell.closest("table").querySelectorAll("td[tabindex='0']")) each.tabIndex = -1;
    cell.tabIndex = 0;
    current = cell.id;
    cell.focus({ preventScroll: !scrolls });
    showRow();
  };
  // The Tab key reaches one cell of each table.
  const rove = () => {
    for (const table of document.querySelectorAll("main table")) {
      const first = table.querySelector("td[data-route]");
      if (first && !table.querySelector("td[tabindex='0']")) first.tabIndex = 0;
    }
  };
  // How far from the left a cell is: its middle, or a place near the start of a wide one.
  const across = (cell) => {
    const box = cell.getBoundingClientRect();
    return box.left + Math.min(box.width / 2, 60);
  };
  const beside = (cell, step) => {
    const all = cells();
    return all[all.indexOf(cell) + step];
  };
  const below = (cell, step) => {
    const rows = [...document.querySelectorAll("main tr")].filter((each) => each.querySelector("td[data-route]"));
    const row = rows[rows.indexOf(cell.closest("tr")) + step];
    if (!row) return null;
    const away = (each) => Math.abs(across(each) - across(cell));
    return [...row.querySelectorAll("td[data-route]")].reduce((best, each) => (away(each) < away(best) ? each : best));
  };
  // Where the cell that has the focus is in the file: asked for when the focus stays.
  const placeArea = document.getElementById("place");
  let placing = 0;
  const showPlace = () => {
    clearTimeout(placing);
    placing = setTimeout(async () => {
      const cell = current && document.getElementById(current);
      if (!cell || editing) return;
      const answer = await fetch(address(`place?route=${cell.dataset.route}`)).catch(() => null);
      if (answer && answer.ok) placeArea.innerHTML = await answer.text();
    }, 300);
  };
  const openEditor = (route, line) =>
    htmx.ajax("POST", address("editor"), { source: placeArea, target: placeArea, values: { route, line } });
  const rowOf = () => {
    const cell = current && document.getElementById(current);
    return cell ? cell.closest("tr") : null;
  };
  const showRow = () => {
    const row = rowOf();
    const route = row && row.dataset.row;
    for (const each of document.querySelectorAll("#form tr.current")) if (each !== row) each.classList.remove("current");
    if (row) row.classList.add("current");
    for (const button of document.querySelectorAll("[data-action]")) button.disabled = !route;
    const select = document.getElementById("category");
    const holder = select.closest("label");
    const options = document.getElementById("categories");
    document.getElementById("show-details").hidden = !((detailed && detailed !== "head") || (row && row.dataset.details));
    holder.hidden = !(options && row && /(^|\.)indicators\.\d+$/.test(row.dataset.details || ""));
    if (!holder.hidden) {
      select.replaceChildren(...options.content.cloneNode(true).children);
      select.value = row.dataset.category;
    }
  };

  // What a row, or the head of the table, says beside the form: it is asked for anew after each edit.
  const details = document.getElementById("details");
  const showHead = document.getElementById("show-head");
  let detailed = "";
  const showDetails = () => {
    document.getElementById("show-details").setAttribute("aria-expanded", String(Boolean(detailed) && detailed !== "head"));
    showHead.setAttribute("aria-expanded", String(detailed === "head"));
    if (!detailed) return details.replaceChildren();
    return htmx.ajax("GET", address(`details?route=${encodeURIComponent(detailed)}`), { target: details, swap: "innerHTML" }).then(() => {
      const cell = current && document.getElementById(current);
      if (cell && details.contains(cell) && !editing && isFocusFree()) focus(cell, false);
      rove();
    });
  };
  // In the order of all requests: htmx drops an edit that waits while two others are made.
  const queueDetails = () => {
    queue = queue.then(showDetails).catch(() => {});
    return queue;
  };
  // They stand above the form: the focus goes there, and back to the row that they are about.
  let left = null;
  const enterDetails = (wanted) => {
    if (!detailed) left = current;
    detailed = wanted;
    queueDetails().then(() => focus(details.querySelector("td[data-route]")));
  };
  const leaveDetails = () => {
    detailed = "";
    showDetails();
    focus(document.getElementById(left));
  };
  showHead.addEventListener("click", () => (detailed === "head" ? leaveDetails() : enterDetails("head")));
  document.getElementById("show-details").addEventListener("click", () => {
    if (detailed && detailed !== "head") return leaveDetails();
    return enterDetails(rowOf().dataset.details);
  });
  const goToDetails = (wanted, route) => {
    detailed = wanted;
    queueDetails().then(() => {
      const found = [...details.querySelectorAll("td[data-route]")];
      focus(found.find((each) => `${route}.`.startsWith(`${each.dataset.route}.`)) || found[0]);
    });
  };

  // --- The editor of a cell ---

  const field = (tag, key, value, label) => {
    const holder = document.createElement("label");
    holder.append(label);
    const input = document.createElement(tag);
    input.dataset.key = key;
    input.value = value;
    holder.append(input);
    return holder;
  };
  // A day or a month is picked; what is no such is shown as it is written.
  const picked = (holder, usual) => {
    const input = holder.querySelector("input");
    const { value } = input;
    const types = { date: /^\d{4}-\d{2}-\d{2}$/, month: /^\d{4}-\d{2}$/ };
    input.type = value ? Object.keys(types).find((type) => types[type].test(value)) || "text" : usual;
    input.value = value;
    return holder;
  };
  const part = (cell, key) => cell.getAttribute(`data-part-${key}`) || "";
  const hasEnglish = () => words.languages.split(" ").includes("en");
  const fields = (cell) => {
    const kind = cell.dataset.kind;
    const options = cell.dataset.choices && document.getElementById(cell.dataset.choices);
    const one = (key, tag = "input") => field(tag, key, part(cell, key), words[key]);
    if (kind === "tasks" || kind === "several") return checks(cell, options);
    if (options) {
      const holder = field("select", "value", "", words.value);
      const select = holder.querySelector("select");
      select.append(new Option(words.blank, ""), ...options.content.cloneNode(true).children);
      const known = part(cell, "value");
      if (known && ![...select.options].some((each) => each.value === known)) select.append(new Option(known, known));
      select.value = known;
      return [holder];
    }
    if (kind === "text") return [one("zh", "textarea"), ...(hasEnglish() ? [one("en", "textarea")] : [])];
    if (kind === "target" || kind === "actual") {
      return [one("value", "textarea"), ...(hasEnglish() ? [one("en", "textarea")] : []), picked(field("input", "by", part(cell, "by"), kind === "actual" ? words.done : words.by), "date")];
    }
    if (kind === "date") return [picked(one("value"), "date")];
    if (kind === "period") return [picked(one("from"), "month"), picked(one("to"), "month")];
    const keys = cell.getAttributeNames().filter((name) => name.startsWith("data-part-")).map((name) => name.slice(10));
    if (keys.length > 1) return keys.filter((key) => key !== "en" || hasEnglish()).map((key) => one(key));
    return [one("value")];
  };
  const checks = (cell, options) => {
    const chosen = part(cell, "value").split("、").filter(Boolean);
    const found = [...(options ? options.content.children : [])].map((option, at) => {
      const holder = document.createElement("label");
      holder.className = "check";
      const box = document.createElement("input");
      box.type = "checkbox";
      box.value = option.value;
      box.dataset.key = "value";
      box.checked = chosen.includes(option.value);
      holder.append(box, cell.dataset.kind === "tasks" ? `${at + 1} ${option.textContent}` : option.textContent);
      return holder;
    });
    return found.length ? found : [field("input", "value", chosen.join("、"), words.value)];
  };
  const open = (cell, typed) => {
    if (editing || !cell) return;
    if (cell.dataset.kind === "tick") return void edit([[cell.dataset.route, { value: part(cell, "value") ? "" : "yes" }]]);
    if (cell.dataset.kind === "list") return void enterDetails(cell.closest("tr").dataset.details);
    editing = { cell, before: [...cell.childNodes] };
    const form = document.createElement("form");
    form.className = "editor";
    form.append(...fields(cell));
    cell.replaceChildren(form);
    editing.start = JSON.stringify(values(form));
    const input = form.querySelector("input, textarea, select");
    if (typed !== undefined && input.type !== "checkbox" && input.tagName !== "SELECT") input.value = typed;
    input.focus();
    if (input.select && typed === undefined && input.type !== "checkbox") input.select();
    // A field that gets the focus may bring itself into sight later, and its form not.
    const show = () => form.scrollIntoView({ block: "nearest", inline: "nearest" });
    show();
    requestAnimationFrame(show);
    form.addEventListener("submit", (event) => { event.preventDefault(); close(true); });
    form.addEventListener("focusout", (event) => {
      if (editing && !form.contains(event.relatedTarget)) close(true, false);
    });
  };
  const values = (form) => {
    const found = {};
    const boxes = [...form.querySelectorAll("input[type=checkbox]")];
    if (boxes.length) return { value: boxes.filter((each) => each.checked).map((each) => each.value).join("、") };
    for (const each of form.querySelectorAll("[data-key]")) found[each.dataset.key] = each.value;
    return found;
  };
  const close = (keeps, refocuses = true) => {
    if (!editing) return null;
    const { cell, before, start } = editing;
    const typed = values(cell.querySelector("form"));
    editing = null;
    cell.replaceChildren(...before);
    if (refocuses) focus(cell, false);
    const sent = keeps && JSON.stringify(typed) !== start ? edit([[cell.dataset.route, typed]]) : null;
    // What was not carried out is there again, to be sent again or copied.
    if (sent) sent.then((isDone) => { if (!isDone && !editing) reopen(cell.id, typed); });
    if (isBehind) follow();
    return sent;
  };

  // A page that is left, or loaded again, sends what was typed; it does not wait for the answer.
  addEventListener("pagehide", () => {
    const { version } = bar().dataset;
    const last = ({ step, values }) => navigator.sendBeacon(address(step), new URLSearchParams({ ...values, base: version, window: named }));
    waiting.forEach(last);
    if (!editing) return;
    const { cell, before, start } = editing;
    const typed = values(cell.querySelector("form"));
    editing = null;
    cell.replaceChildren(...before);
    if (JSON.stringify(typed) !== start) last({ step: "edit", values: { cells: JSON.stringify([[cell.dataset.route, typed]]) } });
  });

  // A cell that is being edited may be among those that the server sends: its editor goes on.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (editing && event.detail.target.contains(editing.cell)) {
      const typed = values(editing.cell.querySelector("form"));
      const id = editing.cell.id;
      editing = null;
      queueMicrotask(() => reopen(id, typed));
    }
  });
  // A browser keeps a place of the old form in sight while the new one is put above it, which then
  // leaves the page at its end.
  let scrolled = { top: 0, lefts: [] };
  const wide = () => [...document.querySelectorAll("#form .scroll")];
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.id === "form") scrolled = { top: scrollY, lefts: wide().map((each) => each.scrollLeft) };
  });
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
    if (detail.target.id !== "form") return;
    scrollTo(scrollX, scrolled.top);
    wide().forEach((each, at) => { each.scrollLeft = scrolled.lefts[at] || 0; });
  });
  const reopen = (id, typed) => {
    open(document.getElementById(id));
    if (!editing) return;
    for (const each of editing.cell.querySelectorAll("[data-key]")) {
      if (each.type === "checkbox") each.checked = typed.value.split("、").includes(each.value);
      else each.value = typed[each.dataset.key];
    }
  };

  // --- Keys ---

  const steps = { ArrowRight: [beside, 1], ArrowLeft: [beside, -1], ArrowDown: [below, 1], ArrowUp: [below, -1] };
  // The row of a cell, by keys: Ctrl+Enter adds one below, Ctrl+D copies, Ctrl+Delete removes, Alt moves.
  const rowKey = (event) => {
    if (event.altKey) return { ArrowUp: "up", ArrowDown: "down" }[event.key];
    return (event.ctrlKey || event.metaKey) && { Enter: "add", d: "copy", Delete: "remove", Backspace: "remove" }[event.key];
  };
  const clear = (cell) => {
    const blank = {};
    for (const name of cell.getAttributeNames()) if (name.startsWith("data-part-")) blank[name.slice(10)] = "";
    edit([[cell.dataset.route, blank]]);
  };
  const onCell = (event, cell) => {
    if (rowKey(event)) {
      event.preventDefault();
      return change(rowKey(event));
    }
    if (steps[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const [find, step] = steps[event.key];
      event.preventDefault();
      focus(find(cell, step));
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      open(cell);
    } else if (event.key === "Tab" && beside(cell, event.shiftKey ? -1 : 1)) {
      event.preventDefault();
      focus(beside(cell, event.shiftKey ? -1 : 1));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      clear(cell);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const row = [...cell.closest("tr").querySelectorAll("td[data-route]")];
      focus(event.key === "Home" ? row[0] : row[row.length - 1]);
    } else if (event.key === "Process" || event.keyCode === 229) {
      // An input method begins: what it composes goes into the editor.
      if (cell.dataset.kind !== "tick") open(cell, "");
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (event.key === " " || cell.dataset.kind !== "tick") open(cell, event.key === " " ? undefined : event.key);
    }
  };
  const onEditor = (event) => {
    const { cell } = editing;
    const isArea = event.target.tagName === "TEXTAREA";
    // These keys are those of an input method while it composes; in Safari, also the one that ends it.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close(false);
    } else if (event.key === "Enter" && !(isArea && event.shiftKey)) {
      event.preventDefault();
      close(true);
      focus(below(document.getElementById(cell.id), 1) || document.getElementById(cell.id));
    } else if (event.key === "Tab") {
      const inputs = [...cell.querySelectorAll("input, textarea, select")];
      if (inputs[inputs.indexOf(event.target) + (event.shiftKey ? -1 : 1)]) return;
      event.preventDefault();
      close(true);
      focus(beside(document.getElementById(cell.id), event.shiftKey ? -1 : 1) || document.getElementById(cell.id));
    }
  };
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "s") {
      event.preventDefault();
      close(true);
      send("save", {});
    } else if (command && !editing && ["z", "y"].includes(event.key.toLowerCase())) {
      event.preventDefault();
      send(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo", {});
    } else if (event.key === "F6") {
      event.preventDefault();
      close(true);
      const areas = ["#main", ".side", ".tools", "#bar button:enabled, .top button"].map((each) => document.querySelector(each));
      const inside = areas.map((each) => each.contains(document.activeElement));
      areas[(inside.lastIndexOf(true) + (event.shiftKey ? areas.length - 1 : 1)) % areas.length].focus();
    } else if (editing && editing.cell.contains(event.target)) {
      onEditor(event);
    } else if (event.target.matches("td[data-route]")) {
      onCell(event, event.target);
    }
  });

  // --- The mouse ---

  // A click on the cell that has the focus opens it, and not the one that brings the focus.
  let pressed = null;
  document.addEventListener("mousedown", (event) => {
    const cell = event.target.closest("td[data-route]");
    pressed = cell && document.activeElement === cell ? cell : null;
  });
  document.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-route]");
    const button = event.target.closest("button");
    const paper = event.target.closest("a[download]");
    if (button) return press(button);
    if (paper) return void (event.preventDefault(), take(paper));
    if (!cell || (editing && editing.cell === cell)) return undefined;
    if ((event.ctrlKey || event.metaKey) && placeArea.querySelector("[data-editor]")) return openEditor(cell.dataset.route, "");
    if (cell === pressed) return open(cell);
    return focus(cell, false);
  });
  document.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td[data-route]");
    if (cell && !editing) open(cell);
  });
  // A file takes a while, or there is none: either is told beside the links.
  const take = async (link) => {
    const area = document.getElementById("paper");
    area.textContent = words.making;
    await queue;
    const answer = await fetch(link.href).catch(() => null);
    if (!answer || !answer.ok) return void (area.innerHTML = answer ? await answer.text() : "");
    const file = document.createElement("a");
    file.href = URL.createObjectURL(await answer.blob());
    file.download = decodeURIComponent(answer.headers.get("content-disposition").split("''")[1]);
    file.click();
    area.replaceChildren();
    setTimeout(() => URL.revokeObjectURL(file.href), 60000);
  };
  const press = (button) => {
    const kind = ["[data-reviewed]", "[data-mend]"].find((each) => button.matches(each));
    pressedAt = kind ? { kind, at: [...document.querySelectorAll(kind)].indexOf(button) } : null;
    const { step, prefer, go, details: wanted, at, mend, fix, reviewed, add, action, editor, route } = button.dataset;
    if (step) send(step, prefer ? { prefer } : {});
    if (go) focus(document.getElementById(go));
    if (wanted) goToDetails(wanted, at);
    if (mend) send("mend", { route: mend, fix });
    if (reviewed) send("reviewed", { line: reviewed });
    if (add) {
      follows = add;
      send("row", { action: "add", route: add, category: "" });
    }
    if (action) change(action);
    if (editor) openEditor(route, editor);
    else if (editor !== undefined) openEditor(document.getElementById(current)?.dataset.route ?? "", "1");
  };
  const change = (action) => {
    const row = rowOf();
    if (!row) return;
    let route = row.dataset.row;
    if (details.contains(row)) return;
    if (action !== "add") detailed = "";
    const step = { add: 1, copy: 1, down: 1, up: -1, remove: 0 }[action];
    const moved = route.replace(/\d+$/, (number) => Math.max(0, Number(number) + step));
    const cell = document.getElementById(current);
    follows = cell ? cell.dataset.route.replace(route, moved) : "";
    if (action === "add") route = moved;
    send("row", { action, route, category: row.dataset.category });
  };
  document.getElementById("category").addEventListener("change", (event) => {
    const row = rowOf();
    if (!row) return;
    follows = document.getElementById(current).dataset.route;
    edit([[`${row.dataset.row}.category`, { value: event.target.value }]]);
  });

  // --- A block from a spreadsheet ---

  // Merged cells have their text in the first of the cells that they cover.
  const fromHtml = (html) => {
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    if (!table) return null;
    const block = [...table.rows].map(() => []);
    [...table.rows].forEach((row, down) => {
      let at = 0;
      for (const cell of row.cells) {
        while (block[down][at] !== undefined) at += 1;
        for (let below = down; below < Math.min(down + cell.rowSpan, block.length); below += 1) {
          for (let right = at; right < at + cell.colSpan; right += 1) block[below][right] = "";
        }
        block[down][at] = textOf(cell);
      }
    });
    return block.map((row) => Array.from(row, (text) => text || ""));
  };
  const textOf = (cell) => {
    for (const line of cell.querySelectorAll("br")) line.replaceWith("\n");
    return cell.textContent.trim();
  };
  // A spreadsheet quotes a cell that has tabs, lines or quotes; other quotes are those of a text.
  const QUOTED = /"((?:[^"]|"")*)"(?=\t|\n|$)/y;
  const quotedCell = (text, at) => {
    QUOTED.lastIndex = at;
    const found = QUOTED.exec(text);
    return found && /[\t\n]|""/.test(found[1]) ? found : null;
  };
  const fromText = (pasted) => {
    const text = pasted.replace(/\r\n?/g, "\n");
    const rows = [[]];
    for (let at = 0; at <= text.length; at += 1) {
      const row = rows[rows.length - 1];
      const quoted = quotedCell(text, at);
      const [cell] = quoted || /[^\t\n]*/.exec(text.slice(at));
      row.push(quoted ? quoted[1].replaceAll('""', '"') : cell);
      at += cell.length;
      if (text[at] === "\n") rows.push([]);
    }
    return rows.filter((row, at) => at < rows.length - 1 || row.some(Boolean));
  };
  document.addEventListener("paste", (event) => {
    const cell = event.target.closest && event.target.closest("td[data-route]");
    if (!cell || editing) return;
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    const block = (html && fromHtml(html)) || fromText(event.clipboardData.getData("text/plain"));
    if (block.length) send("paste", { anchor: cell.id, rows: JSON.stringify(block) });
  });
  const copy = (event) => {
    const cell = event.target.closest && event.target.closest("td[data-route]");
    if (!cell || editing || String(getSelection())) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", part(cell, "zh") || part(cell, "value"));
    if (event.type === "cut") clear(cell);
  };
  for (const type of ["copy", "cut"]) document.addEventListener(type, copy);

  // --- The file on the disk ---

  // A cell that is being edited is left alone: what is typed is sent first, and then merged.
  let isBehind = false;
  let hasSwapped = false;
  document.addEventListener("htmx:oobAfterSwap", () => { hasSwapped = true; });
  const follow = () => {
    isBehind = document.hidden || Boolean(editing);
    if (isBehind) return;
    queue = queue.then(async () => {
      const { version } = bar().dataset;
      hasSwapped = false;
      await htmx.ajax("GET", address(`follow?base=${version}&window=${named}`), { swap: "none" });
      if (!hasSwapped) return;
      if (detailed) await showDetails();
      settle();
      listAgain();
    }).catch(() => {});
  };
  // The server sends the names of changed files. A hidden page does not listen, since a browser
  // keeps only a few connections. Where nothing is sent, the page asks; now and then it always does,
  // for a drive of the network on which others are not heard.
  let events = null;
  const listen = () => {
    if (events) events.close();
    events = document.hidden ? null : new EventSource("/events");
    if (!events) return;
    events.addEventListener("open", follow);
    events.addEventListener("message", (event) => {
      const isOwn = JSON.parse(event.data).includes(bar().dataset.name);
      // A report shows its plan, too.
      if (isOwn || "report" in words) follow();
      if (!isOwn) listAgain();
    });
  };
  setInterval(() => { if (!events || events.readyState !== EventSource.OPEN) follow(); }, 5000);
  setInterval(follow, 30000);
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("focus", follow);
  listen();
  rove();
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("td[data-route]")) { current = event.target.id; showRow(); showPlace(); }
  });
})();
