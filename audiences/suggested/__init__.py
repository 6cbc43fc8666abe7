"""Audiences worth looking at, ranked by the money at stake beyond what would come anyway."""

from audiences.suggested.grounds import suggestions
from audiences.suggested.ranking import Suggestion
from audiences.suggested.stakes import beyond

__all__ = ["Suggestion", "beyond", "suggestions"]
