"""What names and first rows tell of the columns of a file; `column_roles.lay_out` brings it together."""

__all__ = [
    "amounts_beside",
    "column_roles",
    "refund_files",
    "table_subject",
    "telling_rows_apart",
]  # the modules that other rooms use
