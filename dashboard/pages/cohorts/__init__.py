"""/cohorts: who comes back after a first order, and with how much money."""

from dashboard.pages.cohorts.page import PAGE, register

__all__ = ["PAGE", "register"]
