"""What people read, in their language: `say` and its kin, which language that is, and how it writes numbers and days.

English is written in the code; catalogues of gettext (`de/*.po`, a file a room) hold what other languages say.
docs/languages.md tells how.
"""

from wording.languages import days
from wording.languages.catalogues import texts_of
from wording.languages.names import country, listed
from wording.languages.numbers import as_python_writes, marked, marks, priced, whole
from wording.languages.retelling import say_again
from wording.languages.saying import say, say_form, say_n, to_say, to_say_n
from wording.languages.speaking import ENGLISH, KNOWN, OFFERED, PSEUDO, language_now, speak, speaking

__all__ = [
    "ENGLISH",
    "KNOWN",
    "OFFERED",
    "PSEUDO",
    "as_python_writes",
    "country",
    "days",
    "language_now",
    "listed",
    "marked",
    "marks",
    "priced",
    "say",
    "say_again",
    "say_form",
    "say_n",
    "speak",
    "speaking",
    "texts_of",
    "to_say",
    "to_say_n",
    "whole",
]
