"""What comes first: audiences that are suggested by the money at stake, and the order in which they take customers."""

__all__ = ["ordering", "suggesting"]
