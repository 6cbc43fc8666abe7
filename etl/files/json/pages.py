"""What stands around the records of an interface's answer: whether it is one page of several."""

import re
from collections.abc import Sequence

_TRUE = r'"(?:has_?more|has_?next(?:_?page)?)"\s*:\s*true'
_FALSE = r'"(?:has_?more|has_?next(?:_?page)?)"\s*:\s*false'
_NEXT = (
    r'"(?:next(?:_?(?:page|url|link|cursor|uri|page_?(?:token|url|uri|link)))?|@odata\.nextLink|cursor|continuation_?token)"'
    r'\s*:\s*(?:"[^"]+"|[1-9]\d*|\{[^{}]*"href"\s*:\s*"[^"]+")'
)
_COUNTS = r'"(?:total_?(?:count|results|items|records|elements))"\s*:\s*(\d+)'
_PAGE, _PAGES = (
    r'"(?:page|current_?page|page_?number)"\s*:\s*(\d+)',
    r'"(?:total_?pages|page_?count|last_?page)"\s*:\s*(\d+)',
)


def said_of_pages(around: Sequence[str], records: int) -> tuple[str, ...]:
    """A sentence where the text around so many records says that there are more."""
    text = " ".join(around)
    total = _number(_COUNTS, text)
    if total > records:
        return (f"Only one page of the answer is in the file: {records:,} of {total:,}. Fetch the others too.",)
    if _says(_FALSE, text):
        return ()
    page, pages = _number(_PAGE, text), _number(_PAGES, text)
    if _says(_TRUE, text) or _says(_NEXT, text) or 0 < page < pages:
        return (f"Only one page of the answer is in the file ({records:,} records): it says that more follow.",)
    return ()


def _says(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text, re.IGNORECASE)
    return int(found[1]) if found else 0
