"""/audiences: the audiences and lists that are kept, the builder of conditions, one audience, two side by side."""

from dashboard.pages.audiences.page import PAGE, register

__all__ = ["PAGE", "register"]
