"""Several kinds of documents in one column: which of them count, as the first rows show."""

__all__ = ["counted_kinds", "kinds_by_content"]  # the modules that other rooms use
