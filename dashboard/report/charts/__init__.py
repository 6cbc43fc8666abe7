"""The report's charts, by matplotlib and seaborn: pure, DataFrame -> SVG text."""
