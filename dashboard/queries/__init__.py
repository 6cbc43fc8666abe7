"""One function a question -> DataFrame. Nothing here knows Dash."""

# The modules that other rooms use.
__all__ = ["audiences", "customers", "products", "sales", "segments", "store", "whole"]
