"""JSON and JSON lines -> rows; orders that hold their lines become one row a line."""
