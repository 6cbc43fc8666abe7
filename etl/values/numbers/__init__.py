"""Numbers as people write them -> decimals, exactly; which of point and comma is the decimal mark."""
