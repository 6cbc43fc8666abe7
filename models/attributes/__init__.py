"""Customers by what files say of them beyond their orders: features, segments, names, explanations."""

__all__ = ["joined_features", "names", "segments"]  # the modules that other rooms use
