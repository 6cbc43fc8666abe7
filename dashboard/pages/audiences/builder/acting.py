"""What the builder does: filled by the address, changed by its buttons, read back and counted with each edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update

from dashboard.filters.selection import query_fields
from dashboard.pages.audiences.builder import checking, layout
from dashboard.pages.audiences.builder.said import shaped
from dashboard.pages.audiences.builder.saving import EmptyError, save
from dashboard.pages.audiences.builder.tree import Group, Path, Row, changed, plain, read_tree
from dashboard.pages.audiences.known import known, sentence
from dashboard.queries.audiences.catalogue import Catalogue
from dashboard.shop import Shop
from dashboard.shop.said import UNREAD
from warehouse.errors import InputError
from wording.languages import say

Draft = dict[str, Any] | None


def reshaped(tree: Group, there: Catalogue) -> Group:
    """Every row with an operator that its subject has."""

    def each(node: Row | Group) -> Row | Group:
        return shaped(node, there) if isinstance(node, Row) else Group(node.mode, tuple(map(each, node.parts)))

    return Group(tree.mode, tuple(map(each, tree.parts)))


def place_of(said: Mapping[str, Any]) -> Path:
    """The place that a button names. Raises InputError for what is none."""
    parts = [one for one in str(said.get("path", "")).split(".") if one]
    if len(parts) > 20 or not all(one.isascii() and one.isdecimal() and len(one) < 4 for one in parts):
        raise InputError(UNREAD)
    return tuple(map(int, parts))


def open_it(shop: Shop, filters: dict[str, str] | None, argument: str | None, opened: dict[str, Any] | None) -> Any:
    """Fill the builder with what the address asks for, unless it is in it already."""
    search = (filters or {}).get("search", "")
    key = [argument or "new", *(value for name, value in query_fields(search) if name in layout.FIELDS)]
    if opened and opened.get("key") == key:
        return (no_update,) * 6
    error = ""
    try:
        with shop.connect() as connection:
            here = known(shop, connection)
            try:
                begun = layout.begin(connection, search, key[0])
            except InputError as problem:
                begun, error = layout.Begun(None), say(str(problem))
        tree = layout.first_tree(begun, here)
        at = "-".join(key)[:40]
        about = {"key": key, "audience": None, "expected": 0}
        if begun.audience:
            about |= {"audience": begun.audience.audience_id, "expected": begun.audience.version}
        drawn = layout.drawing(shop, here).tree(tree, at)
        return drawn, {"tree": plain(tree), "at": at}, about, layout.head(begun), layout.saving(begun), error
    except Exception as problem:
        return "", no_update, {"key": key}, no_update, no_update, sentence(problem)


def act(shop: Shop, said: dict[str, Any] | None, opened: dict[str, Any] | None) -> Any:
    """Do what a button asks for."""
    nothing = (no_update,) * 5
    if not isinstance(said, dict):
        return (*nothing, "")
    try:
        if said.get("act") in ("save", "copy"):
            kept = save(shop, said, opened or {})
            return (*nothing[:3], f"/audiences/{kept.audience_id}", "", "")
        with shop.connect() as connection:
            here = known(shop, connection)
        at = str(said.get("at"))[:40]
        tree, place = changed(read_tree(said.get("tree")), str(said.get("act")), place_of(said))
        tree = reshaped(tree, here.there)
        focus = {"at": at, "path": ".".join(map(str, place)), "name": str(said.get("name", "")), "act": said["act"]}
        drawn = layout.drawing(shop, here).tree(tree, at)
        return drawn, {"tree": plain(tree), "at": at}, focus, no_update, no_update, ""
    except EmptyError as problem:
        return (
            *nothing,
            [say(str(problem)), " ", layout.saves(say("Keep it all the same"), str(said["act"]), sure="yes")],
        )
    except Exception as problem:
        return (*nothing, sentence(problem))


def register(app: Dash, shop: Shop) -> None:
    """Bind the address, the buttons and each edit to what follows."""

    def fill(filters: dict[str, str] | None, argument: str | None, opened: dict[str, Any] | None) -> Any:
        return open_it(shop, filters, argument, opened)

    def do(said: dict[str, Any] | None, opened: dict[str, Any] | None) -> Any:
        return act(shop, said, opened)

    def tell(draft: dict[str, Any] | None) -> Any:
        if not draft:
            return no_update, no_update, no_update
        try:
            return checking.read_back(shop, draft)
        except Exception as problem:
            return sentence(problem), {"errors": {}, "notes": {}}, ""

    def numbers(draft: dict[str, Any] | None) -> Any:
        if not draft:
            return no_update
        try:
            return checking.count(shop, draft)
        except Exception as problem:
            return html.P(sentence(problem), className="muted")

    def overlaps(draft: dict[str, Any] | None, opened: dict[str, Any] | None) -> Any:
        if not draft:
            return no_update, no_update
        try:
            found, finds = checking.overlap(shop, draft, (opened or {}).get("audience"))
            return found, {"finds": finds, "at": draft.get("at")}
        except Exception as problem:
            return html.P(sentence(problem), className="muted"), no_update

    draft, opened = Input("audience-draft", "data"), State("audience-opened", "data")
    app.callback(
        Output("audience-tree", "children"),
        Output("audience-draft", "data"),
        Output("audience-opened", "data"),
        Output("audience-head", "children"),
        Output("audience-save", "children"),
        Output("audience-error", "children"),
        Input("filters", "data"),
        State("argument", "data"),
        opened,
    )(fill)
    app.callback(
        Output("audience-tree", "children", allow_duplicate=True),
        Output("audience-draft", "data", allow_duplicate=True),
        Output("audience-focus", "data"),
        Output("url", "pathname", allow_duplicate=True),
        Output("url", "search", allow_duplicate=True),
        Output("audience-error", "children", allow_duplicate=True),
        Input("audience-asked", "data"),
        opened,
        prevent_initial_call=True,
    )(do)
    app.callback(
        Output("audience-words", "children"),
        Output("audience-problems", "data"),
        Output("audience-sql", "children"),
        draft,
    )(tell)
    app.callback(Output("audience-numbers", "children"), draft)(numbers)
    app.callback(Output("audience-overlap", "children"), Output("audience-found", "data"), draft, opened)(overlaps)
    app.clientside_callback(  # runs in the browser: assets/audiences.js
        ClientsideFunction("audiences", "beside"),
        Output("audience-heard", "data"),
        Input("audience-problems", "data"),
        Input("audience-found", "data"),
        Input("audience-focus", "data"),
    )
