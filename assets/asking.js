// Buttons and choices that ask the server for something: what they say is in their data-*, Dash hears it in one store.
(function () {
  "use strict";
  const STORE = "data-asked", PATIENCE = 180000;

  function ask(element, more) {
    const said = Object.assign({}, element.dataset, more, { at: Date.now() });
    const place = element.closest("[data-asks]"); // a page that hears it in a store of its own
    window.dash_clientside.set_props(place ? place.dataset.asks : STORE, { data: said });
    if (element.tagName === "BUTTON") {
      element.setAttribute("aria-disabled", "true"); // until the answer puts another in its place
      setTimeout(function () { element.removeAttribute("aria-disabled"); }, 2000);
    }
    last = element;
    around = place;
  }

  // Who goes by keyboard stays where they were, though an answer has put other buttons in the place of theirs.
  let last = null, around = null, lost = 0;

  function stay() {
    if (!last || last.isConnected || document.activeElement !== document.body) { lost = 0; return; }
    lost = lost || Date.now();
    const data = last.dataset;
    const wanted = ["act", "file", "option", "column", "schedule", "audience", "list", "connection", "note", "view", "board", "card", "comment"].filter(function (name) { return data[name]; })
      .map(function (name) { return "[data-" + name + '="' + CSS.escape(data[name]) + '"]'; }).join("");
    const about = ["schedule", "audience", "list", "connection", "note", "view", "board", "card", "comment"].find(function (name) { return data[name]; });
    const own = about && "[data-" + about + '="' + CSS.escape(data[about]) + '"]';
    const next = document.querySelector(wanted) || (own && document.querySelector(".question " + own + ", " + own)) || (around && around.querySelector(".button")) ||
      document.querySelector("#schedules-list .button, #audiences-list .button, #destinations-list .button, #notes-list .button, #data-desk .button.primary, #data-running .button") ||
      document.querySelector("#data-reports .button.primary") || document.querySelector("#data-reports .button"); // on, not away
    if (next) next.focus({ preventScroll: true });
    if (Date.now() - lost > PATIENCE) last = null;
  }

  document.addEventListener("focusin", function (event) { last = event.target.closest("[data-act]"); });
  setInterval(stay, 200);

  function fieldsOf(form) {
    const found = {};
    form.querySelectorAll("input[name], select[name], textarea[name]").forEach(function (one) {
      found[one.name] = one.type === "checkbox" ? (one.checked ? "yes" : "") : one.value;
    });
    return found;
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-act]");
    if (!button || button.getAttribute("aria-disabled")) return;
    const each = button.closest(".question-columns"), form = button.closest(".asking-form");
    const more = each ? { values: [...each.querySelectorAll("select")].map(function (one) { return one.value; }) } : {};
    if (form) more.fields = fieldsOf(form);
    ask(button, more);
  });
  document.addEventListener("change", function (event) {
    if (event.target.matches("select[data-act]")) ask(event.target, { value: event.target.value });
  });
})();
