"""What is in the store: loads and rejected rows, what is published, and how far a store without it is."""

__all__ = ["loads", "measures", "published", "stages"]  # the modules that other rooms use
