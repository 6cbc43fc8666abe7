"""/destinations: the places that lists are sent to, whether they answer, and what goes there by itself."""

from dashboard.pages.destinations.page import PAGE, register

__all__ = ["PAGE", "register"]
