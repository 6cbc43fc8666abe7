"""What the names and the first rows of a file tell of its columns; `column_roles.lay_out` brings it together."""
