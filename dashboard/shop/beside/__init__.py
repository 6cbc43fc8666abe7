"""What stands beside the answers of one process: those of others, what makes them old, a thread with time."""

__all__ = ["aside", "shared", "stands"]  # the modules that other rooms use
