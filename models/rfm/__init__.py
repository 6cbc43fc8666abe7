"""Recency, frequency and monetary: scores, the eleven groups, and what a segmentation is."""

__all__ = ["groups", "scores", "segmentation"]  # the modules that other rooms use
