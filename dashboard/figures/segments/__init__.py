"""Charts of segments and what sets them apart."""
