"""Text files: which encoding, which delimiter, where the header stands."""

__all__ = ["encoding_names", "encodings", "fixed_width", "heads", "table_shape"]  # the modules that other rooms use
