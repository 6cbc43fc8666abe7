"""Audiences that are kept, with every version they had; lists that were brought; how many are in, and were once."""

__all__ = ["brought", "counting", "entries", "keeping", "ranking", "standing", "then"]
