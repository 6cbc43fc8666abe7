"""/value: what customers may bring, and how far to trust it."""

from dashboard.pages.value.page import PAGE, register

__all__ = ["PAGE", "register"]
