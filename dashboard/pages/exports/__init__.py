"""/exports: the lists that leave as files, and the report as a file or by mail."""

from dashboard.pages.exports.page import PAGE, register

__all__ = ["PAGE", "register"]
