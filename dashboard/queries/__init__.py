"""One function a question -> DataFrame. Nothing here knows Dash."""

__all__ = [
    "audiences",
    "customers",
    "members",
    "products",
    "sales",
    "segments",
    "store",
    "whole",
]  # the modules that other rooms use
