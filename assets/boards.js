// “Add to a board”: of a chart by its menu, of several by the button at the head of their page; and cards that are dragged.
(function () {
  "use strict";
  const BASE = document.documentElement.dataset.base;
  const NEW = "", FAILED = say("The dashboard did not answer. Try again in a moment.");
  let box = null, opener = null, cards = [];

  function make(tag, attributes, children) {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(function (one) { element.setAttribute(one[0], one[1]); });
    element.append(...(children || []));
    return element;
  }
  function field(words, input) { return make("label", { class: "field" }, [make("span", {}, [words]), input]); }

  // What a page has: key figures and charts, as they stand.
  function ofPage() {
    return [...document.querySelectorAll('#page .bare[id$="-figures"], #page .chart-card')].filter(function (one) {
      return one.offsetHeight && nameOf(one) && (one.matches(".chart-card") || one.querySelector(".key-figures"));
    });
  }
  function nameOf(one) {
    const title = one.querySelector(".card-title");
    return title ? title.innerText.trim() : say("Key figures");
  }
  function keyOf(one) {
    const plot = one.querySelector(".graph"), isStrip = !plot;
    const wide = isStrip || one.classList.contains("span-12");
    return [one.dataset.card || one.id, wide ? "wide" : "", Math.round(plot ? parseFloat(plot.style.height) : one.offsetHeight)].join(":");
  }

  function build() {
    box = make("dialog", { id: "board-adder", class: "chart-dialog view-keeper", "aria-labelledby": "board-adder-title" });
    document.body.append(box);
    box.addEventListener("click", function (event) { if (event.target === box || event.target.closest("[data-cancels]")) box.close(); });
    box.addEventListener("close", function () { if (opener && opener.isConnected) opener.focus(); });
    box.addEventListener("submit", function () { send(box.querySelector("form")); });
  }

  async function open(found, button) {
    if (!box) build();
    opener = button;
    cards = found;
    fill([], say("One moment …"));
    box.showModal();
    let answer;
    try {
      answer = await (await fetch(BASE + "/keep/boards")).json();
    } catch (error) {
      answer = { error: FAILED };
    }
    if (box.open) fill(answer.boards || [], answer.error || "");
  }

  function fill(boards, said) {
    const choice = make("select", { name: "board", class: "form-select" }, boards.map(function (one) {
      const full = one.room < 1, words = full ? say("{board} (full)", { board: one.name }) : one.name;
      return make("option", Object.assign({ value: one.id }, full ? { disabled: "" } : {}), [words]);
    }).concat([make("option", { value: NEW }, [say("A new board")])]));
    const name = make("input", { name: "name", class: "form-control", maxlength: "80", autocomplete: "off" });
    const named = field(say("Name of the new board"), name);
    const many = cards.length > 1, list = many ? [make("fieldset", { class: "board-choice" }, [make("legend", {}, [say("What goes on it")])].concat(cards.map(ticked)))] : [];
    const note = many ? say("Each with the filters that it is shown with.") : say("{card}, with the filters that it is shown with.", { card: nameOf(cards[0]) });
    const buttons = make("div", { class: "form-row" }, [
      make("button", { type: "submit", class: "button primary" }, [say("Add")]),
      make("button", { type: "button", class: "button quiet", "data-cancels": "" }, [say("Cancel")]),
    ]);
    const parts = said ? [make("p", { role: "status", class: "muted" }, [said]), buttons] : [field(say("Board"), choice), named, ...list, buttons];
    if (said) buttons.firstChild.remove();
    box.replaceChildren(make("form", { method: "dialog", class: "chart-dialog-frame asking-form" }, [
      make("h2", { class: "card-title", id: "board-adder-title" }, [say("Add to a board")]), make("p", { class: "card-note" }, [note]), ...parts,
    ]));
    const open = [...choice.options].find(function (one) { return !one.disabled; });
    if (open) choice.value = open.value;
    function look() { named.hidden = choice.value !== NEW; name.required = !named.hidden; }
    choice.addEventListener("change", look);
    look();
    if (!said) (boards.length ? choice : name).focus();
  }

  function ticked(one, at) {
    const tick = make("input", { type: "checkbox", class: "form-check-input", value: at, checked: "" });
    return make("label", { class: "view-shared" }, [tick, make("span", {}, [nameOf(one)])]);
  }

  function send(form) {
    const ticks = [...form.querySelectorAll("input[type=checkbox]")];
    const chosen = cards.filter(function (_, at) { return !ticks.length || ticks[at].checked; });
    const here = (location.pathname.slice(BASE.length) || "/") + location.search;
    window.dash_clientside.set_props("view-asked", { data: {
      act: "board", at: Date.now(), cards: chosen.map(keyOf).join(","), address: (chosen[0] && chosen[0].dataset.address) || here,
      fields: { board: form.elements.board.value, name: form.elements.name.value },
    } });
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest(".view-board");
    if (!button) return;
    const found = ofPage();
    if (found.length) open(found, button);
  });

  // Cards of a board that is being arranged: by their handle; the buttons do the same.
  let dragged = null;
  function rowOf(event) { return event.target.closest && event.target.closest("[data-moves]"); }
  document.addEventListener("pointerdown", function (event) {
    const row = event.target.closest(".board-grip") && rowOf(event);
    if (row) row.draggable = true;
  });
  document.addEventListener("dragstart", function (event) {
    dragged = rowOf(event);
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", function (event) {
    const row = rowOf(event);
    if (!dragged || !row || row.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    document.querySelectorAll(".board-row.over").forEach(function (one) { one.classList.remove("over"); });
    row.classList.add("over");
  });
  document.addEventListener("drop", function (event) {
    const row = rowOf(event);
    if (!dragged || !row || row === dragged) return;
    event.preventDefault();
    window.dash_clientside.set_props("board-asked", { data: { act: "place", card: dragged.dataset.moves, to: row.dataset.at, at: Date.now() } });
  });
  document.addEventListener("dragend", function () {
    document.querySelectorAll(".board-row").forEach(function (one) { one.classList.remove("over"); one.draggable = false; });
    dragged = null;
  });

  function go(address) {
    history.pushState({}, "", BASE + address);
    dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as links within the dashboard do
    scrollTo(0, 0);
  }
  window.regularsBoards = { open: open, go: go };
})();
