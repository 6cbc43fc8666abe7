"""Customers by their orders -> clusters: fitted, judged, one number chosen, named, and kept over refits."""

__all__ = [
    "algorithms",
    "candidates",
    "clustering",
    "identity",
    "kinds",
    "naming",
    "outliers",
    "selection",
]  # the modules that other rooms use
