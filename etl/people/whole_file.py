"""What only a whole customers file tells: of which kind its attributes are, their decimal marks, what is no consent."""

from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.readers import read_batches
from etl.files.sources import Source
from etl.people import contact_values
from etl.people.attribute_values import Look, tidy
from etl.people.columns import Roles
from etl.recognition.buyers.nobodys_numbers import SURELY_NONE
from etl.values.numbers.decimal_marks import decide
from etl.values.numbers.decimals import Mark

_SEVERAL = 2  # people beside a number that is nobody's


@dataclass(frozen=True)
class Reading:
    """How to read the rows of one file: which column is what, and of which kind each attribute is."""

    roles: Roles
    kinds: dict[str, str]  # of the attributes with any value
    float_ids: bool  # every customer number of digits reads like 17850.0: the .0 is no part of it
    rows: int
    marks: dict[str, Mark] = field(default_factory=dict)  # decimal mark of attributes; a point where it has none
    unread: dict[str, tuple[int, str]] = field(default_factory=dict)  # columns of consent: values that say neither, one
    identified: bool = True  # some row says which customer it is about
    nobody: tuple[str, ...] = ()  # numbers such as 0 beside several addresses, which are nobody's
    first: int = 1  # number of the first row's customer, where rows are numbered


def look_through(source: Source, roles: Roles, given: Mark | None = None, remembered: Mark | None = None) -> Reading:
    """Read the whole file once for what only the whole tells; InputError where the decimal mark stays open.

    `given` is the mark where the file does not tell, `remembered` what an earlier file of the same shape told.
    """
    typed = getattr(source, "canonical", frozenset[int]())
    unsure = {source.columns[at]: at for name, at in roles.where.items() if name == "consent"}
    looks = {name: Look(at in typed) for name, at in (roles.attributes | unsure).items()}
    ids, rows, whole, years, agreed = Look(), 0, 0, False, False
    unread: dict[str, tuple[int, str]] = {}
    odd: dict[str, set[str]] = {}
    for batch in read_batches(source):
        rows, whole = rows + len(batch.lines) + len(batch.ragged), whole + len(batch.lines)
        for name, position in (roles.attributes | unsure).items():
            looks[name].add(batch.columns[position].dictionary)
        if roles.has_ids:
            ids.add(batch.columns[roles.where["customer_id"]].dictionary)
            if "email" in roles.where:
                _note_odd(odd, batch.columns[roles.where["customer_id"]], batch.columns[roles.where["email"]])
        agreed = agreed or any(
            len(contact_values.consent(batch.columns[at].dictionary).drop_null()) for at in unsure.values()
        )
        for name in ("consent", "opt_out"):
            if name in roles.where:
                _count_unread(unread, source.columns[roles.where[name]], batch.columns[roles.where[name]])
        if "birth_year" in roles.where and not years:
            years = contact_values.birth_year(batch.columns[roles.where["birth_year"]].dictionary).null_count < len(
                batch.lines
            )
    if "birth_year" in roles.where and not years:  # 12/31 is a birthday without a year
        roles = replace(roles, where={name: at for name, at in roles.where.items() if name != "birth_year"})
    for name, at in unsure.items():
        if agreed or not looks[name].any:
            del looks[name]
        else:  # `Newsletter` that says how often
            where = {known: each for known, each in roles.where.items() if known != "consent"}
            roles = replace(roles, where=where, attributes=roles.attributes | {name: at})
            unread.pop(name, None)
    kinds = {name: look.kind for name, look in looks.items() if look.any}
    marks = _marks(looks, kinds, given, remembered)
    identified = ids.any or not roles.has_ids or not whole
    nobody = tuple(sorted(number for number, people in odd.items() if len(people) >= _SEVERAL))
    return Reading(roles, kinds, ids.any and ids.float_ids, rows, marks, unread, identified, nobody)


def _note_odd(odd: dict[str, set[str]], numbers: pa.DictionaryArray, people: pa.DictionaryArray) -> None:
    """Add the addresses beside each number that no shop numbers its customers by, such as 0 and -1."""
    texts = tidy(numbers.dictionary).fill_null("")
    found = pc.match_substring_regex(texts, SURELY_NONE)
    if not pc.any(found, min_count=0).as_py():
        return
    rows = found.take(numbers.indices)
    beside = contact_values.address(people.dictionary).take(people.indices).filter(rows)
    for number, person in zip(texts.take(numbers.indices).filter(rows).to_pylist(), beside.to_pylist(), strict=True):
        known = odd.setdefault(number, set())
        if person and len(known) < _SEVERAL:
            known.add(person)


def _count_unread(unread: dict[str, tuple[int, str]], label: str, column: pa.DictionaryArray) -> None:
    """Add the values of a column of consent that say neither yes nor no, and an example of them."""
    said = tidy(column.dictionary)
    neither = pc.and_(pc.is_null(contact_values.consent(column.dictionary)), pc.is_valid(said))
    found = neither.to_numpy(zero_copy_only=False)
    if not found.any():
        return
    count, example = unread.get(label, (0, ""))
    example = example or str(said[int(np.flatnonzero(found)[0])].as_py())
    if rows := int(found[column.indices.to_numpy()].sum()):
        unread[label] = count + rows, example


def _marks(
    looks: dict[str, Look], kinds: dict[str, str], given: Mark | None, remembered: Mark | None
) -> dict[str, Mark]:
    """The mark of each attribute with marks in its numbers: the one that fits, else what others tell or was told."""
    numbers = {name: look for name, look in looks.items() if kinds.get(name) == "number" and look.marks.shows}
    fitting = {name: next(iter(look.numbers)) for name, look in numbers.items() if len(look.numbers) == 1}
    either = decide({name: look.marks for name, look in numbers.items()}, None, given or remembered)
    return {name: mark for name in numbers if (mark := fitting.get(name, given or either[name])) != "."}
