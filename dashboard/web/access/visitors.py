"""What a browser holds: the cookie of its session, the cookies of forms; and where somebody comes from."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from flask import Response, g, request

from accounts.audit import Actor
from accounts.sign_in import Moment, Session, Visit
from accounts.tokens import new_token

SESSION, CODE, FORM, DEVICE = "regulars", "regulars-code", "regulars-form", "regulars-device"
LANGUAGE = "regulars-language"  # that a browser has chosen
CODE_SECONDS, DEVICE_SECONDS = 300, 180 * 86_400
FIELD = "form"  # of every form: the token that only our own pages know


def is_secure() -> bool:
    """Whether the browser speaks TLS, with us or with a proxy of ours (`guard/hosts` reads what that says)."""
    return request.is_secure


def cookie(name: str) -> str | None:
    """The value of a cookie; over TLS only one that no other site or plain answer can have set."""
    return request.cookies.get(_named(name)) or None


def keep(response: Response, name: str, value: str, seconds: int | None = None) -> Response:
    """Give the browser a cookie that no script reads and no other site sends."""
    safe = {"httponly": True, "samesite": "Lax", "secure": is_secure(), "path": _path()}
    response.set_cookie(_named(name), value, max_age=seconds, **safe)  # type: ignore[arg-type]
    return response


def forget(response: Response, name: str) -> Response:
    """Take a cookie back."""
    response.delete_cookie(_named(name), path=_path(), httponly=True, samesite="Lax", secure=is_secure())
    return response


def form_token() -> str:
    """What a form brings back to show that it is ours: bound to the session, or to the visit of a stranger."""
    held = cookie(SESSION) or cookie(FORM) or g.get("form_cookie")
    if held is None:
        held = g.form_cookie = new_token()
    return _token_of(held)


def is_own_form() -> bool:
    """Whether a form that came is one that this browser was given."""
    held = cookie(SESSION) or cookie(FORM)
    given = request.form.get(FIELD, "")
    return held is not None and hmac.compare_digest(_token_of(held).encode(), given.encode())


def after(response: Response) -> Response:
    """Give a stranger who was shown a form its cookie."""
    made = g.get("form_cookie")
    return response if made is None else keep(response, FORM, made)


def visit() -> Visit:
    """Where somebody comes from, and the session that they hold."""
    return Visit(request.remote_addr, request.headers.get("User-Agent"), cookie(SESSION), cookie(DEVICE))


def session() -> Session | None:
    """The session that the gate found."""
    found: Session | None = g.get("session")
    return found


def own_session() -> Session:
    """The same where the gate lets nobody in without one."""
    found = session()
    if found is None:
        raise LookupError("the gate lets nobody in here without a session")
    return found


def actor() -> Actor:
    """Who is signed in, for the record."""
    return Actor.of(own_session().user, request.remote_addr)


def now() -> datetime:
    """The time, as accounts take it: by the database's clock, which the gate has at hand."""
    moment: Moment = g.moment
    return moment.now()


def _named(name: str) -> str:
    """`__Host-` binds a cookie to the name asked for and all its paths; below a path, other applications live there."""
    if not is_secure():
        return name
    return f"__Secure-{name}" if request.script_root else f"__Host-{name}"


def _path() -> str:
    """Where the browser sends our cookies: to all of us, and to nobody beside."""
    return request.script_root or "/"


def _token_of(held: str) -> str:
    return hashlib.sha256(f"form {held}".encode()).hexdigest()
