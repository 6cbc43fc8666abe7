"""The world outside: addresses where files come from, and the settings of what may be reached and told there."""

from warehouse.outward.settings import NAMES, Network, OutwardSettings, Smtp
from warehouse.outward.sources import Source, source, web_address
from warehouse.outward.veiling import ADDRESS, VEIL, WEBHOOK, apart, is_veiled, veiled, veiled_webhook

__all__ = [
    "ADDRESS",
    "NAMES",
    "VEIL",
    "WEBHOOK",
    "Network",
    "OutwardSettings",
    "Smtp",
    "Source",
    "apart",
    "is_veiled",
    "source",
    "veiled",
    "veiled_webhook",
    "web_address",
]
