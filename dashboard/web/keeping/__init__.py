"""Views that are kept under a name, from any page; and the one that somebody begins with."""

__all__ = ["route"]
