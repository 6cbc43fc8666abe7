"""Cards, tables, controls, empty states, the page shell."""

__all__ = [
    "advice",
    "asking",
    "basics",
    "cards",
    "chromium",
    "downloads",
    "filterbar",
    "forms",
    "keyfigures",
    "linknotice",
    "narrowing",
    "offers",
    "panels",
    "questions",
    "selecting",
    "shell",
    "sides",
    "tables",
    "thresholds",
]  # the modules that other rooms use
