"""Charts of a segmentation itself: its groups, its quality, its tree."""
