"""JSON and JSON lines -> rows; orders that hold their lines become one row a line."""

__all__ = ["json_rows"]  # the modules that other rooms use
