"""HTML -> PDF by a Chromium of this machine, run apart: a home of its own, no secrets, no network, a time limit."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from dashboard.components.chromium import find_chromium
from warehouse.errors import RegularsError

SECONDS = 60
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
log = logging.getLogger(__name__)


class PrintError(RegularsError):
    """There is no Chromium, or it made no PDF."""


def print_pdf(html: str, seconds: float = SECONDS) -> bytes:
    """The PDF of a self-contained page. Raises PrintError without a Chromium, or when it fails or takes too long."""
    chromium = find_chromium()
    if chromium is None:
        raise PrintError("There is no Chromium on this machine, and a PDF needs one: choose HTML, or install Chromium.")
    with tempfile.TemporaryDirectory(prefix="regulars-report-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, pdf = folder / "report.html", folder / "report.pdf"
        page.write_text(html, encoding="utf-8")
        command = [chromium, *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium has no other way as root; the page is our own, without scripts
        said = _run(command, folder, seconds)
        if not pdf.is_file() or not (data := pdf.read_bytes()).startswith(b"%PDF"):
            log.warning("Chromium made no PDF: %s", said[-2000:])
            raise PrintError("Chromium made no PDF of the report. Its words are in the log; the HTML can be printed.")
        return data


def _run(command: list[str], folder: Path, seconds: float) -> str:
    """Run to the end or to the limit, and leave no process behind; what it said."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
    }
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise PrintError(f"Chromium took longer than {seconds:g} seconds to print the report.") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return said.decode("utf-8", "replace")
