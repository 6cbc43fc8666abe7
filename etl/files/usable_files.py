"""Which of the files that somebody named can be loaded: what is no table in a folder is left out, and said so."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from etl.files.inputs.inputs import Input, Notify, shown
from etl.files.sources import Source
from warehouse.errors import InputError, NoTableError
from wording.languages import say

Named = Input | Source
MOST_TOLD = 20  # files left out that are named one by one


class Selection:
    """The files worth loading so far, and what was left out and why, in sentences."""

    def __init__(self, notify: Notify) -> None:
        self.skipped: list[str] = []
        self._notify = notify
        self._reasons: dict[Path, list[str]] = {}

    def skip(self, sentence: str) -> None:
        """Tell that something is left out."""
        self.skipped.append(sentence)
        if len(self.skipped) <= MOST_TOLD:
            self._notify(sentence)

    def tell_rest(self) -> None:
        """Tell how many more were left out than were named."""
        if (rest := len(self.skipped) - MOST_TOLD) > 0:
            self._notify(f"{rest:,} more file{'' if rest == 1 else 's'} skipped; --json names all.")

    def usable(self, found: Sequence[Named], look: Callable[[Named], Named]) -> list[Named]:
        """What `look` makes of each file, without those of a folder or archive for which it raises NoTableError.

        Raises InputError when nothing is left of a folder, and whatever else `look` raises.
        """
        kept: list[Named] = []
        left: list[tuple[Path, str]] = []
        for each in found:
            item = _item(each)
            try:
                with naming(each, len(found) if item.among is None else 1):
                    kept.append(look(each))
            except NoTableError as error:
                if item.among is None:
                    raise
                left.append((item.among, _reason(item, error)))
                self._reasons.setdefault(item.among, []).append(f"\n  {item}: {error}")
        filled = {_item(each).among for each in kept}
        for folder, sentence in left:
            if folder not in filled:
                reasons = self._reasons[folder]
                rest = f"\n  and {len(reasons) - MOST_TOLD:,} more" if len(reasons) > MOST_TOLD else ""
                told = "".join(reasons[:MOST_TOLD])
                raise InputError(f"{shown(folder)} holds no file that can be loaded:{told}{rest}")
            self.skip(sentence)
        return kept


@contextmanager
def naming(named: Named, files: int) -> Iterator[None]:
    """Let an InputError say which of several files it is about, where it does not say so itself."""
    try:
        yield
    except InputError as error:
        item = _item(named)
        if files < 2 or Path(str(item)).name in str(error):
            raise
        raise type(error)(f"{item}: {error}", error.questions) from error


def _item(named: Named) -> Input:
    return named.item if isinstance(named, Source) else named


def _reason(item: Input, error: NoTableError) -> str:
    """The first sentence of an error as a reason to skip."""
    text = str(error)
    if text.startswith(f"{item} "):
        text = "it " + text.removeprefix(f"{item} ")
    return say("{file} is skipped: {removesuffix}.", file=item, removesuffix=text.split(". ")[0].removesuffix("."))
