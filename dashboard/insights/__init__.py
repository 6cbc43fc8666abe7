"""What the numbers mean and what to do about them: pure functions from frames to dataclasses; `sources` reads."""

__all__ = ["advice", "findings", "forecast", "shares", "spans", "why"]  # the modules that other rooms use
