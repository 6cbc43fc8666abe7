"""What the names and the first rows of a file tell of its columns; `column_roles.lay_out` brings it together."""

__all__ = [
    "column_roles",
    "first_rows",
    "first_values",
    "table_subject",
    "telling_rows_apart",
]  # the modules that other rooms use
