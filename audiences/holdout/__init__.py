"""Who of a campaign is not written to, so that there is somebody to compare with, and what that can show. Pure."""

from audiences.holdout.advice import NO_RATE, SHARES, advice, sight
from audiences.holdout.drawing import Draw, hashed, split

__all__ = ["NO_RATE", "SHARES", "Draw", "advice", "hashed", "sight", "split"]
