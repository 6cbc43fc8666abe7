"""The look of every chart: themes and the one colour of each segment; charts for a phone."""

__all__ = ["narrow", "theme"]  # the modules that other rooms use
