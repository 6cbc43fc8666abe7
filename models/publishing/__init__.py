"""A run from end to end: segmentations and their marts written beside the old ones and published in one transaction."""

__all__ = ["fit", "fit_attributes"]  # the modules that other rooms use
