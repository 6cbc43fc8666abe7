"""Audiences that are kept, with every version they had; lists of customers that were brought; and how many are in."""

__all__ = ["brought", "counting", "keeping", "ranking", "standing"]
