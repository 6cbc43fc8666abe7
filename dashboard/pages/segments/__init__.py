"""/segments: who the customers are, what each segment brings, and how it differs from the average."""

from dashboard.pages.segments.page import PAGE, register

__all__ = ["PAGE", "page", "register"]  # the report says what `page` says
