"""Signing in with an OpenID provider: the way there, the way back, and what it says of somebody."""

__all__ = ["groups", "routes"]
