"""/forecast: what the next months may bring, how sure that is, and how it was tried."""

from dashboard.pages.forecast.page import PAGE, register

__all__ = ["PAGE", "register"]
