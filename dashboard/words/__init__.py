"""How numbers, days and rules are written: `formats`, and `consent`, who may be written to. Pure."""

__all__ = ["consent", "formats"]  # the modules that other rooms use
