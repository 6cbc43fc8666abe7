"""HTML -> PDF by a Chromium of this machine, run apart: never as root, no secrets, no network, no files, a time limit.

What a page shows is escaped and has no script but its own; this is the second wall, should somebody's text get through
the first.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.components.chromium import find_chromium
from warehouse.errors import RegularsError
from wording.languages import say, to_say

SECONDS = 60
DRAWING_MS = 10_000  # of the page's own clock, which does not wait
PICTURE_WIDTH, TALLEST, MARGIN = 928, 4000, 24  # pixels
SHARPNESS = 1.5
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
    "--proxy-server=http://127.0.0.1:9",  # nobody listens there: addresses without a name lead nowhere either
    "--proxy-bypass-list=<-loopback>",
)
NOBODY = 65_534  # its number on every system
# Programs started by it see no network at all, where the system lets a user make such rooms.
NO_CHROMIUM = to_say("There is no Chromium on this machine, and a PDF needs one: choose HTML, or install Chromium.")
SLOW = to_say("Chromium took longer than {seconds} seconds to print the report.")
NO_NETWORK = ("unshare", "--user", "--map-current-user", "--net", "--")
# Said before anything of the page itself: nothing is loaded, nothing runs, whatever stands in it.
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; {scripts}style-src 'unsafe-inline'; "
    "font-src data:; img-src data:; form-action 'none'; base-uri 'none'\">"
)
DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.IGNORECASE)
log = logging.getLogger(__name__)


class PrintError(RegularsError):
    """There is no Chromium, or it made no PDF."""


def print_pdf(html: str, seconds: float = SECONDS, scripts: Sequence[str] = ()) -> bytes:
    """The PDF of a self-contained page. Raises PrintError without a Chromium, or when it fails or takes too long.

    Of its scripts those run whose hashes are told, as a policy names them; without any, none does.
    """
    data = _made(html, "report.pdf", ["--print-to-pdf={file}"], seconds, scripts)
    if not data.startswith(b"%PDF"):
        raise PrintError(say("Chromium made no PDF of the report. Its words are in the log; the HTML can be printed."))
    return data


def take_picture(html: str, scripts: Sequence[str] = (), height: int = TALLEST, seconds: float = SECONDS) -> bytes:
    """The PNG of a page from its top, without the empty paper below. Raises PrintError as `print_pdf` does."""
    size = [f"--window-size={PICTURE_WIDTH},{height}", f"--force-device-scale-factor={SHARPNESS}", "--hide-scrollbars"]
    data = _made(html, "report.png", ["--screenshot={file}", *size], seconds, scripts)
    if not data.startswith(b"\x89PNG"):
        raise PrintError(say("Chromium took no picture of the report. Its words are in the log."))
    return trimmed(data)


def trimmed(picture: bytes) -> bytes:
    """A picture without the rows at its foot that are all of one colour."""
    from PIL import Image, ImageChops  # with matplotlib, and only where pictures are taken

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    foot = Image.new("RGB", image.size, image.getpixel((1, image.height - 1)))
    box = ImageChops.difference(image, foot).getbbox()
    if box is not None:
        image = image.crop((0, 0, image.width, min(image.height, box[3] + MARGIN)))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _made(html: str, name: str, options: Sequence[str], seconds: float, scripts: Sequence[str]) -> bytes:
    """What Chromium makes of a page; b"" where it made nothing."""
    chromium = find_chromium()
    if chromium is None:
        raise PrintError(say(NO_CHROMIUM))
    with tempfile.TemporaryDirectory(prefix="regulars-report-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        page, made = folder / "report.html", folder / name
        page.write_text(_walled(html, scripts), encoding="utf-8")
        if is_root():
            for one in (folder, page):
                os.chown(one, NOBODY, NOBODY)
        wanted = [one.format(file=made) for one in options]
        drawing = [f"--virtual-time-budget={DRAWING_MS}"] if scripts else []
        command = [chromium, *FLAGS, *drawing, f"--user-data-dir={folder / 'profile'}", *wanted, page.as_uri()]
        if _can_make_rooms():
            command = [*NO_NETWORK, *command]
        elif is_root():
            command.insert(1, "--no-sandbox")  # which needs such rooms; it runs as nobody all the same
        said = _run(command, folder, seconds)
        if made.is_file() and (data := made.read_bytes()):
            return data
        log.warning("Chromium made no %s: %s", name, said[-2000:])
        return b""


def is_root() -> bool:
    """Whether we may do everything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _walled(html: str, scripts: Sequence[str] = ()) -> str:
    found = DOCTYPE.match(html)
    end = found.end() if found else 0
    return html[:end] + POLICY.format(scripts=f"script-src {' '.join(scripts)}; " if scripts else "") + html[end:]


def _as_nobody() -> dict[str, Any]:
    """Whom a program is started as."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if is_root() else {}


@cache
def _can_make_rooms() -> bool:
    """Whether programs can be kept from the network here."""
    try:
        subprocess.run([*NO_NETWORK, "true"], check=True, capture_output=True, timeout=10, **_as_nobody())
    except (OSError, subprocess.SubprocessError):
        return False
    return True


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
        **_as_nobody(),
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise PrintError(
                say("Chromium took longer than {seconds} seconds to print the report.", seconds=f"{seconds:g}")
            ) from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return said.decode("utf-8", "replace")
