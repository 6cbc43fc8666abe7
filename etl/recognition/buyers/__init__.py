"""Columns that say who bought: by a number, an address, or a first and a last name."""

__all__ = ["buyer_columns", "names_of_people", "nobodys_numbers"]  # the modules that other rooms use
