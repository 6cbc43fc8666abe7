"""Charts of sales: by month, week, country, product and customer."""

__all__ = [
    "cohorts",
    "contribution",
    "dated",
    "decomposition",
    "forecast",
    "lift",
    "maps",
    "mix",
    "outlines",
    "pair",
    "products",
    "seasons",
    "timeline",
    "trend",
    "weeks",
]  # the modules that other rooms use
