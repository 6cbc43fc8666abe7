// The builder of audiences: reads its groups and rows from the page, tells Dash of each edit once typing rests, of each
// button at once; puts what the server says beside the condition it belongs to, and the keyboard back where it was.
(function () {
  "use strict";
  const RESTS = 350, PATIENCE = 4000; // milliseconds
  let timer = 0;

  function own(node, selector) { return [...node.querySelectorAll(selector)]; }

  function read(node) {
    if (node.dataset.node === "group") {
      const parts = [...node.querySelector(":scope > .parts").children];
      return {
        mode: node.querySelector(":scope > .group-head [name=mode]").value,
        parts: parts.map(function (part) { return read(part.querySelector(":scope > [data-node]")); }),
      };
    }
    const fields = {};
    own(node, "select[name], input[name]:not([type=search])").forEach(function (one) { fields[one.name] = one.value; });
    const pressed = own(node, '[data-value][aria-pressed="true"]');
    return { fields: fields, values: pressed.map(function (one) { return one.dataset.value; }) };
  }

  function outermost() { return document.querySelector("#audience-tree .outermost"); }
  function tell(store, data) { window.dash_clientside.set_props(store, { data: data }); }

  function edited() {
    clearTimeout(timer);
    timer = setTimeout(function () {
      if (outermost()) tell("audience-draft", { tree: read(outermost()), at: String(Date.now()) });
    }, RESTS);
  }

  function ask(act, path, name, sure) {
    if (!outermost()) return;
    clearTimeout(timer); // what was typed goes with it
    const field = document.getElementById("audience-name"), saves = act === "save" || act === "copy";
    const more = saves ? { name: field ? field.value : "", sure: sure || "" } : { name: name || "" };
    if (saves) leave(Date.now());
    tell("audience-asked", Object.assign({ act: act, path: path, tree: read(outermost()), at: String(Date.now()) }, more));
  }

  function pathOf(element) { return element.closest("[data-node]").dataset.path; }

  document.addEventListener("click", function (event) {
    const builder = event.target.closest("#audience-builder");
    if (!builder) return;
    const button = event.target.closest("button[data-does]"), choice = event.target.closest("button[data-value]");
    if (button) {
      ask(button.dataset.does, button.dataset.path, "", button.dataset.sure);
    } else if (choice) {
      choice.setAttribute("aria-pressed", String(choice.getAttribute("aria-pressed") !== "true"));
      const picker = choice.closest("details.picker");
      if (picker) summarise(picker);
      edited();
    }
  });
  document.addEventListener("change", function (event) {
    if (!event.target.closest("#audience-tree")) return;
    if (event.target.dataset.reshapes) ask("reshape", pathOf(event.target), event.target.name); else edited();
  });
  document.addEventListener("input", function (event) {
    if (event.target.matches("#audience-tree input:not([type=search])")) edited();
  });
  document.addEventListener("keydown", function (event) {
    if (event.target.id === "audience-name" && event.key === "Enter") ask("save", "");
    const node = event.altKey && event.target.closest("#audience-tree [data-node]");
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!node || !way || !node.dataset.path) return;
    event.preventDefault();
    const does = event.target.dataset.does;
    ask(way, node.dataset.path, does ? "" : event.target.name || "subject");
  });

  // What a picker's button says: what is chosen in it.
  function summarise(picker) {
    const chosen = own(picker, '[aria-pressed="true"]').map(function (one) { return one.textContent; });
    const words = chosen.length > 3 ? chosen[0] + " +" + (chosen.length - 1) : chosen.join(", ");
    picker.querySelector("summary").firstChild.textContent = words || say("Choose …");
  }

  function written(count) { return count.toLocaleString(document.documentElement.lang || "en"); }
  function nodes() { return own(document, "#audience-tree [data-node]"); }
  function put(node, name, words) {
    const place = node.querySelector(":scope > .condition-" + name);
    if (place && place.textContent !== words) place.textContent = words;
  }

  function beside(problems, found) {
    const errors = (problems && problems.errors) || {}, notes = (problems && problems.notes) || {};
    const finds = (found && found.finds) || {}, isCounted = found && problems && found.at === problems.at;
    nodes().forEach(function (node) {
      const path = node.dataset.path, count = isCounted ? finds[path] : undefined;
      const finding = count === undefined ? "" : say("finds {count} by itself", { count: written(count) });
      put(node, "error", errors[path] || "");
      put(node, "note", [notes[path], finding].filter(Boolean).join(" · "));
      node.classList.toggle("wrong", Boolean(errors[path]));
    });
  }

  // Once what was asked for is drawn: to the same field or button of the same condition, else to its first field.
  function go(focus, since) {
    const tree = document.querySelector('#audience-tree [data-version="' + CSS.escape(focus.at) + '"]');
    if (!tree) {
      if (Date.now() - since < PATIENCE) setTimeout(function () { go(focus, since); }, 20);
      return;
    }
    const node = tree.querySelector('[data-node][data-path="' + focus.path + '"]') || tree.firstElementChild;
    const wanted = focus.name ? '[name="' + CSS.escape(focus.name) + '"]' :
      '[data-does="' + focus.act + '"][data-path="' + focus.path + '"]';
    const same = focus.act === "remove" ? null : node.querySelector(wanted); // Enter twice removes one
    const next = same || node.querySelector("select, input, button");
    if (next) next.focus();
  }

  // Once the builder gave way to the page of what was saved: the keyboard goes on there, not at the document's start.
  function leave(since) {
    if (outermost()) {
      if (Date.now() - since < PATIENCE) setTimeout(function () { leave(since); }, 50);
    } else if (document.activeElement === document.body) {
      document.getElementById("page").focus();
    }
  }

  // Lists of numbers or addresses: pasted, or read from a file here, and sent in parts.
  const PART = 10000, LETTERS = 300000, LONGEST = 1000; // lines and letters of a part, letters of a line
  let file = null, waiting = null;

  // UTF-8, UTF-16 as it says itself, else Windows' own; nothing of what is no text.
  function textOf(bytes) {
    const starts = [[0x50, 0x4B, 3, 4], [0xD0, 0xCF, 0x11, 0xE0], [0x25, 0x50, 0x44, 0x46], [0x1F, 0x8B]];
    if (starts.some(function (one) { return one.every(function (byte, at) { return bytes[at] === byte; }); })) return null;
    if (bytes[0] === 0xFF && bytes[1] === 0xFE) return new TextDecoder("utf-16le").decode(bytes);
    if (bytes[0] === 0xFE && bytes[1] === 0xFF) return new TextDecoder("utf-16be").decode(bytes);
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (problem) {
      text = new TextDecoder("windows-1252").decode(bytes);
    }
    return text.includes("\0") ? null : text;
  }

  function entriesOf(form) {
    const text = form.querySelector("[name=entries]").value.split(/\r?\n/);
    const lines = text.concat(file && file.form === form ? file.lines : []);
    return lines.map(function (line) { return line.trim().slice(0, LONGEST); }).filter(Boolean);
  }

  function send(part) {
    let many = 0, letters = 0;
    while (many < Math.min(PART, waiting.entries.length) && letters < LETTERS) letters += waiting.entries[many++].length;
    const entries = waiting.entries.splice(0, many);
    waiting.at = String(Date.now());
    tell("lists-asked", Object.assign({ entries: entries, at: waiting.at, part: part }, waiting.said));
  }

  function choose(form) {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".csv,.txt,.tsv,text/plain,text/csv";
    input.addEventListener("change", function () {
      const chosen = input.files[0];
      if (!chosen) return;
      chosen.arrayBuffer().then(function (content) {
        const text = textOf(new Uint8Array(content)), told = form.querySelector("[data-chosen]");
        file = text === null ? null : { form: form, lines: text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/) };
        const count = file ? file.lines.filter(function (line) { return line.trim(); }).length : 0;
        const what = { file: chosen.name, count: written(count) };
        if (!file) told.textContent = say("{file} is a workbook, or another file that is no text: save it as CSV, and choose that.", what);
        else told.textContent = count === 1 ? say("{file}: 1 line", what) : say("{file}: {count} lines", what);
      });
    });
    input.click();
  }

  document.addEventListener("click", function (event) {
    const form = event.target.closest(".bring-form");
    if (!form) return;
    if (event.target.closest("[data-reads]")) choose(form);
    const button = event.target.closest("[data-brings]");
    if (!button) return;
    const name = form.querySelector("[name=name]"), said = { act: button.dataset.brings, name: name ? name.value : "" };
    if (button.dataset.list) said.list = button.dataset.list;
    waiting = { entries: entriesOf(form), said: said };
    const table = file && file.form === form ? file.lines.filter(function (line) { return line.trim(); }) : waiting.entries;
    said.head = (table[0] || "").trim().slice(0, LONGEST);
    send("");
  });

  let gone = "";
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    audiences: {
      beside: function (problems, found, focus) {
        beside(problems, found);
        if (focus && focus.at !== gone) { gone = focus.at; go(focus, Date.now()); }
        return null;
      },
      came: function (came) { // the next part of a list that is on its way
        if (!came || !waiting || came.at !== waiting.at) return null;
        const act = waiting.said.act === "take" ? "take" : "more";
        waiting.said = { act: act, list: String(came.list), head: waiting.said.head };
        if (waiting.entries.length) send("next"); else waiting = file = null;
        return null;
      },
    },
  });
})();
