"""Whether accounts are in force: hosted always; on one's own machine as soon as there is a user."""

from __future__ import annotations

import ipaddress
import threading
import time

from flask import Request
from sqlalchemy import Engine

from accounts.users import is_anybody
from warehouse.settings import Settings

TRUST_SECONDS = 1.0  # how long "there is no user" is believed
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")  # a proxy brings somebody from elsewhere


class Force:
    """Asked before every request of an app."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        is_asked_for = settings.sign_in == "always" or settings.provider is not None
        self.always = settings.environment == "production" or is_asked_for
        self._has_provider = settings.provider is not None
        self._engine = engine
        self._lock = threading.Lock()
        self._is_anybody = False
        self._asked_at = float("-inf")

    def holds(self, request: Request) -> bool:
        """Whether this request needs a session."""
        return self.always or not is_from_here(request) or self._is_anybody_lately()

    def lacks_first_user(self) -> bool:
        """Whether somebody has to be made before anybody can sign in; a provider brings people by itself."""
        return not self._has_provider and not self.is_anybody()

    def is_anybody(self) -> bool:
        """Whether there is a user; users are never deleted, so once there is one there always is."""
        if not self._is_anybody:
            with self._engine.connect() as connection:
                found = is_anybody(connection)
            with self._lock:
                self._is_anybody, self._asked_at = self._is_anybody or found, time.monotonic()
        return self._is_anybody

    def _is_anybody_lately(self) -> bool:
        with self._lock:
            is_believed = time.monotonic() - self._asked_at < TRUST_SECONDS
        return self._is_anybody if is_believed else self.is_anybody()


def is_from_here(request: Request) -> bool:
    """Whether a request comes from this very machine, by no proxy."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address((request.remote_addr or "").partition("%")[0]).is_loopback
    except ValueError:
        return False
