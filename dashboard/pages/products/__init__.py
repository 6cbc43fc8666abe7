"""/products: what sells in the selection, what goes together, what each segment takes to."""

from dashboard.pages.products.page import PAGE, register

__all__ = ["PAGE", "register"]
