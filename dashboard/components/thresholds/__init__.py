"""What a key figure has to do before a view is mailed."""

__all__ = ["looking", "threshold"]  # the modules that other rooms use
