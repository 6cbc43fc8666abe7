"""The report's charts, by matplotlib and seaborn: pure, DataFrame -> SVG text."""

__all__ = ["bars", "lines", "week"]  # the modules that other rooms use
