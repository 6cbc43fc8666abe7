"""/: how the shop is doing, what stands out, and why sales changed."""

from dashboard.pages.overview.page import PAGE, register

__all__ = ["PAGE", "page", "register"]  # the report says what `page` says
