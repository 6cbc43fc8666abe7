"""Numbers as people write them -> decimals, exactly; which of point and comma is the decimal mark."""

__all__ = ["decimal_marks", "decimals"]  # the modules that other rooms use
