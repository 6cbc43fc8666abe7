"""Charts of segments and what sets them apart."""

__all__ = ["attributes", "migration", "profile", "scatter", "segments", "value"]  # the modules that other rooms use
