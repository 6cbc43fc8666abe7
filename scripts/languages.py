"""The catalogues of `wording/languages/`: python scripts/languages.py update|check [ROOM …]; docs/languages.md."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

sys.path.insert(0, str(Path(__file__).parent.parent))

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from scripts.texts import ROOT, Text, texts
from wording.languages import ENGLISH, KNOWN
from wording.languages.catalogues import rooms

FOLDER = ROOT / "wording" / "languages"
COMPLETE = "X-Complete"  # in the head of a catalogue: whether all that its room says is said by `say`, and translated
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {language}\\n"\n'
TAIL = '"Plural-Forms: {forms};\\n"\n"{complete}: {is_complete}\\n"\n\n'
Key = tuple[str, str, str]


def by_room() -> dict[str, list[Text]]:
    """What the code says, by catalogue."""
    found: dict[str, list[Text]] = {}
    for one in texts():
        found.setdefault(one.room, []).append(one)
    return found


def translated(catalogue: Catalog) -> dict[Key, str | tuple[str, ...]]:
    """What a catalogue says already."""
    found: dict[Key, str | tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or not message.string:
            continue
        if isinstance(message.id, str):
            found[message.context or "", message.id, ""] = str(message.string)
        elif any(message.string):
            found[message.context or "", message.id[0], message.id[1]] = tuple(message.string)
    return found


def is_complete(language: str, room: str) -> bool:
    """Whether the catalogue of a room says that nothing is left to do in it. Babel reads no heads but its own."""
    path = FOLDER / language / f"{room}.po"
    head = path.read_text(encoding="utf-8").partition("\n\n")[0] if path.is_file() else ""
    return f'"{COMPLETE}: yes\\n"' in head


def update(language: str, wanted: Iterable[str]) -> None:
    """Bring the catalogues of these rooms up to the code: new texts without a translation, or with that of another
    room; those that nobody says any more go."""
    known = dict(rooms(language))
    everywhere: dict[Key, str | tuple[str, ...]] = {}
    for catalogue in known.values():
        everywhere = translated(catalogue) | everywhere
    said = by_room()
    for room in wanted or sorted({*said, *known}):
        path = FOLDER / language / f"{room}.po"
        own = known.get(room)
        if room not in said:
            path.unlink(missing_ok=True)
            continue
        strings = everywhere | (translated(own) if own is not None else {})
        path.write_bytes(written(language, said[room], strings, is_complete(language, room)))


def written(language: str, said: list[Text], strings: dict[Key, str | tuple[str, ...]], complete: bool) -> bytes:
    """A catalogue as it lies in its file: no dates and no lines of code, so that it changes only with its texts."""
    made = Catalog(locale=language)
    for one in said:
        string = strings.get((one.sense, one.text, one.many), "")
        message_id = (one.text, one.many) if one.many else one.text
        made.add(message_id, string, locations=[(one.path, 0)], context=one.sense or None)
    body = BytesIO()
    write_po(body, made, width=120, omit_header=True, include_lineno=False)
    head = HEAD.format(language=language)
    tail = TAIL.format(forms=made.plural_forms.rstrip(";"), complete=COMPLETE, is_complete="yes" if complete else "no")
    return (head + tail).encode() + body.getvalue()


def faults(language: str) -> Iterator[str]:
    """What is wrong in the catalogues: of all, placeholders and contradictions; of complete ones, gaps."""
    said = by_room()
    everywhere: dict[Key, tuple[str, str | tuple[str, ...]]] = {}
    known = dict(rooms(language))
    for room, catalogue in known.items():
        done = translated(catalogue)
        if is_complete(language, room):
            for one in said.get(room, ()):
                if (one.sense, one.text, one.many) not in done:
                    yield f"{room}: not translated: {one.text!r}"
        for key, string in done.items():
            yield from (f"{room}: {fault}" for fault in _unlike(key, string))
            other_room, other = everywhere.setdefault(key, (room, string))
            if other != string:
                yield f"{room}: {key[1]!r} is {string!r}, and {other!r} in {other_room}: the same, or with a `sense`"


def _unlike(key: Key, string: str | tuple[str, ...]) -> Iterator[str]:
    wanted = _placeholders(key[1]) | _placeholders(key[2])
    for one in (string,) if isinstance(string, str) else string:
        if not one:
            yield f"a form is missing of {key[1]!r}"
        elif not (_placeholders(one) <= wanted and wanted - {"n"} <= _placeholders(one)):
            yield f"{one!r} has other placeholders than {key[1]!r}"


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def main() -> None:
    """What the command line asks for."""
    command, *wanted = sys.argv[1:] or ["check"]
    found: list[str] = []
    for language in KNOWN:
        if language != ENGLISH and command == "update":
            update(language, wanted)
        if language != ENGLISH:
            found += [f"{language}: {fault}" for fault in faults(language)]
    print("\n".join(found) or "The catalogues are well.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
