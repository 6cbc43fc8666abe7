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
    if ("tint" in cell) return make("div", { className: "heat" }, make("span", null, cell.text), make("span", { className: "heat-note" }, cell.note));
    const told = { className: cell.class, title: cell.title, style: cell.colour && { background: cell.colour } };
    if (!cell.href) return make(TAGS.has(cell.tag) ? cell.tag : "span", told, inside(cell.in, components));
    return make("a", Object.assign(told, { href: window.dash_clientside.clean_url(cell.href), onClick: follow }), inside(cell.in, components));
  }

  function bar(cell) {
    const part = make("span", { className: "cell-bar", style: { width: cell.bar + "%", background: cell.colour } });
    return make("div", { className: "cell" }, make("span", { className: "cell-track" }, part), make("span", { className: "cell-text" }, cell.text));
  }

  function head(column, components) {
    const told = { className: column.number ? "number" : "", title: column.hint, scope: "col", "aria-sort": column.sort };
    return make("th", told, inside(column.label, components));
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

  function Table(given) {
    const components = [].concat(given.children === undefined ? [] : given.children); // one alone comes by itself
    const rows = given.rows.map(cells => row(cells, given.columns, components));
    const heads = given.columns.map(column => head(column, components));
    const parts = [
      make("caption", { className: "visually-hidden" }, given.caption),
      make("thead", null, make.apply(null, ["tr", null].concat(heads))),
      make.apply(null, ["tbody", null].concat(rows)),
    ];
    if (given.foot) parts.push(make("tfoot", null, row(given.foot, given.columns, components)));
    const table = make.apply(null, ["table", { className: given.stacks ? "data-table stacks" : "data-table" }].concat(parts));
    return make("div", { className: "table-scroll", tabIndex: 0 }, table);
  }

  window.dashboard = Object.assign({}, window.dashboard, { Table: Table });
})();
