"""Campaigns: an audience that is written to, with the ledger of every list that left."""

from audiences.campaigns import keeping, ledger, repeating, snapshots
from audiences.campaigns.barring import choose_quiet_days, quiet_days
from audiences.campaigns.sending import Look, look, send

__all__ = ["Look", "choose_quiet_days", "keeping", "ledger", "look", "quiet_days", "repeating", "send", "snapshots"]
