"""The world outside: addresses where files come from, and the settings of what may be reached and told there."""

from warehouse.outward.settings import NAMES, Network, OutwardSettings, Smtp
from warehouse.outward.sources import Source, source, web_address

__all__ = ["NAMES", "Network", "OutwardSettings", "Smtp", "Source", "source", "web_address"]
