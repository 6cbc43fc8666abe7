// The guided first visit: offered once on the Overview, five steps; Escape leaves, Enter and the arrows go on and back.
(function () {
  "use strict";
  const BASE = document.documentElement.dataset.base, OVER = "regulars-visit", PATIENCE = 30000, GAP = 12, PHONE = 600;
  const canExport = function () { return document.querySelector('.rail-links a[href*="/exports"]'); };
  const STEPS = [
    { at: "#filter-bar", title: say("Say what you look at"),
      text: say("Months, countries and segments are chosen here, and every page obeys. The address holds them: whoever gets the link sees the same view.") },
    { at: "#overview-figures .key-figure", title: say("What a number stands on"),
      text: say("With each number stands how it changed, and against which months: only full months are compared. The line below a title says whose, when and what is counted.") },
    { at: "#overview-segments", title: say("Customers in segments"),
      text: say("By when, how often and for how much they bought. A click on a bar narrows the page to that segment, a double click opens its own page; Escape takes it back.") },
    { at: "#overview-trend .chart-more", title: say("Take it with you"),
      text: say("Every chart has this menu: its table, how it is worked out, and CSV, Excel or a picture of exactly what is shown."),
      more: function () { return canExport() ? " " + say("Lists of customers for mailings, and reports by mail, are under Exports.") : ""; } },
    { at: "#finder-open", title: say("Find anything"),
      text: say("Press / or Ctrl K, or this button, and type a customer, a product, a country, a segment or a view. This visit is always there again: Help with this page, the question mark beside a page's title.") },
  ];
  let box = null, spot, bubble, at = 0, opener = null, offer = null;

  function make(tag, attributes, children) {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(function (one) { element.setAttribute(one[0], one[1]); });
    element.append(...(children || []));
    return element;
  }
  function button(kind, words) { return make("button", { type: "button", class: ("button " + kind).trim() }, [words]); }
  function isOverview() { return (location.pathname.slice(BASE.length) || "/") === "/"; }
  function isThere() { return document.querySelector(STEPS[1].at); }

  // --- whether it was seen: the account knows, without accounts the browser ---
  let hasAccount = false;
  async function isOver() {
    try {
      const said = await (await fetch(BASE + "/visit")).json();
      hasAccount = said.over !== null;
      if (hasAccount) return said.over;
    } catch (error) { return true; }
    try { return localStorage.getItem(OVER) !== null; } catch (error) { return true; }
  }
  function remember() {
    if (offer) { offer.remove(); offer = null; }
    try { localStorage.setItem(OVER, "over"); } catch (error) { /* then it is offered again */ }
    if (hasAccount) fetch(BASE + "/visit", { method: "POST" }).catch(function () { /* the same */ });
  }

  // --- the offer ---
  async function invite() {
    if (!isOverview() || await isOver()) return;
    const begun = Date.now();
    while (!isThere()) {
      if (Date.now() - begun > PATIENCE || !isOverview()) return;
      await new Promise(function (done) { setTimeout(done, 300); });
    }
    const yes = button("primary visit-begin", say("Show me around")), no = button("quiet", say("Not now"));
    no.addEventListener("click", remember);
    offer = make("aside", { class: "visit-offer", "aria-label": say("First visit") }, [
      make("p", { class: "visit-title" }, [say("New here?")]),
      make("p", { class: "visit-text" }, [say("Five steps, one minute: filters, numbers, segments, files, search.")]),
      make("div", { class: "form-row" }, [yes, no]),
    ]);
    document.querySelector(".workspace").append(offer);
  }

  // --- the steps ---
  function build() {
    spot = make("div", { class: "visit-spot" });
    bubble = make("div", { class: "visit-bubble" });
    box = make("dialog", { id: "visit", class: "visit", "aria-labelledby": "visit-title", "aria-describedby": "visit-text" }, [spot, bubble]);
    document.body.append(box);
    box.addEventListener("close", leave);
    box.addEventListener("keydown", function (event) {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      if (at + step >= 0 && at + step < STEPS.length) show(at + step);
    });
    addEventListener("resize", place);
    addEventListener("scroll", place, true);
  }

  async function begin(from) {
    opener = from && from.isConnected ? from : null;
    remember();
    if (!isOverview()) {
      history.pushState({}, "", BASE + "/" + location.search);
      dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as links within the dashboard do
    }
    for (let waited = 0; !isThere() && waited < PATIENCE / 10; waited += 100) await new Promise(function (done) { setTimeout(done, 100); });
    if (!box) build();
    if (!box.open) box.showModal();
    show(0);
  }

  function show(step) {
    at = step;
    const is_last = at === STEPS.length - 1, one = STEPS[at];
    const next = button("primary", is_last ? say("Done") : say("Next")), back = button("", say("Back")), skip = button("quiet", say("Skip"));
    next.addEventListener("click", function () { if (is_last) box.close(); else show(at + 1); });
    back.addEventListener("click", function () { show(at - 1); });
    skip.addEventListener("click", function () { box.close(); });
    const row = make("div", { class: "form-row" }, [next, ...(at ? [back] : []), ...(is_last ? [] : [skip])]);
    bubble.replaceChildren(
      make("p", { class: "visit-count" }, [say("{step} of {steps}", { step: at + 1, steps: STEPS.length })]),
      make("h2", { class: "visit-title", id: "visit-title" }, [one.title]),
      make("p", { class: "visit-text", id: "visit-text", "aria-live": "polite" }, [one.text + (one.more ? one.more() : "")]),
      row,
    );
    const target = document.querySelector(one.at);
    if (target) target.scrollIntoView({ block: "center", behavior: "instant" });
    place();
    next.focus({ preventScroll: true });
  }

  // The bubble below what it is about, above where there is no room, else beside it or in the middle.
  function place() {
    if (!box || !box.open) return;
    const target = document.querySelector(STEPS[at].at), around = target && target.getBoundingClientRect();
    const is_seen = around && around.width > 0 && around.bottom > 0 && around.top < innerHeight;
    spot.hidden = !is_seen;
    const width = bubble.offsetWidth, height = bubble.offsetHeight;
    const room = function (most, wanted) { return Math.max(GAP, Math.min(wanted, most - GAP)); };
    let left = (innerWidth - width) / 2, top = (innerHeight - height) / 2;
    if (is_seen) {
      const pad = 6, first = Math.max(pad, around.top - pad), last = Math.min(innerHeight - pad, around.bottom + pad);
      const start = Math.max(pad, around.left - pad), end = Math.min(innerWidth - pad, around.right + pad);
      Object.assign(spot.style, { left: start + "px", top: first + "px", width: end - start + "px", height: last - first + "px" });
      left = room(innerWidth - width, around.left);
      if (last + GAP + height < innerHeight) top = last + GAP;
      else if (first - GAP - height > 0) top = first - GAP - height;
      else if (innerWidth < PHONE) top = innerHeight - GAP - height;
      else { top = room(innerHeight - height, first); left = start - GAP - width > 0 ? start - GAP - width : room(innerWidth - width, end + GAP); }
    }
    Object.assign(bubble.style, { left: left + "px", top: top + "px" });
  }

  function leave() {
    const back = opener || document.getElementById("page");
    scrollTo({ top: 0, behavior: "instant" });
    if (back && back.isConnected) back.focus({ preventScroll: true });
  }

  document.addEventListener("click", function (event) {
    const from = event.target.closest(".visit-begin");
    if (from) begin(from.closest("dialog") ? null : from);
  });
  addEventListener("load", invite);
})();
