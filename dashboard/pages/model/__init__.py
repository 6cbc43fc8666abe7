"""/model: which segmentations are published, how they were made, and how good they are."""

from dashboard.pages.model.page import PAGE, register

__all__ = ["PAGE", "register"]
