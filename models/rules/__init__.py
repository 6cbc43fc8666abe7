"""Who is in a segment, in words that another tool can follow."""

__all__ = ["rfm_rules", "segment_rules"]  # the modules that other rooms use
