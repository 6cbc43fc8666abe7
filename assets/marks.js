// The marks of charts that mean something (data-marks on the card): a click or Space narrows the view to one, a double
// click or Enter opens its page; arrow keys go from mark to mark, with Shift over months.
(function () {
  "use strict";
  const TWICE = 400; // milliseconds between two clicks that are one gesture
  const HELP = say("Arrow keys go from mark to mark, Space narrows the view to one, Enter opens its page.");
  const MONTHS = " With Shift, arrow keys choose several months.";
  const NAMED = function (mark) { return Boolean(first(mark)); };
  const SAID = function (mark) { return String(first(mark) || "").startsWith("{"); };
  const DAY = /^\d{4}-\d\d-\d\d/;
  const IN_TIME = function (mark) { return DAY.test(first(mark)) || DAY.test(mark.x); };
  const ANY = function () { return true; };
  const MEANS = {
    segment: NAMED, "segment-page": NAMED, country: NAMED, customer: NAMED, part: SAID, move: SAID, month: IN_TIME, weekday: ANY,
    hour: function (mark) { return mark.z !== null; },
    cohort: function (mark) { return mark.z !== null; },
  };
  const states = new WeakMap(); // plot -> { at, from, key }
  let last = null; // the click before: { place, points, time, press }
  let presses = 0; // of the pointer: of one touch plotly tells twice
  document.addEventListener("pointerdown", function () { presses += 1; }, true);

  function first(mark) { return Array.isArray(mark.customdata) ? mark.customdata[0] : mark.customdata; }
  function cardOf(place) { return place.closest("[data-marks]"); }
  function isMeant(place, mark) { return MEANS[cardOf(place).dataset.marks](mark); }

  function tell(place, points, act) {
    const said = points.map(function (one) {
      return { customdata: one.customdata, x: one.x, y: one.y, name: one.name };
    });
    const card = cardOf(place), address = card.dataset.address || ""; // of a card on a board
    const data = { chart: card.dataset.card, points: said, act: act, address: address, at: Date.now() };
    window.dash_clientside.set_props("mark", { data: data });
  }

  // What a chart draws, in the order of its traces: what each mark carries, and its words.
  function marksOf(place) {
    const found = [];
    (place._fullData || []).forEach(function (trace, curve) {
      if (trace.visible !== true || trace.hoverinfo === "skip") return;
      if (trace.type === "sankey") {
        ["link", "node"].forEach(function (part) {
          (trace[part].customdata || []).forEach(function (carried) {
            found.push({ customdata: carried, template: trace[part].hovertemplate });
          });
        });
      } else if (trace.type === "heatmap") {
        trace.z.forEach(function (row, i) {
          row.forEach(function (z, j) { found.push(cell(trace, curve, i, j, z)); });
        });
      } else {
        Array.from(trace.x || trace.locations || []).forEach(function (x, i) {
          found.push(point(trace, curve, x, i));
        });
      }
    });
    return found.filter(function (one) { return isMeant(place, one); });
  }

  function cell(trace, curve, i, j, z) {
    const one = { curve: curve, number: [i, j], x: trace.x[j], y: trace.y[i], z: z === undefined ? null : z };
    ["text", "hovertext", "customdata"].forEach(function (name) { one[name] = Array.isArray(trace[name]) ? trace[name][i][j] : ""; });
    one.template = trace.hovertemplate;
    return one;
  }

  function point(trace, curve, x, i) {
    const carried = trace.customdata ? trace.customdata[i] : null;
    const one = { curve: curve, number: i, x: x, y: trace.y ? trace.y[i] : null, customdata: carried, name: trace.name };
    one.template = Array.isArray(trace.hovertemplate) ? trace.hovertemplate[i] : trace.hovertemplate;
    return one;
  }

  function said(value) {
    return typeof value === "number" ? value.toLocaleString(document.documentElement.lang || "en", { maximumFractionDigits: 2 }) : value;
  }

  // The hover text of a mark as plain words.
  function wordsOf(mark) {
    const filled = String(mark.template || "").replace(/<extra>.*?<\/extra>/g, "")
      .replace(/%\{customdata\[(\d+)\]\}/g, function (_, at) { return mark.customdata ? mark.customdata[at] : ""; })
      .replace(/%\{(customdata|text|hovertext|x|y)(?::[^}]*)?\}/g, function (_, name) { return said(mark[name]); });
    const page = new DOMParser().parseFromString(filled.replace(/<br>/g, " "), "text/html");
    return page.body.textContent.replace(/\s+/g, " ").trim();
  }

  function ready(place) {
    const card = cardOf(place), marks = marksOf(place);
    if (!place.dataset.hears) {
      place.dataset.hears = "yes";
      place.on("plotly_click", function (event) { clicked(place, event.points.map(asMark)); });
      place.on("plotly_hover", function (event) {
        place.classList.toggle("on-mark", Boolean(event.points && event.points[0] && isMeant(place, asMark(event.points[0]))));
      });
      place.on("plotly_unhover", function () { place.classList.remove("on-mark"); });
    }
    place.classList.remove("on-mark");
    if (!marks.length) {
      ["tabindex", "role", "aria-label"].forEach(function (name) { place.removeAttribute(name); });
      return;
    }
    const title = card.querySelector(".card-title");
    place.tabIndex = 0;
    place.setAttribute("role", "application");
    const help = HELP + (card.dataset.marks === "month" ? MONTHS : "");
    place.setAttribute("aria-label", say("Chart: {title}. {help}", { title: title ? title.textContent : "", help: help }));
    const state = states.get(place);
    if (state && document.activeElement === place) { // the same mark as before, if it is still there
      const same = marks.findIndex(function (one) { return keyOf(place, one) === state.key; });
      states.set(place, { at: Math.max(same, 0), from: null, key: keyOf(place, marks[Math.max(same, 0)]) });
    } else {
      states.delete(place);
    }
  }

  function asMark(one) {
    const trace = one.fullData || one.data || {};
    return { customdata: one.customdata, x: one.x, y: one.y, z: one.z, name: trace.name };
  }
  // What stays the same of it when the chart is drawn anew, with other values.
  function keyOf(place, mark) {
    const kind = cardOf(place).dataset.marks;
    if (MEANS[kind] === NAMED || MEANS[kind] === SAID) return JSON.stringify(first(mark));
    if (kind === "month") return JSON.stringify([DAY.test(first(mark)) ? first(mark) : mark.x, mark.name]);
    return JSON.stringify(kind === "weekday" ? mark.y : [mark.x, mark.y]);
  }

  function clicked(place, points) {
    if (!points.length || place.dataset.drawing || (last && last.press === presses)) return;
    const again = last && last.place === place && Date.now() - last.time < TWICE;
    if (again) {
      tell(place, last.points, "open"); // the chart may have been drawn anew under the pointer
      last = { press: presses };
    } else if (isMeant(place, points[0])) {
      last = { place: place, points: points.slice(0, 1), time: Date.now(), press: presses };
      tell(place, last.points, "narrow");
    }
  }

  document.addEventListener("dblclick", function (event) { // the second click found no mark any more
    const place = event.target.closest && event.target.closest("[data-marks] .js-plotly-plot");
    if (place && last && last.place === place && Date.now() - last.time < 2 * TWICE) {
      tell(place, last.points, "open");
      last = null;
    }
  });

  function caption(place, words) {
    const card = cardOf(place);
    let said = card.querySelector(":scope > .mark-said");
    if (!said) {
      said = document.createElement("p");
      said.className = "mark-said";
      said.setAttribute("role", "status");
      card.append(said);
    }
    said.textContent = words;
    said.hidden = !words;
  }

  function show(place, marks, state) {
    const mark = marks[state.at], from = state.from === null ? null : marks[state.from];
    caption(place, (from && from !== mark ? wordsOf(from) + " … " : "") + wordsOf(mark));
    try {
      if (mark.number !== undefined) window.Plotly.Fx.hover(place, [{ curveNumber: mark.curve, pointNumber: mark.number }]);
    } catch (error) { /* of maps and flows the words below tell */ }
  }

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  document.addEventListener("keydown", function (event) {
    const place = event.target;
    if (!place.matches || !place.matches("[data-marks] .js-plotly-plot") || event.ctrlKey || event.metaKey || event.altKey) return;
    const marks = marksOf(place), state = states.get(place);
    if (!marks.length) return;
    const end = { Home: 0, End: marks.length - 1 }[event.key], step = STEPS[event.key];
    if (step || end !== undefined) {
      const now = state ? state.at : step < 0 ? marks.length : -1;
      const at = end !== undefined ? end : Math.min(Math.max(now + step, 0), marks.length - 1);
      const spans = event.shiftKey && cardOf(place).dataset.marks === "month";
      const from = !spans || !state ? null : state.from === null ? state.at : state.from;
      const next = { at: at, from: from, key: keyOf(place, marks[at]) };
      states.set(place, next);
      show(place, marks, next);
    } else if ((event.key === " " || event.key === "Enter") && state && marks[state.at]) {
      const points = state.from === null ? [marks[state.at]] : [marks[state.from], marks[state.at]];
      tell(place, points, event.key === "Enter" ? "open" : "narrow");
    } else if (event.key === "Escape" && state && state.from !== null) {
      states.set(place, { at: state.at, from: null, key: state.key });
      event.stopImmediatePropagation();
    } else {
      return;
    }
    event.preventDefault();
  }, true);
  document.addEventListener("focusout", function (event) {
    if (!event.target.matches || !event.target.matches("[data-marks] .js-plotly-plot")) return;
    caption(event.target, "");
    if (event.target._fullLayout) window.Plotly.Fx.unhover(event.target); // else its page has gone
  });

  document.addEventListener("drawn", function (event) { if (cardOf(event.target)) ready(event.target); });

  window.regularsMarks = { of: marksOf, tell: tell };
})();
