// Tables, drawn from plain data in one go (dashboard/components/tables). All words go through React as text: none is markup.
(function () {
  "use strict";
  const TAGS = new Set(["span", "div", "p", "strong", "code"]);

  function make() { return window.React.createElement.apply(null, arguments); } // React comes after this file

  // Links lead within the app as those of Dash do: new address, no reload; with a key held down the browser has its way.
  function follow(event) {
    if (event.metaKey || event.shiftKey || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    history.pushState({}, "", event.currentTarget.href);
    dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    scrollTo(0, 0);
  }

  function inside(cell, components) {
    if (cell === null || typeof cell !== "object") return cell;
    if (Array.isArray(cell)) return make.apply(null, [window.React.Fragment, null].concat(cell.map(each => inside(each, components))));
    if ("component" in cell) return components[cell.component];
    if ("bar" in cell) return bar(cell);
    if ("tick" in cell) return make("input", { type: "checkbox", className: "form-check-input tick", "data-tick": cell.tick, "data-field": cell.field, "aria-label": cell.label });
    if ("tint" in cell) return make("div", { className: "heat" }, number(cell), make("span", { className: "heat-note" }, cell.note));
    const told = { className: cell.class, title: cell.title, style: cell.colour && { background: cell.colour } };
    const held = cell.tag === "code" && typeof cell.in === "string" ? pieces(cell.in) : inside(cell.in, components);
    if (!cell.href) return make(TAGS.has(cell.tag) ? cell.tag : "span", told, held);
    return make("a", Object.assign(told, { href: window.dash_clientside.clean_url(cell.href), onClick: follow }), held);
  }

  // Two that are ticked go side by side: the page shows these two.
  document.addEventListener("change", function (event) {
    if (!event.target.matches("input[data-tick]")) return;
    const field = event.target.dataset.field, boxes = [...event.target.closest("table").querySelectorAll("input[data-tick]:checked")];
    if (boxes.length !== 2) return;
    const others = location.search.slice(1).split("&").filter(function (one) { return one && one.split("=")[0] !== field; });
    const both = field + "=" + boxes.map(function (one) { return encodeURIComponent(one.dataset.tick.replace(/%/g, "%25").replace(/,/g, "%2C")); }).join(",");
    history.pushState({}, "", location.pathname + "?" + others.concat(both).join("&"));
    dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  });

  // A raw row breaks behind its separators, not in its words.
  function pieces(text) {
    const cells = text.split(/(?<=[,;|\t])/).flatMap(part => [part, make("wbr")]);
    return make.apply(null, [window.React.Fragment, null].concat(cells));
  }

  function number(cell) {
    if (!cell.href) return make("span", null, cell.text);
    return make("a", { className: "link", href: window.dash_clientside.clean_url(cell.href), onClick: follow }, cell.text);
  }

  function bar(cell) {
    const part = make("span", { className: "cell-bar", style: { width: cell.bar + "%", background: cell.colour } });
    return make("div", { className: "cell" }, make("span", { className: "cell-track" }, part), make("span", { className: "cell-text" }, cell.text));
  }

  function textOf(cell) {
    if (Array.isArray(cell)) return cell.map(textOf).join(" ");
    if (cell === null || typeof cell !== "object") return String(cell === null ? "" : cell);
    return String(cell.text || (cell.in === undefined ? "" : textOf(cell.in)));
  }

  // What a number is worth as it stands there: `£1.2k`, `−3`, `▼ 4.5 %`; NaN where there is none.
  const UNITS = { k: 1e3, M: 1e6, bn: 1e9 };
  function worth(text) {
    if (/^\d{1,2} [A-Z][a-z]{2} \d{4}$/.test(text)) return Date.parse(text);
    const found = /([\d.]+)(k|M|bn)?/.exec(text.replace(/[\s,]/g, ""));
    return found ? Number(found[1]) * (UNITS[found[2]] || 1) * (/[▼−]/.test(text) ? -1 : 1) : NaN;
  }

  function ordered(rows, column, at, down) {
    const keyed = rows.map(cells => ({ cells: cells, text: textOf(cells[at]), worth: column.number ? worth(textOf(cells[at])) : NaN }));
    const known = one => column.number ? !Number.isNaN(one.worth) : one.text !== "";
    keyed.sort(function (one, other) {
      if (known(one) !== known(other)) return known(one) ? -1 : 1; // what is not known stays last
      const way = column.number ? one.worth - other.worth || 0 : one.text.localeCompare(other.text);
      return down ? -way : way;
    });
    return keyed.map(one => one.cells);
  }

  function head(column, components, sorted, sort) {
    const told = { className: column.number ? "number" : "", title: column.hint, scope: "col", "aria-sort": sorted };
    if (column.label === "") return make("td", { className: told.className }); // nothing to name
    const label = inside(column.label, components);
    if (!sort || typeof column.label !== "string" || !column.label) return make("th", told, label);
    const arrow = make("span", { "aria-hidden": true }, sorted ? (sorted === "descending" ? " ↓" : " ↑") : "");
    return make("th", told, make("button", { type: "button", className: "sorter", onClick: sort }, label, arrow));
  }

  function row(cells, columns, components) {
    return make.apply(null, ["tr", null].concat(cells.map(function (cell, at) {
      const column = columns[at], kind = column.number ? "number" : "";
      const told = { className: kind, "data-label": typeof column.label === "string" ? column.label : undefined };
      if (cell !== null && typeof cell === "object" && "tint" in cell) {
        Object.assign(told, { className: kind + " heat-cell", style: { background: cell.tint } });
      }
      return make("td", told, inside(cell, components));
    })));
  }

  // Whether a table is no wider than its place.
  const sizes = new ResizeObserver(function (changed) {
    changed.forEach(function (one) {
      const place = one.target.closest(".table-scroll");
      if (place) place.toggleAttribute("data-fits", place.firstElementChild.scrollWidth <= place.clientWidth);
    });
  });
  const watch = function (place) { if (place) { sizes.observe(place); sizes.observe(place.firstElementChild); } };

  function Table(given) {
    const components = [].concat(given.children === undefined ? [] : given.children); // one alone comes by itself
    const [by, choose] = window.React.useState(null); // which column, and whether downwards; null: as it came
    const shown = by && by.at < given.columns.length ? ordered(given.rows, given.columns[by.at], by.at, by.down) : given.rows;
    const rows = shown.map(cells => row(cells, given.columns, components));
    const heads = given.columns.map(function (column, at) {
      const sorted = by ? (by.at === at ? (by.down ? "descending" : "ascending") : undefined) : column.sort;
      const down = sorted ? sorted !== "descending" : Boolean(column.number);
      return head(column, components, sorted, given.sorts && (() => choose({ at: at, down: down })));
    });
    const parts = [
      make("caption", { className: "visually-hidden" }, given.caption),
      make("thead", null, make.apply(null, ["tr", null].concat(heads))),
      make.apply(null, ["tbody", null].concat(rows)),
    ];
    if (given.foot) parts.push(make("tfoot", null, row(given.foot, given.columns, components)));
    const table = make.apply(null, ["table", { className: given.stacks ? "data-table stacks" : "data-table" }].concat(parts));
    return make("div", { className: "table-scroll", tabIndex: 0, ref: watch }, table);
  }

  window.dashboard = Object.assign({}, window.dashboard, { Table: Table });
})();
