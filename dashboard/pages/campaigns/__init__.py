"""/campaigns: what was sent to whom, and what came of it."""

from dashboard.pages.campaigns.page import PAGE, register

__all__ = ["PAGE", "register"]
