"""/audiences and what is below it: the list, the builder, one audience, two side by side, a list that was brought."""

from __future__ import annotations

from dash import Dash

from dashboard.components.basics import Children
from dashboard.pages.audiences import comparing, desk, one
from dashboard.pages.audiences.brought_list import list_name, list_number
from dashboard.pages.audiences.builder import acting
from dashboard.pages.audiences.builder import layout as builder
from dashboard.shop import Shop
from dashboard.web.routing import Page
from wording.languages import to_say

BUILT = ("new", "edit")  # the builder, empty or filled by its address


def layout(shop: Shop) -> Children:
    """The list."""
    return desk.layout()


def detail(shop: Shop, argument: str) -> Children:
    """What an address below /audiences names."""
    if argument in BUILT:
        return builder.layout(argument)
    if argument == "compare":
        return comparing.layout(shop)
    if (number := list_number(argument)) is not None:
        return desk.layout(argument, list_name(shop, number))
    return one.layout(shop, argument)


def register(app: Dash, shop: Shop) -> None:
    """Bind all of it."""
    for part in (desk, acting, one, comparing):
        part.register(app, shop)


PAGE = Page("audiences", to_say("Audiences", sense="page"), layout, detail, needs_orders=False)
