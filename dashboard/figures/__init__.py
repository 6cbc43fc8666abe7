"""Pure DataFrame -> plotly figure. Nothing here knows a database or Dash."""

__all__ = ["descriptions", "explore", "model", "sales", "segments", "style"]  # the modules that other rooms use
