"""The box that goes to any view, segment, country, product, audience or customer by its name."""

__all__ = ["route"]
