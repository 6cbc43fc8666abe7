"""Files of one shop that tell a sale together, joined into one table."""
