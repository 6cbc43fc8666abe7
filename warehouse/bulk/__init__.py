"""COPY in and out, streaming; rows in its binary format; the SQL that stands in files."""

from warehouse.bulk.streaming import Form, copy_in, copy_out, read_sql_file

__all__ = ["Form", "binary_rows", "copy_in", "copy_out", "read_sql_file"]
