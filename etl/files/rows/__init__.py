"""Rows on their way: batches of text columns, typed values as canonical text, reading ahead in a thread."""

__all__ = ["batches", "canonical_text", "digits", "few", "read_ahead"]  # the modules that other rooms use
