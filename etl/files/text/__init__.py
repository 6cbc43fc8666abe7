"""Text files: which encoding, which delimiter, where the header stands."""
