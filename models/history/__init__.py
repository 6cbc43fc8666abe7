"""Who was in which segment at the end of past months, what moved, and how far it drifted."""

__all__ = ["drift", "months"]  # the modules that other rooms use
