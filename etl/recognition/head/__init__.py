"""The first rows of a file, as columns and their values, before anybody knows which column is which."""

__all__ = ["currencies", "dates_in_parts", "datev_books", "first_rows", "first_values", "minor_units"]
