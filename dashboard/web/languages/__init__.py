"""In which language a browser is answered, how it is chosen, and what the page's scripts say in it."""

__all__ = ["asked", "page"]  # the modules that other rooms use
