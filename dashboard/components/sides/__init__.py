"""Two of a kind side by side: segments, countries."""

__all__ = ["lines"]  # the modules that other rooms use
