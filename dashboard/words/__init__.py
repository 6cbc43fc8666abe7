"""How numbers, days, rules and columns are written: `formats`, `consent`, `columns`; what is meant: `definitions`;
what people noted on days: `notes`; what segments are called: `segments`.
"""

__all__ = ["columns", "consent", "definitions", "formats", "notes", "segments"]  # the modules that other rooms use
