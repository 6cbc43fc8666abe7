"""One file a page; registered here, explicitly and in the order of the navigation."""

from dashboard.pages import (
    attributes,
    contribution,
    countries,
    customers,
    data,
    explore,
    exports,
    insights,
    migration,
    model,
    overview,
    products,
    seasonality,
    segments,
    value,
)

PAGES = (
    overview,
    insights,
    segments,
    migration,
    countries,
    seasonality,
    contribution,
    products,
    customers,
    attributes,
    value,
    exports,
    explore,
    model,
    data,
)
