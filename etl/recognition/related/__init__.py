"""Files of one shop that tell a sale together, joined into one table."""

__all__ = ["joined_files"]  # the modules that other rooms use
