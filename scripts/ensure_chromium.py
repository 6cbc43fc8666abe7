"""Make sure that the browser tests have a Chromium: apt's where we may install it, else Playwright's own.

Where neither can be had the tests are skipped, and this says so loudly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TRIES = (
    "apt-get update -qq",
    "apt-get install -y -qq --no-install-recommends chromium fonts-liberation",
)


def find_chromium() -> str | None:
    """The path of a Chromium on this machine: from PATH, or Playwright's own; None where there is none."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
    except Exception:  # without its driver Playwright has no browser either
        return None
    return own if Path(own).exists() else None


def _run(command: list[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr.decode(errors="replace")[-500:])
    return done.returncode == 0


def main() -> None:
    """Install a Chromium when there is none; never fails."""
    if find_chromium():
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests (once) ...", flush=True)
        for command in TRIES:
            _run(command.split())
    if not find_chromium():
        print("Fetching Playwright's Chromium for the browser tests (once) ...", flush=True)
        _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if not find_chromium():
        line = "!" * 78
        print(
            f"{line}\n!!  There is no Chromium and none could be installed: THE BROWSER TESTS WILL BE SKIPPED.\n{line}"
        )


if __name__ == "__main__":
    main()
