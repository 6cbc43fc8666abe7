"""Sales by month, segment, country and hour, and how few bring how much. Every key figure is read here."""

__all__ = ["activity", "cohorts", "concentration", "countries", "hours", "parts"]  # the modules that other rooms use
