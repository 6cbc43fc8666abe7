"""What of a file is stored already: `candidates` compares lines with stored ones, `retold` is what of orders is told in
other words, and says so."""

__all__ = ["candidates", "retold"]  # the modules that other rooms use
