"""Whether what changes something was asked for by our own pages, and addresses that lead nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Request

from wording.languages import to_say

SAFE = ("GET", "HEAD", "OPTIONS")
FOREIGN = to_say("This was asked for from another site, so nothing was done.")
NO_JSON = to_say("This is no request of the dashboard's own pages, so nothing was done.")


def fault(request: Request, *, is_callback: bool) -> str | None:
    """Why a request is not taken; None for one that reads, or that our own page sends.

    Browsers say where a request comes from. A callback also needs a kind of content that no form of another site has.
    """
    if request.method in SAFE:
        return None
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in (None, "same-origin"):
        return FOREIGN
    if origin is not None and site is None and host_of(origin) != request.host:
        return FOREIGN
    return NO_JSON if is_callback and request.mimetype != "application/json" else None


def host_of(address: str) -> str | None:
    """The host of an address, with its port; None of what is no address at all."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def own_path(asked: str | None, base: str = "") -> str:
    """The address to go on to after signing in: a path of ours, below the `base` of all, else the overview."""
    path = asked or ""
    is_ours = path.startswith(f"{base}/") and not path.startswith("//")
    is_plain = "\\" not in path and "/../" not in f"{path.partition('?')[0]}/" and path.isprintable()
    return path if is_ours and is_plain else f"{base}/"
