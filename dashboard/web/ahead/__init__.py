"""Panels that are worked out before anybody asks, when nobody asks for anything else."""

__all__ = ["warming", "watching"]  # the modules that other rooms use
