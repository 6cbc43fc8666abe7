"""The report: what the dashboard says, on paper. One self-contained HTML file, and a PDF where Chromium is at hand.

`document` and what it stands on import matplotlib and seaborn, so others import it only when a report is asked for.
"""

__all__ = ["routes"]  # the modules that other rooms use
