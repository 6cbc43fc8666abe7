"""/data: files that come through the browser, how they are read, loads, rejected rows, jobs."""

from dashboard.pages.data.history import STATUS_TONES, STATUS_WORDS
from dashboard.pages.data.page import PAGE, register

__all__ = ["PAGE", "STATUS_TONES", "STATUS_WORDS", "register"]
