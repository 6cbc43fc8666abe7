"""Who of a campaign is not written to, so that there is somebody to compare with, and what that can show. Pure."""

from audiences.holdout.advice import NO_RATE, SHARES, Sight, advice, sight
from audiences.holdout.drawing import Draw, hashed, held_out, quotas

__all__ = ["NO_RATE", "SHARES", "Draw", "Sight", "advice", "hashed", "held_out", "quotas", "sight"]
