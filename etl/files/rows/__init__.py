"""Rows on their way: batches of text columns, typed values as canonical text, reading ahead in a thread."""
