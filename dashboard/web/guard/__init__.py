"""What a request has to get past before the application runs it: its shape, its host, its turn."""

__all__ = ["answered", "away", "callbacks", "errors", "hosts", "letters", "turns"]
