"""One function a question -> DataFrame. Nothing here knows Dash."""

# The modules that other rooms use.
__all__ = ["customers", "members", "products", "sales", "segments", "store", "whole"]
