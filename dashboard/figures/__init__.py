"""Pure DataFrame -> plotly figure. Nothing here knows a database or Dash."""
