// A stroke of the mouse over a chart of months chooses them.
(function () {
  "use strict";
  const LEAST = 8; // pixels: less is a click, of which plotly tells
  let stroke = null; // { place, from, band }

  function marksOf(place) {
    const axis = place._fullLayout.xaxis, seen = new Set();
    return window.regularsMarks.of(place)
      .filter(function (one) { return !seen.has(one.x) && seen.add(one.x); })
      .map(function (one) { return { mark: one, at: axis._offset + axis.d2p(one.x) }; })
      .sort(function (one, other) { return one.at - other.at; });
  }

  function nearest(marks, at) {
    return marks.reduce(function (best, one, i) {
      return Math.abs(one.at - at) < Math.abs(marks[best].at - at) ? i : best;
    }, 0);
  }

  function ends(event) {
    const left = stroke.place.getBoundingClientRect().left;
    const both = [stroke.from, event.clientX].map(function (x) { return nearest(stroke.marks, x - left); });
    return [Math.min.apply(null, both), Math.max.apply(null, both)];
  }

  // From half way to the month before, to half way to the month after.
  function draw(low, high) {
    const marks = stroke.marks, size = stroke.place._fullLayout._size;
    const gap = marks.length > 1 ? (marks[marks.length - 1].at - marks[0].at) / (marks.length - 1) : 40;
    if (!stroke.band) {
      stroke.band = document.createElement("div");
      stroke.band.className = "brush";
      stroke.place.append(stroke.band);
      stroke.place.dataset.drawing = "yes";
    }
    const from = Math.max(marks[low].at - gap / 2, size.l), to = Math.min(marks[high].at + gap / 2, size.l + size.w);
    Object.assign(stroke.band.style, { left: from + "px", width: to - from + "px", top: size.t + "px", height: size.h + "px" });
  }

  function end() {
    if (stroke && stroke.band) stroke.band.remove();
    if (stroke) delete stroke.place.dataset.drawing;
    stroke = null;
  }

  document.addEventListener("pointerdown", function (event) {
    const area = event.target.closest && event.target.closest('[data-marks="month"] .nsewdrag');
    if (!area || event.pointerType === "touch" || event.button !== 0) return; // a finger scrolls
    const place = area.closest(".js-plotly-plot");
    if (place._fullLayout.xaxis.type !== "date") return; // months of several years are not in one row
    stroke = { place: place, from: event.clientX, marks: marksOf(place) };
    if (stroke.marks.length < 2) stroke = null;
  }, true);
  document.addEventListener("pointermove", function (event) {
    if (!stroke || (!stroke.band && Math.abs(event.clientX - stroke.from) < LEAST)) return;
    draw.apply(null, ends(event));
  }, true);
  document.addEventListener("pointerup", function (event) {
    if (stroke && stroke.band) {
      const at = ends(event), marks = stroke.marks;
      window.regularsMarks.tell(stroke.place, [marks[at[0]].mark, marks[at[1]].mark], "narrow");
    }
    end();
  }, true);
  document.addEventListener("pointercancel", end, true);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape" && stroke) end(); }, true);
})();
