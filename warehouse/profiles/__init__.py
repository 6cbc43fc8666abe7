"""The profiles of customers' attributes. Its face is named here."""

from warehouse.profiles.profiling import known_labels, profile

__all__ = ["known_labels", "profile"]
