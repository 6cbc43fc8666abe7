"""/customers: all customers, paged, sorted and searched in the database."""

from dashboard.pages.customers.page import PAGE, register

__all__ = ["PAGE", "register"]
