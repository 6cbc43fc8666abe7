"""Campaigns: an audience that is written to, with the ledger of every list that left."""

from audiences.campaigns import keeping, ledger, plain_lists, repeating, snapshots
from audiences.campaigns.barring import choose_quiet_days, quiet_days
from audiences.campaigns.making_again import again
from audiences.campaigns.sending import Look, look, send

__all__ = [
    "Look",
    "again",
    "choose_quiet_days",
    "keeping",
    "ledger",
    "look",
    "plain_lists",
    "quiet_days",
    "repeating",
    "send",
    "snapshots",
]
