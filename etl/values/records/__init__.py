"""What kinds of records there are: which sell, which take back, which tell of a sale again, which are of one order."""

__all__ = ["documents", "kinds", "orders_apart"]  # the modules that other rooms use
