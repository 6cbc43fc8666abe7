"""/migration: who moved between segments from one month's end to another's, and how far the segments drift."""

from dashboard.pages.migration.page import PAGE, register

__all__ = ["PAGE", "register"]
