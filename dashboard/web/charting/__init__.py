"""A chart in another form: its table, its definitions, and both as files; and on a board."""

__all__ = ["boards", "files", "route"]
