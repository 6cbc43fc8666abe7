"""One function a question -> DataFrame. Nothing here knows Dash."""

__all__ = [
    "audiences",
    "customers",
    "products",
    "sales",
    "segments",
    "store",
    "whole",
]  # the modules that other rooms use
