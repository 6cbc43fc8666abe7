"""An encoding by the words that are known of headers and statuses, people, towns and goods.

`Wartość` is one, where another encoding reads `Wartoœæ`.

Few letters tell a code page from its neighbours only by the words that they make.
"""

from collections.abc import Sequence

from etl.files.text.alphabets import WRITTEN_IN
from etl.names.vocabulary import words_beyond_ascii, words_of


def by_known_words(sample: bytes, said: str, pages: Sequence[str]) -> str:
    """The page, of these and `said`, that makes most known words of the lines of `sample`; `said` unless another makes
    more."""
    known = {page: _known(sample, page) for page in dict.fromkeys([said, *pages])}
    return max(known, key=lambda page: known[page])


def _known(sample: bytes, page: str) -> int:
    """How many words of a language that is written so."""
    known = words_beyond_ascii()
    words = {word.lower() for word in words_of(sample.decode(page, "replace"))} & known.keys()
    return sum(not known[word] or any(page in WRITTEN_IN[language] for language in known[word]) for word in words)
