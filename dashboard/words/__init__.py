"""How numbers, days, rules and columns are written: `formats`, `consent`, `columns`; what is meant: `definitions`."""

__all__ = ["columns", "consent", "definitions", "formats"]  # the modules that other rooms use
