"""How numbers, days, rules and columns are written: `formats`, `consent`, `columns`. Pure."""

__all__ = ["columns", "consent", "formats"]  # the modules that other rooms use
