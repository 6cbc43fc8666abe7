"""A module a page, a room where a page has several; registered here, in the order of the navigation."""

from dashboard.pages import (
    attributes,
    audiences,
    campaigns,
    cohorts,
    contribution,
    countries,
    customers,
    data,
    destinations,
    explore,
    exports,
    forecast,
    insights,
    migration,
    model,
    overview,
    products,
    schedules,
    seasonality,
    segments,
    value,
    views,
)

PAGES = (
    overview,
    insights,
    segments,
    migration,
    countries,
    seasonality,
    cohorts,
    forecast,
    contribution,
    products,
    customers,
    attributes,
    value,
    audiences,
    campaigns,
    exports,
    destinations,
    explore,
    model,
    data,
    schedules,
    views,
)

# The wiring takes PAGES; the report says on paper what these pages say.
__all__ = ["PAGES", "attributes", "contribution", "countries", "data", "overview", "seasonality", "segments"]
