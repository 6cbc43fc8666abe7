"""The report's parts, one module each: `section(context) -> Section`. They ask and word as the dashboard's pages do."""

__all__ = [
    "advice",
    "context",
    "contribution",
    "countries",
    "cover",
    "findings",
    "method",
    "parts",
    "quality",
    "seasons",
    "segments",
]  # the modules that other rooms use
