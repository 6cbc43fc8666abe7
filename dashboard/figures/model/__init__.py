"""Charts of a segmentation itself: its groups, its quality, its tree."""

__all__ = ["dendrogram", "groups", "quality", "scores"]  # the modules that other rooms use
