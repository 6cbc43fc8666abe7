"""What operators see of the dashboard while it runs: lines of log, measures."""

__all__ = ["logs", "measures"]
