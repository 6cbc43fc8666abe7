// The menu of every chart: its table, its definitions, full screen, and files of exactly what is shown.
(function () {
  "use strict";
  const BASE = document.documentElement.dataset.base;
  const FAILED = say("The dashboard did not answer. Try again in a moment.");
  const SIDE = 16, LINE = 20, HEAD = 21, RISE = 12; // pixels: around a picture, of a line of its basis, of its title, of that above its place
  const ITEMS = [
    ["table", "table", say("Show as table")],
    ["terms", "question-circle", say("How it is worked out")],
    ["note", "flag", say("Notes on dates")],
    ["whole", "arrows-fullscreen", say("Full screen")],
    ["page", "arrow-right", say("Open its page")],
    ["board", "columns-gap", say("Add to a board")],
    null,
    ["csv", "filetype-csv", say("CSV file")],
    ["xlsx", "file-earmark-spreadsheet", say("Excel file")],
    ["png", "image", say("PNG picture")],
    ["svg", "filetype-svg", say("SVG picture")],
  ];
  let menu = null, dialog, card = null, opener = null;

  function make(tag, attributes, children) {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(function (one) { element.setAttribute(one[0], one[1]); });
    element.append(...(children || []));
    return element;
  }
  function icon(name) { return make("span", { class: "icon icon-" + name, "aria-hidden": "true" }); }
  function titleOf(section) { return section.querySelector(".card-title").innerText.trim(); }
  function noteOf(section) { return section.querySelector(".card-note").innerText.trim().replace(/\s+/g, " "); }
  function plotOf(section) { return section.querySelector(".js-plotly-plot"); }

  // --- the menu ---
  function build() {
    const entries = ITEMS.map(function (one) {
      if (!one) return make("div", { role: "separator", class: "chart-menu-line" });
      return make("button", { type: "button", role: "menuitem", tabindex: "-1", "data-does": one[0] }, [icon(one[1]), one[2]]);
    });
    menu = make("div", { id: "chart-menu", class: "chart-menu", role: "menu", popover: "auto", "aria-label": say("More of this chart") }, entries);
    document.body.append(menu);
    menu.addEventListener("click", function (event) {
      const chosen = event.target.closest("[data-does]");
      if (!chosen) return;
      const section = card;
      menu.hidePopover();
      DOES[chosen.dataset.does](section);
    });
    menu.addEventListener("keydown", steer);
    menu.addEventListener("toggle", function (event) {
      if (event.newState === "open" || !opener) return;
      opener.setAttribute("aria-expanded", "false");
      if (menu.contains(document.activeElement) || document.activeElement === document.body) opener.focus();
    });
  }

  function open(button) {
    if (!menu) build();
    opener = button;
    card = button.closest(".chart-card");
    menu.querySelector("[data-does=note]").hidden = !("dated" in button.dataset); // charts along months show them
    menu.querySelector("[data-does=page]").hidden = !card.dataset.address; // of a card on a board
    const place = button.getBoundingClientRect();
    menu.showPopover();
    const width = menu.offsetWidth, height = menu.offsetHeight;
    menu.style.left = Math.max(8, Math.min(place.right - width, innerWidth - width - 8)) + "px";
    menu.style.top = Math.max(8, Math.min(place.bottom + 4, innerHeight - height - 8)) + "px";
    button.setAttribute("aria-expanded", "true");
    menu.querySelector("[role=menuitem]").focus();
  }

  function steer(event) {
    const all = [...menu.querySelectorAll("[role=menuitem]:not([hidden])")], at = all.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Tab") menu.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    all[(next + all.length) % all.length].focus();
  }

  // --- what the server tells of a chart ---
  function address(section, kind) {
    const meta = plotOf(section).layout.meta || {}, argument = meta.argument;
    const of = argument ? "/" + encodeURIComponent(argument) : "";
    return BASE + "/charts/" + kind + "/" + section.dataset.card + of + (meta.search || "");
  }

  async function tell(section, withTable) {
    show(section, [make("p", { role: "status" }, [say("One moment …")])]);
    let answer;
    try {
      answer = await (await fetch(address(section, "table"))).json();
    } catch (error) {
      answer = { error: FAILED };
    }
    if (answer.error) return show(section, [make("p", { role: "alert", class: "muted" }, [answer.error])]);
    const parts = withTable ? [tableOf(section, answer)] : [];
    if (withTable) parts.push(make("h3", { class: "chart-terms-title" }, [say("How it is worked out")]));
    show(section, [...parts, termsOf(answer.terms)]);
  }

  function tableOf(section, answer) {
    if (!answer.rows.length) return make("p", { class: "muted" }, [say("The chart shows nothing.")]);
    const isText = answer.columns.map(function (one) { return ["text", "month", "day"].includes(one.kind); });
    const heads = answer.columns.map(function (one, at) { return make("th", { scope: "col", class: isText[at] ? "" : "number" }, [one.name]); });
    const rows = answer.rows.map(function (row) {
      return make("tr", {}, row.map(function (cell, at) {
        return at ? make("td", { class: isText[at] ? "" : "number" }, [cell]) : make("th", { scope: "row" }, [cell]);
      }));
    });
    const caption = make("caption", { class: "visually-hidden" }, [titleOf(section)]);
    const table = make("table", { class: "data-table" }, [caption, make("thead", {}, [make("tr", {}, heads)]), make("tbody", {}, rows)]);
    return make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": say("Table") }, [table]);
  }

  function termsOf(terms) {
    return make("dl", { class: "chart-terms" }, terms.flatMap(function (one) {
      const basis = one.basis ? [make("span", { class: "muted" }, [" · " + one.basis])] : [];
      return [make("dt", {}, [one.name]), make("dd", {}, [one.text, ...basis])];
    }));
  }

  function show(section, content) { present(titleOf(section), noteOf(section), content); }

  function present(name, basis, content) {
    if (!dialog) {
      dialog = make("dialog", { id: "chart-dialog", class: "chart-dialog", "aria-labelledby": "chart-dialog-title" });
      document.body.append(dialog);
      dialog.addEventListener("click", function (event) {
        if (event.target === dialog || event.target.closest(".chart-dialog-close, .visit-begin")) dialog.close();
      });
      dialog.addEventListener("close", function () { if (opener) opener.focus(); });
    }
    const close = make("button", { type: "button", class: "icon-button chart-dialog-close", "aria-label": say("Close") }, [icon("x-lg")]);
    const title = make("h2", { id: "chart-dialog-title", class: "card-title" }, [name]);
    const head = make("header", { class: "card-head" }, [title, make("p", { class: "card-note" }, [basis]), close]);
    dialog.replaceChildren(make("div", { class: "chart-dialog-frame" }, [head, ...content]));
    if (!dialog.open) dialog.showModal();
    close.focus({ focusVisible: false });
  }

  // --- help with a page: what it answers, its charts, what its measures mean ---
  async function help(button) {
    opener = button;
    const page = document.getElementById("page"), subtitle = page.querySelector(".page-subtitle");
    const cards = [...page.querySelectorAll(".card-panel")].filter(function (one) { // those that say what they show, and on what basis
      const title = one.querySelector(".card-title"), note = one.querySelector(".card-note");
      return title && note && title.innerText.trim() && note.innerText.trim();
    });
    const charts = cards.filter(function (one) { return one.matches(".chart-card"); }).map(function (one) { return one.dataset.card; });
    const path = location.pathname.slice(BASE.length) || "/";
    let terms = [];
    try {
      terms = (await (await fetch(BASE + "/charts/terms/" + (charts.join(",") || "-") + "?page=" + encodeURIComponent(path))).json()).terms;
    } catch (error) { /* the rest helps as well */ }
    const told = cards.map(function (one) { return make("li", {}, [make("strong", {}, [titleOf(one)]), " · " + noteOf(one)]); });
    const glossary = make("a", { class: "link", href: BASE + "/glossary" }, [say("Glossary")]);
    const around = make("button", { type: "button", class: "button visit-begin" }, [icon("arrow-right"), say("Show me around")]);
    const parts = [make("p", { class: "chart-help" }, [say("Find (/ or Ctrl K) goes anywhere by name. ⋯ on a chart shows it as a table, says how it is worked out and saves it. All measures:") + " ", glossary, "."]), make("p", { class: "visit-again" }, [around])];
    if (told.length) parts.push(make("h3", { class: "chart-terms-title" }, [say("On this page")]), make("ul", { class: "chart-help" }, told));
    if (terms.length) parts.push(make("h3", { class: "chart-terms-title" }, [say("How it is worked out")]), termsOf(terms));
    present(page.querySelector("h1").innerText, subtitle ? subtitle.innerText : "", parts);
  }

  // --- full screen ---
  function fit(section) {
    const plot = plotOf(section);
    requestAnimationFrame(function () { requestAnimationFrame(function () { if (plot) window.Plotly.Plots.resize(plot); }); });
  }
  function whole(section) {
    if (section.requestFullscreen) return section.requestFullscreen().catch(function () { cover(section); });
    cover(section);
  }
  function cover(section) { // where a browser gives no full screen: over all of the page
    section.classList.toggle("whole");
    fit(section);
  }
  document.addEventListener("fullscreenchange", function () {
    if (card) { fit(card); if (!document.fullscreenElement && opener) opener.focus(); }
  });

  // --- files ---
  function save(blob, name) {
    const link = make("a", { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }
  async function file(section, kind) {
    let said = FAILED;
    try {
      const response = await fetch(address(section, kind));
      if (response.ok) {
        const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") || "");
        return save(await response.blob(), named ? named[1] : section.dataset.card + "." + kind);
      }
      said = await response.text();
    } catch (error) { /* told below */ }
    show(section, [make("p", { role: "alert", class: "muted" }, [said])]);
  }

  function nameOf(section, kind) {
    const said = titleOf(section).replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
    return section.dataset.card + "_" + said + "." + kind;
  }

  // A text in lines that find room in so many pixels.
  function lines(text, font, room) {
    const pen = document.createElement("canvas").getContext("2d"), found = [""];
    pen.font = font;
    text.split(" ").forEach(function (word) {
      const longer = (found[found.length - 1] + " " + word).trim();
      if (pen.measureText(longer).width <= room) found[found.length - 1] = longer;
      else found.push(word);
    });
    return found.filter(Boolean);
  }
  function safe(text) { return text.replace(/&/g, "&amp;").replace(/</g, "&lt;"); }

  // The chart as it is drawn, under its title and its basis.
  function pictured(section) {
    const plot = plotOf(section), drawn = plot._fullLayout.margin, style = getComputedStyle(document.documentElement);
    const width = Math.max(plot.clientWidth, 480) + 2 * SIDE, room = width - 2 * SIDE, family = getComputedStyle(section).fontFamily;
    const title = lines(titleOf(section), "600 16px " + family, room), note = lines(noteOf(section), "12px " + family, room);
    const head = SIDE + title.length * HEAD + note.length * LINE + 16, height = plot.clientHeight + head + SIDE;
    const text = "<b>" + title.map(safe).join("<br>") + "</b><br><span style=\"font-size:12px;color:" + style.getPropertyValue("--muted").trim() + "\">" + note.map(safe).join("<br>") + "</span>";
    const layout = Object.assign(structuredClone(plot.layout), {
      width: width, height: height, autosize: false, meta: undefined,
      paper_bgcolor: style.getPropertyValue("--surface").trim(),
      margin: Object.assign({}, plot.layout.margin, { l: drawn.l + SIDE, r: drawn.r + SIDE, t: drawn.t + head, b: drawn.b + SIDE }),
      title: { text: text, x: SIDE / width, xref: "container", xanchor: "left", y: 1 - (SIDE + RISE) / height, yref: "container", yanchor: "top", font: { size: 16 } },
    });
    return { data: structuredClone(plot.data), layout: layout, config: { topojsonURL: plot._context.topojsonURL } };
  }

  let font = null; // the page's own, which a picture has to bring along
  async function fontStyle() {
    if (font === null) {
      const bytes = new Uint8Array(await (await fetch(document.querySelector("link[as=font]").href)).arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192));
      font = "<style>@font-face{font-family:Inter;font-weight:100 900;src:url(data:font/woff2;base64," + btoa(text) + ")}</style>";
    }
    return font;
  }

  async function picture(section, kind) {
    try {
      const figure = pictured(section), size = figure.layout;
      const drawn = await window.Plotly.toImage(figure, { format: "svg", width: size.width, height: size.height, imageDataOnly: true });
      const svg = new Blob([drawn.replace(/(<svg[^>]*>)/, "$1" + await fontStyle())], { type: "image/svg+xml" });
      save(kind === "svg" ? svg : await painted(svg, size.width, size.height), nameOf(section, kind));
    } catch (error) {
      show(section, [make("p", { role: "alert", class: "muted" }, [say("This browser could not draw the picture.")])]);
    }
  }
  async function painted(svg, width, height) {
    const canvas = make("canvas", { width: 2 * width, height: 2 * height }), image = new Image(), source = URL.createObjectURL(svg);
    image.src = source;
    await image.decode();
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(source);
    return new Promise(function (done) { canvas.toBlob(done, "image/png"); });
  }

  const DOES = {
    table: function (section) { tell(section, true); },
    terms: function (section) { tell(section, false); },
    note: function () { location.assign(BASE + "/notes" + location.search); },
    whole: whole,
    page: function (section) { window.regularsBoards.go(section.dataset.address); },
    board: function (section) { window.regularsBoards.open([section], opener); },
    csv: function (section) { file(section, "csv"); },
    xlsx: function (section) { file(section, "xlsx"); },
    png: function (section) { picture(section, "png"); },
    svg: function (section) { picture(section, "svg"); },
  };

  document.addEventListener("click", function (event) {
    const asked = event.target.closest(".view-help");
    if (asked) return help(asked);
    const button = event.target.closest(".chart-more");
    if (!button) return;
    const section = button.closest(".chart-card");
    if (section.classList.contains("whole")) return cover(section);
    if (document.fullscreenElement === section) return document.exitFullscreen();
    if (menu && menu.matches(":popover-open")) return;
    open(button);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const covering = document.querySelector(".chart-card.whole");
    if (covering) cover(covering);
    if (document.fullscreenElement) document.exitFullscreen();
  });
})();
