"""The guided first visit: whether somebody has seen it."""

__all__ = ["route"]  # the modules that other rooms use
