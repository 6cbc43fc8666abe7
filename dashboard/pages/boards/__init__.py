"""/boards: pages that people put together of charts, and one of them."""

from dashboard.pages.boards.page import PAGE, register

__all__ = ["PAGE", "register"]
