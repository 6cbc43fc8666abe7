"""Who was erased, as far as loads must know it; and texts sealed with SECRET_KEY. Its face is named here."""

from warehouse.forgotten.people import BLANK, SECRET_KEY, Forgotten, fold, forget, known, renew, twin
from warehouse.forgotten.texts import as_word

__all__ = ["BLANK", "SECRET_KEY", "Forgotten", "as_word", "fold", "forget", "known", "renew", "sealing", "twin"]
