"""A run from end to end: segmentations and their marts written beside the old ones and published in one transaction."""

KEEP = 3  # runs of each algorithm

__all__ = ["KEEP", "fit", "fit_attributes"]  # the modules that other rooms use
