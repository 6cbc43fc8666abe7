"""How numbers, days, rules and columns are written: `formats`, `consent`, `columns`; what is meant: `definitions`;
what people noted on days: `notes`; what segments are called: `segments`; when something runs: `clock`.
"""

__all__ = [
    "clock",
    "columns",
    "consent",
    "definitions",
    "formats",
    "notes",
    "segments",
]  # the modules that other rooms use
