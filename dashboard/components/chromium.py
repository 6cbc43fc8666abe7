"""Whether this machine can print: a PDF of the report is offered only where it has a Chromium."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_chromium() -> str | None:
    """The path of a Chromium on PATH; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
