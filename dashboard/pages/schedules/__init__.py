"""/schedules: what comes and is worked out by itself, how it went, and what looked wrong."""

from dashboard.pages.schedules.page import PAGE, register

__all__ = ["PAGE", "register"]
