"""The embedded PostgreSQL: a server of our own below a home, shared by all who use it. Its face is named here."""

from warehouse.embedded.creation import binaries
from warehouse.embedded.server import EmbeddedServer, share, stop
from warehouse.embedded.tuning import memory

__all__ = ["EmbeddedServer", "binaries", "memory", "share", "stop"]
