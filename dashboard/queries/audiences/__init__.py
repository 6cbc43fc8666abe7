"""What audiences ask: what conditions may name, and who the customers of an audience are."""

__all__ = ["catalogue", "profile"]
