"""Cards, tables, controls, empty states, the page shell."""

__all__ = [
    "advice",
    "basics",
    "cards",
    "chromium",
    "downloads",
    "filterbar",
    "keyfigures",
    "linknotice",
    "offers",
    "panels",
    "shell",
    "tables",
]  # the modules that other rooms use
