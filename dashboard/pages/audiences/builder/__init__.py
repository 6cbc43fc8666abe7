"""The builder: conditions put together in the browser, read back in words, counted as one edits, kept as a version."""

__all__ = ["acting", "layout"]
