"""A chart in another form: its table, its definitions, and both as files."""

__all__ = ["route"]
