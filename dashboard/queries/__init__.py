"""One function a question -> DataFrame. Nothing here knows Dash."""
