"""The world outside: addresses where files come from, and the settings of what may be reached and told there."""

from warehouse.outward.reaching import INNER, may_reach, refuse_inner
from warehouse.outward.settings import NAMES, Network, OutwardSettings, Smtp
from warehouse.outward.sources import Source, source, web_address
from warehouse.outward.veiling import ADDRESS, VEIL, WEBHOOK, apart, is_veiled, veiled, veiled_webhook

__all__ = [
    "ADDRESS",
    "INNER",
    "NAMES",
    "VEIL",
    "WEBHOOK",
    "Network",
    "OutwardSettings",
    "Smtp",
    "Source",
    "apart",
    "is_veiled",
    "may_reach",
    "refuse_inner",
    "source",
    "veiled",
    "veiled_webhook",
    "web_address",
]
