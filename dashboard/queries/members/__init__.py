"""Audiences as filters: which there are, and who is in one."""

__all__ = ["naming", "resolving"]  # the modules that other rooms use
