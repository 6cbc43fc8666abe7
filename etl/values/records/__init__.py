"""What kinds of records stand in one column: which sell, which take back, which tell of a sale again."""

__all__ = ["documents", "kinds"]  # the modules that other rooms use
