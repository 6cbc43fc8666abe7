"""Who is in a segment, in words that another tool can follow."""
