"""Joins the files that tell a sale together into one table, whose rows wait in a temporary file."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import Input
from etl.files.readers import read_batches
from etl.files.rows.batches import Batch, BatchSpool, SpooledTable
from etl.files.sources import Source, look
from etl.files.workbooks.excel import Wanted
from etl.names.contacts import match_contacts
from etl.names.hints import says
from etl.names.labels import listed
from etl.recognition.columns.table_subject import people_by, traits_of_people
from etl.recognition.related.lookups import Lookup
from etl.recognition.related.related_files import MOST_FILES, related
from etl.recognition.related.returned_orders import is_called_so
from etl.recognition.related.tables import Joining, Link
from warehouse.errors import InputError
from wording.console import progress
from wording.counts import be, counted
from wording.languages import say

_EXAMPLES = 3  # columns that a sentence names


def together(
    found: Sequence[Input | Source], check: Callable[[Source], object], skip: Callable[[str], None]
) -> list[Input | Source]:
    """The files that were named, those of them joined that make sales together only: as one source, the first.

    `check` raises InputError for a file that cannot be loaded alone; where each can, all stay as they are. `skip` is
    told which add nothing.
    """
    sources = [each for each in found if isinstance(each, Source)]
    if len(sources) < min(2, len(found)) or len(sources) < len(found):
        return list(found)
    sources = [_with_sheets(source, check) for source in sources]
    alone = [_loads_alone(source, check) for source in sources]
    joining = None if all(alone) else related(sources)
    if joining is None:
        return list(sources)
    used = [source.item for table in joining.tables for source in table.sources]
    for source, loads in zip(sources, alone, strict=True):
        if source.item not in used and not loads:
            skip(f"{source.item} is skipped: {_left_out(source, joining)}")
    rest = [source for source, loads in zip(sources, alone, strict=True) if source.item not in used and loads]
    return [join(joining), *rest]


def _with_sheets(source: Source, check: Callable[[Source], object]) -> Source:
    """A workbook, those of its sheets joined that tell of sales together.

    Where they cannot be joined after all, one that can be loaded alone is.
    """
    if source.sheet or not 1 < len(source.sheets) <= MOST_FILES:
        return source
    sheets = [look(source.item, wanted=Wanted(name)) for names in source.sheets for name in names]
    joining = related(sheets)
    if joining is None:
        lost = [name for names in source.sheets[1:] for name in names if is_called_so(name)]
        return replace(source, notes=(*source.notes, *map(_not_counted, lost)))
    used = {each.sheet for table in joining.tables for each in table.sources}
    rest = [note for note in source.notes if not any(f", sheet {name} is skipped:" in note for name in used)]
    try:
        found = join(joining)
    except InputError:
        if _loads_alone(source, check):
            return source
        raise
    lost = [each.sheet for each in sheets if each.sheet not in used and is_called_so(each.sheet)]
    rest += map(_not_counted, lost)
    return replace(found, notes=(*rest, *(note for note in found.notes if note not in rest)))


def _not_counted(sheet: str) -> str:
    return say(
        "Sheet {sheet} is called after what came back, and that is NOT counted: what it says of ord"
        "ers or their lines does not tell how much. Add it to the sales as lines of their own with "
        "a minus.",
        sheet=sheet,
    )


def _left_out(source: Source, joining: Joining) -> str:
    """Why a file is not joined; one of refunds would be missed."""
    back = [label for label in source.columns if label and says(label, "refund", "orders")]
    if back:
        return (
            f"{listed(back[:_EXAMPLES])} say that it holds refunds, and these are NOT counted. Add them to the orders "
            "as a column of refunded amounts, or load them as lines of their own with a minus."
        )
    said = f"it adds nothing to the sales that {joining.base.name} and others tell."
    keys = {"customer_id", "email"} & set(match_contacts(source.columns, {}).where)
    if keys and traits_of_people(source.columns):
        said += " It tells of customers: load it by itself as well. "
        said += f"On a command line: python -m etl customers {source.typed}"
    return said


def _loads_alone(source: Source, check: Callable[[Source], object]) -> bool:
    try:
        check(source)
    except InputError:
        return False
    return True


def join(joining: Joining) -> Source:
    """The base with the columns of all that is joined to it, as one source.

    Raises InputError when a file is damaged, or a key of what is joined has several rows that differ.
    """
    files = [source for table in joining.tables for source in table.sources]
    with progress(say("Joining files"), total=sum(source.size for source in files), unit="bytes") as advance:
        known = {source.place: fingerprint(source, advance) for source in files}
    base = [known[source.place] for source in joining.base.sources]
    lookups = [Lookup(link) for link in joining.links]
    try:
        for lookup, link in zip(lookups, joining.links, strict=True):
            lookup.fill([known[source.place] for source in link.table.sources])
        labels = [*joining.base.columns, *(label for link in joining.links for _, label in link.taken)]
        table, rows = _spooled(base, joining, lookups)
        notes = [note for source in files for note in known[source.place].notes] + list(_told(joining, lookups, rows))
        joined = tuple(_described(joining, lookups, rows))
    finally:
        for lookup in lookups:
            lookup.close()
    for source in files:
        source.refuse_changed()
    checksum = hashlib.sha256("".join(sorted(known[source.place].sha256 for source in files)).encode()).hexdigest()
    return replace(
        base[0],
        delimiter=",",
        columns=tuple(labels),
        sha256=checksum,
        canonical=frozenset.intersection(*(source.canonical for source in base)),
        kind="joined",
        fields=(),
        encoding="utf-8",
        table=table,
        notes=tuple(notes),
        parts=tuple(files),
        sheet="",
        sheets=(),
        joined=joined,
        buyers=next((link.left for link in joining.links if _is_of_people(link)), ""),
    )


def _spooled(base: Sequence[Source], joining: Joining, lookups: Sequence[Lookup]) -> tuple[SpooledTable, int]:
    """All rows of the base with what is looked up for them, and how many they are."""
    parts, offset, rows = [], 0, 0
    for source in base:
        spool, last = BatchSpool(), 0
        for batch in read_batches(source):
            wide = _widened(batch, joining, lookups)
            spool.add(wide)
            numbers = [*batch.lines[-1:].tolist(), *(row.line for row in batch.ragged)]
            last = max([last, *numbers])
        parts.append((spool, offset))
        offset, rows = offset + last, rows + spool.rows
    width = len(joining.base.columns) + sum(len(link.taken) for link in joining.links)
    return SpooledTable(width, tuple(parts)), rows


def _widened(batch: Batch, joining: Joining, lookups: Sequence[Lookup]) -> Batch:
    columns = dict(zip(joining.base.columns, batch.columns, strict=True))
    found = list(batch.columns)
    for link, lookup in zip(joining.links, lookups, strict=True):
        made = lookup.columns(columns[link.left])
        found += made
        columns |= {label: column for (_, label), column in zip(link.taken, made, strict=True)}
    return Batch(found, batch.lines, batch.ragged)


def _told(joining: Joining, lookups: Sequence[Lookup], rows: int) -> Iterator[str]:
    """What was joined how, in sentences."""
    of_rows = "the one row of" if rows == 1 else f"each of the {rows:,} rows of"
    several = "sheets" if all(source.sheet for table in joining.tables for source in table.sources) else "files"
    yield say(
        "Several {several} make one: {of_rows} {file} is a line.",
        several=several,
        of_rows=of_rows,
        file=joining.base.name,
    )
    for link, lookup in zip(joining.links, lookups, strict=True):
        right = link.table.columns[link.right]
        on = link.left if link.left == right else f"{link.left} = {right}"
        yield f"{link.table.name} is joined to them by {on} ({counted(lookup.rows, 'row')})."
        if link.whole:
            yield say("It names orders that came back and no amounts, so all lines of each count as returned.")
        if (link.summed or link.whole) and lookup.unused:
            unknown = counted(lookup.unused, "order")
            yield say(
                "{file} lacks {unknown} of {name2}, whose refunds are NOT counted.",
                file=joining.base.name,
                unknown=unknown,
                name2=link.table.name,
            )
        if lookup.missing and not (link.summed or link.whole):
            examples = ", ".join(lookup.examples)
            have = f"{counted(lookup.missing, 'row')} {'has' if lookup.missing == 1 else 'have'}"
            yield say(
                "{have} a {left} that {file} lacks, such as {examples}.",
                have=have,
                left=link.left,
                file=link.table.name,
                examples=examples,
            )
        if _is_of_people(link):
            files = " ".join(source.typed for source in link.table.sources)
            yield (
                f"Of {link.table.name} a sale takes who bought and where; for the names, addresses and all else of "
                f"people, run as well: python -m etl customers {files}"
            )
        if lookup.ragged:
            have = "has" if lookup.ragged == 1 else "have"
            rows_of = f"{counted(lookup.ragged, 'row')} of {link.table.name}"
            yield f"{rows_of} {have} another number of columns and {be(lookup.ragged)} left out."


def _is_of_people(link: Link) -> bool:
    return people_by(link.table.columns, link.table.head) is not None


def _described(joining: Joining, lookups: Sequence[Lookup], rows: int) -> Iterator[dict[str, object]]:
    yield {"file": joining.base.name, "rows": rows}
    for link, lookup in zip(joining.links, lookups, strict=True):
        on = {"on": link.left, "to": link.table.columns[link.right]}
        yield {
            "file": link.table.name,
            "rows": lookup.rows,
            **on,
            "lines_without": 0 if link.summed or link.whole else lookup.missing,
        }
