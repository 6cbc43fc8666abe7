"""A table is one component: its cells are plain data, and what is heard keeps its place among them."""

import json

import pytest
from dash import html

from dashboard.components.tables import Bar, Column, Heat, Words, badge_cell, data_table, link_cell
from dashboard.filters.published import Segment
from tests.dashboard.calls import texts

BEST = Segment("best", "Best <b>", 1, "", "", 1)


def test_cells_are_plain_data_and_components_keep_their_place() -> None:
    undo = html.Button("Undo", id="undo")
    columns = [Column("File", False), Column(badge_cell(BEST), hint="Why", sort="descending"), Column("All")]
    rows = [
        [[link_cell("7", "/customers/7"), Words("Ann", "beside", tag="div")], Bar("£3", 1.7, "#123456"), "1"],
        [undo, Heat("4", "▲ 2×", "transparent"), None],
    ]
    found = data_table(columns, rows, caption="Files", foot=["All", "", Words("2", title="two")], stacks=True)
    mark = {"in": ["BADGE", "Best <b>"], "class": "badge-segment"}
    told = json.loads(json.dumps(found.to_plotly_json(), default=lambda one: one.to_plotly_json()))
    mark["in"][0] = told["props"]["columns"][1]["label"]["in"][0]
    assert told == {
        "namespace": "dashboard",
        "type": "Table",
        "props": {
            "children": [{"namespace": "dash_html_components", "type": "Button",
                          "props": {"children": "Undo", "id": "undo"}}],
            "caption": "Files",
            "columns": [{"label": "File"}, {"label": mark, "number": True, "hint": "Why", "sort": "descending"},
                        {"label": "All", "number": True}],
            "rows": [
                [[{"in": "7", "class": "link", "href": "/customers/7"},
                  {"in": "Ann", "class": "beside", "tag": "div"}],
                 {"text": "£3", "bar": 100.0, "colour": "#123456"}, "1"],
                [{"component": 0}, {"text": "4", "note": "▲ 2×", "tint": "transparent"}, None],
            ],
            "foot": ["All", "", {"in": "2", "title": "two"}],
            "stacks": True,
        },
    }  # fmt: skip
    assert mark["in"][0].keys() == {"in", "class", "colour"}
    assert texts(found) == "Files File Best <b> All 7 Ann £3 1 Undo 4 ▲ 2× All 2"


def test_a_row_has_a_cell_a_column() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 heads"):
        data_table([Column("A"), Column("B")], [["1"]], caption="Short")
