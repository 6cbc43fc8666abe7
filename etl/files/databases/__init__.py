"""Other people's databases -> rows: what a question answers, as a source like any file."""

__all__ = ["query_rows"]  # the modules that other rooms use
