"""Pure DataFrame -> plotly figure. Nothing here knows a database or Dash."""

# The modules that other rooms use.
__all__ = ["descriptions", "explore", "model", "reading", "sales", "segments", "style"]
