"""How numbers, days, rules and columns are written: `formats`, `consent`, `columns`; what is meant: `definitions`;
what people noted on days: `notes`.
"""

__all__ = ["columns", "consent", "definitions", "formats", "notes"]  # the modules that other rooms use
