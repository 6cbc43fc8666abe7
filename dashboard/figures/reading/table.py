"""A figure, as plain values -> the table of what it shows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.figures.reading.traces import Series, axes_of, is_plane, named, sentences, series_of, speaks
from dashboard.figures.reading.values import Kind, kind_of, kind_of_values, listed, words
from wording.languages import days, say, to_say

IN_WORDS, CUSTOMER, OF = to_say("In words"), to_say("Customer"), to_say("Segment")
BOX = (("lowerfence", to_say("5 % are below")), ("q1", to_say("A quarter below")), ("median", to_say("Half below")))
BOXES = (*BOX, ("q3", to_say("Three quarters below")), ("upperfence", to_say("95 % are below")))
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A column's name, and what stands in it."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class ChartTable:
    """What a chart shows; without rows where it shows nothing."""

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()


NOTHING = ChartTable()


def read(figure: Mapping[str, Any], label: str = "", value: str = "", of_customers: bool = False) -> ChartTable:
    """The table of a figure (`figure.to_dict()`). `label` and `value` name what the chart leaves to its title;
    `of_customers` says that a point is a customer, whom it carries."""
    layout = figure.get("layout", {})
    traces = [one for one in figure.get("data", ()) if speaks(one)]
    if not traces:
        return NOTHING
    kind = traces[0].get("type", "scatter")
    if kind in READERS:
        return READERS[kind](traces, layout, label, value)
    if traces[0].get("hoveron") == "fills":
        return _silhouettes(traces, layout, label, value)
    if of_customers or is_plane(traces[0], layout):
        points = traces if of_customers else [one for one in traces if is_plane(one, layout)]
        return _plane(points, layout, label, value, of_customers)
    found = [series for trace in traces if trace.get("type") != "box" for series in series_of(trace, layout)]
    axes = axes_of(traces[0], layout)
    heads = _title(axes.of_labels) or label, value or _title(axes.of_values)
    return _side_by_side(found, axes.of_labels, *heads)


def beside(table: ChartTable, name: str, texts: Mapping[Any, str]) -> ChartTable:
    """The table with a column of texts more, each in the row of its label; as it is where there are none."""
    if not table.rows or not texts:
        return table
    rows = tuple((*row, texts.get(row[0], "")) for row in table.rows)
    return ChartTable((*table.columns, Column(name, Kind.TEXT)), rows)


def _side_by_side(found: list[Series], axis: Mapping[str, Any], label: str, value: str) -> ChartTable:
    """A row a label, a column a series; what the hover says where there is one series."""
    labels = list(dict.fromkeys(one for series in found for one in series.labels))
    if labels and all(isinstance(one, date) for one in labels):
        labels.sort()
    kind = kind_of(dict(axis), labels) if kind_of_values(labels) is Kind.NUMBER else kind_of_values(labels)
    names = [series.name or value or say("Value") for series in found]
    columns = [Column(_of_labels(label, kind), kind)]
    columns += [Column(name, series.kind) for name, series in zip(names, found, strict=True)]
    by_label = [dict(zip(series.labels, series.values, strict=False)) for series in found]
    rows = [[one, *(values.get(one) for values in by_label)] for one in labels]
    return _with_words(columns, rows, dict(zip(found[0].labels, found[0].sentences, strict=False)), len(found) == 1)


def _with_words(columns: list[Column], rows: list[list[Any]], said: Mapping[Any, str], is_told: bool) -> ChartTable:
    if not (is_told and any(said.values())):
        return ChartTable(tuple(columns), tuple(map(tuple, rows)))
    told = tuple((*row, said.get(row[0], "")) for row in rows)
    return ChartTable((*columns, Column(say(IN_WORDS), Kind.TEXT)), told)


def _of_labels(label: str, kind: Kind) -> str:
    return label or {Kind.MONTH: say("Month"), Kind.DAY: say("Day")}.get(kind, "What")


def _plane(
    traces: list[dict[str, Any]], layout: dict[str, Any], label: str, value: str, of_customers: bool
) -> ChartTable:
    """A row a point: both measures, whose it is, what the hover says."""
    axes = [layout.get("xaxis") or {}, layout.get("yaxis") or {}]
    rows: list[Row] = []
    for trace in traces:
        x, y = listed(trace.get("x")), listed(trace.get("y"))
        carried = [one[0] if isinstance(one, list) else one for one in listed(trace.get("customdata"))]
        last = carried if of_customers else sentences(trace, len(x))
        rows += [(words(trace.get("name", "")), *point) for point in zip(x, y, last, strict=True)]
    kinds = [kind_of(axis, [row[at] for row in rows]) for at, axis in enumerate(axes, 1)]
    names = [_title(axes[0]) or label or say("Across"), _title(axes[1]) or value or say("Up")]
    columns = (Column(say(OF), Kind.TEXT), *map(Column, names, kinds))
    columns += (Column(say(CUSTOMER if of_customers else IN_WORDS), Kind.TEXT),)
    used = [at for at in range(len(columns)) if any(row[at] not in ("", None) for row in rows)]
    if of_customers and used and used[-1] == len(columns) - 1:
        used = [used[-1], *used[:-1]]  # whose row it is comes first
    return ChartTable(tuple(columns[at] for at in used), tuple(tuple(row[at] for at in used) for row in rows))


def _heat(traces: list[dict[str, Any]], layout: dict[str, Any], label: str, _value: str) -> ChartTable:
    """A row a row of cells, a column a column of them."""
    trace = traces[0]
    beside, above = layout.get("yaxis") or {}, layout.get("xaxis") or {}
    columns = [_heading(one) for one in named(listed(trace.get("x")), above)]
    rows = named(listed(trace.get("y")), beside)
    cells = [listed(one) for one in listed(trace.get("z"))]
    told = trace.get("meta") or {}
    unit = {"tickformat": trace.get("zhoverformat", ""), "tickprefix": told.get("prefix", "")}
    kind = kind_of(unit, [one for row in cells for one in row])
    kinds = [kind for _ in columns]
    if "first" in told:  # what the first column says is no colour
        kinds[0] = kind_of({"tickprefix": told.get("sign", "")}, told["first"])
        cells = [[first, *row[1:]] for first, row in zip(told["first"], cells, strict=True)]
    heads = (Column(_title(beside) or label or say("What"), kind_of_values(rows)), *map(Column, columns, kinds))
    return ChartTable(heads, tuple((name, *row) for name, row in zip(rows, cells, strict=True)))


def _heading(value: Any) -> str:
    return days.month(value) if isinstance(value, date) else str(value)


def _flows(traces: list[dict[str, Any]], _layout: dict[str, Any], _label: str, value: str) -> ChartTable:
    node, link = traces[0]["node"], traces[0]["link"]
    names = [words(one).rpartition(" ")[0] for one in listed(node["label"])]
    columns = (
        Column(say("From"), Kind.TEXT),
        Column(say("To"), Kind.TEXT),
        Column(value or say("Customers"), Kind.NUMBER),
    )
    ends = zip(listed(link["source"]), listed(link["target"]), listed(link["value"]), strict=True)
    return ChartTable(columns, tuple((names[start], names[end], count) for start, end, count in ends))


def _map(traces: list[dict[str, Any]], _layout: dict[str, Any], label: str, value: str) -> ChartTable:
    """A row a country: its name and amount are carried, for the colour is a logarithm."""
    trace = traces[0]
    said = sentences(trace, 0)
    amounts = [one[2] for one in listed(trace["customdata"])]
    columns = (Column(label, Kind.TEXT), Column(value, Kind.MONEY), Column(say(IN_WORDS), Kind.TEXT))
    return ChartTable(columns, tuple(zip(listed(trace["ids"]), amounts, said, strict=True)))


def _boxes(traces: list[dict[str, Any]], layout: dict[str, Any], label: str, _value: str) -> ChartTable:
    axis = layout.get("xaxis") or {}
    boxes = [one for one in traces if one.get("type") == "box"]
    rows = tuple((words(box["name"]), *(listed(box[key])[0] for key, _ in BOXES)) for box in boxes)
    kind = kind_of(axis, [one for row in rows for one in row[1:]])
    return ChartTable((Column(label or say(OF), Kind.TEXT), *(Column(say(name), kind) for _, name in BOXES)), rows)


def _title(axis: Mapping[str, Any]) -> str:
    return words((axis.get("title") or {}).get("text", ""))


def _silhouettes(traces: list[dict[str, Any]], _layout: dict[str, Any], label: str, value: str) -> ChartTable:
    """A row an area, whose edge is its customers one by one."""
    rows = []
    for trace in traces:
        lengths = listed(trace.get("x"))[1:-1]
        rows.append((words(trace["name"]), sum(lengths) / max(len(lengths), 1), len(lengths), words(trace["text"])))
    columns = (Column(label or say(OF), Kind.TEXT), Column(say("Mean {value}", value=value).strip(), Kind.NUMBER))
    return ChartTable(
        (*columns, Column(say("Customers drawn"), Kind.NUMBER), Column(say(IN_WORDS), Kind.TEXT)), tuple(rows)
    )


READERS: Mapping[str, Callable[[list[dict[str, Any]], dict[str, Any], str, str], ChartTable]] = {
    "heatmap": _heat,
    "sankey": _flows,
    "choropleth": _map,
    "box": _boxes,
}
