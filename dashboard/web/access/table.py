"""What every route, page and callback needs: the one table that the gate reads. What is not in it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

# Beside the rights of accounts.rights.
OPEN: Final = "open"  # to everybody: it shows nothing of the shop
SIGNED_IN: Final = "signed in"  # to whoever is: it shows what is their own

# Flask's name of a route -> what it needs. Pages are told apart by PAGES, callbacks by whose they are.
ROUTES: Final[Mapping[str, str]] = {
    "healthz": OPEN,
    "language": OPEN,  # the choice of a browser
    "readyz": OPEN,
    "metrics": OPEN,  # served by setting only, to who knows its token; without one to this machine
    "_dash_assets.static": OPEN,  # styles, fonts, icons and scripts, the same in every copy of Regulars
    "all_css": OPEN,  # style sheets and scripts as one file each
    "all_js": OPEN,
    "access.sign_in": OPEN,
    "access.sign_in_code": OPEN,
    "access.to_provider": OPEN,
    "access.from_provider": OPEN,
    "access.sign_out": OPEN,  # it ends the session that asks for it
    "access.set_up": OPEN,
    "access.invitation": OPEN,
    "access.reset": OPEN,
    "/": "look",
    "/<path:path>": "look",
    "/_dash-layout": "look",
    "/_dash-dependencies": "look",
    "/_dash-update-component": "look",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": SIGNED_IN,
    "/_reload-hash": SIGNED_IN,
    "/_favicon.ico": SIGNED_IN,
    "visit": SIGNED_IN,  # whether one has been shown around
    "visited": SIGNED_IN,
    "find": "look",  # products, customers and audiences ask for the rights of their pages
    "chart_table": "look",  # and what the chart needs; rows of customers the rights of lists
    "chart_file": "look",  # the same
    "own_boards": "look",  # one's own
    "chart_terms": "look",  # what charts are about, the same for everybody
    "customers_csv": "export",
    "report_html": "export",
    "report_pdf": "export",
    "uploads_begin": "upload",
    "uploads_append": "upload",
    "uploads_where": "upload",
    "uploads_remove": "upload",
    "rejected_csv": "load",
    "list_file": "export",
    "access.account": SIGNED_IN,
    "access.password": SIGNED_IN,
    "access.second_factor": SIGNED_IN,
    "access.confirm_factor": SIGNED_IN,
    "access.recovery_codes": SIGNED_IN,
    "access.no_factor": SIGNED_IN,
    "access.choose_language": SIGNED_IN,
    "access.end_session": SIGNED_IN,
    "access.users": "users",
    "access.invite": "users",
    "access.withdraw": "users",
    "access.user": "users",
    "access.change_user": "users",
    "access.audit": "audit",
    "access.audit_csv": "audit",
    "access.keep": "settings",
}
PAGE_ROUTES: Final = ("/", "/<path:path>")
CALLBACKS_ROUTE: Final = "/_dash-update-component"

# First part of a page's address -> what the page and its callbacks need.
PAGES: Final[Mapping[str, str]] = {
    "": "look",
    "insights": "look",
    "segments": "look",
    "migration": "look",
    "countries": "look",
    "seasonality": "look",
    "cohorts": "look",
    "forecast": "look",
    "contribution": "look",
    "products": "look",
    "customers": "lists",
    "attributes": "look",
    "value": "look",
    "audiences": "audiences",
    "exports": "export",
    "campaigns": "audiences",
    "explore": "look",
    "model": "look",
    "schedules": "load",
    "views": "look",
    "boards": "look",  # each card asks for the rights of the page that it is from
    "notes": "look",  # who writes some needs the right to audiences
    "glossary": "look",
    "destinations": "audiences",
    "data": "look",  # what may be done there asks for its own rights
}
# Output of a callback -> what it needs beyond its page: lists of single customers on pages of everybody, choices that
# hold for the whole shop, and what cannot be taken back.
CALLBACKS: Final[Mapping[str, str]] = {
    "segment-customers-content": "lists",
    "value-fading-content": "lists",
    "audience-customers-content": "lists",
    "model-outliers-content": "lists",
    "consent-failure": "settings",
    "customer-erase-said": "erase",
    "campaigns-quiet-said": "settings",
}
# Parts of layouts that nobody sees who may not ask for what is in them.
CARDS: Final[Mapping[str, str]] = {
    "segment-customers": "lists",
    "value-fading": "lists",
    "audience-customers": "lists",
    "model-outliers": "lists",
    "consent-choices": "settings",
    "customer-erase": "erase",
    "campaigns-quiet-form": "settings",
}


def page_right(path: str | None) -> str | None:
    """What the page of an address needs; None where there is no such page."""
    return PAGES.get((path or "").strip("/").split("/")[0])


class CallbackRights:
    """What each callback of an app needs, by the page that binds it; and which page that is."""

    def __init__(self) -> None:
        self._rights: dict[str, frozenset[str]] = {}
        self._pages: dict[str, str] = {}

    def bound(self, outputs: Iterable[str], right: str, page: str | None = None) -> None:
        """Callbacks, as Dash names them, of a page or of what all pages share; those known already stay."""
        for output in outputs:
            own = {CALLBACKS[one] for one in ids_of(output) if one in CALLBACKS}
            if output not in self._rights and page is not None:
                self._pages[output] = page
            self._rights.setdefault(output, frozenset({right, *own}))

    def of(self, output: object) -> frozenset[str] | None:
        """The rights that a callback needs; None of one that nobody bound, which is refused."""
        return self._rights.get(output) if isinstance(output, str) else None

    def page_of(self, output: str) -> str | None:
        """The first part of the address of the page that binds a callback; None of what all pages share."""
        return self._pages.get(output)


def ids_of(output: str) -> set[str]:
    """`..overview-title.children...overview-note.children..` -> the ids in it."""
    return {one.rpartition(".")[0] for one in output.strip(".").split("...")}
