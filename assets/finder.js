// The box that finds anything by name: opened by its button, `/` or Ctrl K; arrows choose, Enter goes there, Escape closes.
(function () {
  "use strict";
  const PAUSE = 120, BASE = document.documentElement.dataset.base;
  const HINT = say("Customer, product, country, segment, audience or view");
  const NOTHING = say("Nothing is called that. A customer is found by number, name, e-mail or place, a product by code or words.");
  const FAILED = say("The dashboard did not answer. Try again in a moment.");
  let box = null, field, list, said, asked = null, timer = 0;

  function make(tag, attributes, children) {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(function (one) { element.setAttribute(one[0], one[1]); });
    element.append(...(children || []));
    return element;
  }

  function build() {
    field = make("input", { type: "search", class: "form-control", placeholder: HINT, "aria-label": say("Find"), autocomplete: "off",
      spellcheck: "false", role: "combobox", "aria-expanded": "true", "aria-controls": "finder-list", "aria-autocomplete": "list" });
    list = make("div", { id: "finder-list", class: "finder-list", role: "listbox", "aria-label": say("Found") });
    said = make("p", { class: "finder-said", role: "status" });
    const frame = make("div", { class: "finder-frame" }, [make("div", { class: "finder-field" }, [make("span", { class: "icon icon-search", "aria-hidden": "true" }), field]), list, said]);
    box = make("dialog", { id: "finder", class: "finder", "aria-label": say("Find anything") }, [frame]);
    document.body.append(box);
    field.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(look, PAUSE); });
    field.addEventListener("keydown", steer);
    box.addEventListener("click", function (event) {
      if (event.target === box) box.close(); // beside the frame
      const place = event.target.closest("a");
      if (place && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) { event.preventDefault(); go(place); }
    });
  }

  function open() {
    if (!box) build();
    if (box.open) return;
    field.value = "";
    list.replaceChildren();
    said.textContent = "";
    box.showModal();
    field.focus();
    look();
  }

  async function look() {
    if (asked) asked.abort();
    const mine = asked = new AbortController();
    const fields = new URLSearchParams({ q: field.value.trim(), in: location.search });
    let answer;
    try {
      const response = await fetch(BASE + "/find?" + fields, { signal: mine.signal });
      answer = await response.json();
    } catch (error) {
      answer = { error: FAILED };
    }
    if (mine !== asked || mine.signal.aborted) return; // something else was typed meanwhile
    show(answer.found || []);
    said.textContent = answer.error || (answer.found.length ? "" : NOTHING);
  }

  function show(found) {
    const kinds = new Map();
    found.forEach(function (one, at) {
      const name = make("span", { class: "finder-name" }, [one.name]), note = make("span", { class: "finder-note" }, [one.note]);
      const mark = make("span", { class: "icon icon-" + one.icon, "aria-hidden": "true" });
      const place = make("a", { href: one.href, id: "finder-" + at, role: "option", tabindex: "-1", class: "finder-place", "aria-selected": "false" }, [mark, name, note]);
      if (!kinds.has(one.kind)) kinds.set(one.kind, make("div", { role: "group", "aria-label": one.kind }, [make("div", { class: "finder-kind", "aria-hidden": "true" }, [one.kind])]));
      kinds.get(one.kind).append(place);
    });
    list.replaceChildren(...kinds.values());
    choose(places()[0]);
  }

  function places() { return [...list.querySelectorAll("a")]; }
  function chosen() { return list.querySelector('[aria-selected="true"]'); }

  function choose(place) {
    if (chosen()) chosen().setAttribute("aria-selected", "false");
    if (!place) { field.removeAttribute("aria-activedescendant"); return; }
    place.setAttribute("aria-selected", "true");
    place.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", place.id);
  }

  function steer(event) {
    const all = places(), at = all.indexOf(chosen());
    if (event.key === "Enter" && chosen() && !event.isComposing) { event.preventDefault(); go(chosen()); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !all.length) return;
    event.preventDefault();
    choose(all[(at + step + all.length) % all.length]);
  }

  function go(place) {
    box.close();
    history.pushState({}, "", place.getAttribute("href"));
    dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as links within the dashboard do
    scrollTo(0, 0);
    document.getElementById("page").focus({ preventScroll: true });
  }

  function writes(element) { return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName); }

  document.addEventListener("click", function (event) { if (event.target.closest("#finder-open")) open(); });
  document.addEventListener("keydown", function (event) {
    if (!document.getElementById("finder-open")) return; // a form of signing in
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !writes(event.target);
    if (!isSlash && !((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) return;
    event.preventDefault();
    open();
  });
})();
