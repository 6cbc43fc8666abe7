"""The report as one HTML text: sections in order, put into the template with its style and fonts inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from markupsafe import Markup

from dashboard.filters.published import ReplacedError
from dashboard.filters.selection import Filters
from dashboard.report.sections import (
    advice,
    contribution,
    countries,
    cover,
    findings,
    method,
    quality,
    seasons,
    segments,
)
from dashboard.report.sections.context import Context
from dashboard.report.sections.parts import Section
from dashboard.report.template import ASSETS, environment, style
from dashboard.shop import Shop

# Said in the file itself, so that nothing in it can reach another host, wherever it is opened.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'"
SECTIONS: Sequence[Callable[[Context], Section]] = (
    quality.section,
    findings.section,  # below it, on one page
    segments.section,
    countries.section,
    seasons.section,
    contribution.section,
    advice.section,
    method.section,
)


def render(
    shop: Shop,
    filters: Filters,
    now: datetime | None = None,
    sections: Sequence[Callable[[Context], Section]] = SECTIONS,
) -> str:
    """The report of a selection, of all sections or some. Raises NoDataError where nothing has been published yet."""
    try:
        return _render(Context(shop, filters), now, sections)
    except ReplacedError:  # a fit ended meanwhile: of what it published
        return _render(Context(shop, filters), now, sections)


def _render(context: Context, now: datetime | None, sections: Sequence[Callable[[Context], Section]]) -> str:
    return (
        environment()
        .get_template("report.html")
        .render(
            cover=cover.cover(context, now or datetime.now()),
            sections=[make(context) for make in sections],
            style=Markup(style("report.css")),
            policy=POLICY,
            mark=Markup((ASSETS / "favicon.svg").read_text(encoding="utf-8")),
        )
    )
