"""/explore: what customers are like, one feature at a time, two, and all of them."""

from dashboard.pages.explore.page import PAGE, register

__all__ = ["PAGE", "register"]
