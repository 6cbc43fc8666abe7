"""Rows of a customers file -> rows to be staged, and those that cannot be used."""

import io
import json
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from etl.files.readers import Batch, read_batches
from etl.files.sources import Source
from etl.people import contact_values
from etl.people.attribute_values import as_json, tidy
from etl.people.columns import CONTACTS, Roles
from etl.people.whole_file import Reading
from etl.values.cleaning import Rejected
from etl.values.countries import MAX_LABEL, UNSPECIFIED, country_code
from etl.values.rules import MAX_KEY
from wording.languages import to_say

COLUMNS = ("line_number", *CONTACTS, "attributes")
NO_ADDRESS = to_say("no email address")
NO_NUMBER, LONG_NUMBER = to_say("no customer number"), to_say("customer number is too long")
LONG_COUNTRY = to_say("country is too long")


def clean_rows(source: Source, reading: Reading) -> Iterator[tuple[pa.Table, list[Rejected]]]:
    """Each batch as a table of COLUMNS and its rejected rows; a file without ids numbers its rows."""
    before = reading.first - 1
    for batch in read_batches(source):
        numbers = _numbers(batch, before)
        before += len(batch.lines) + len(batch.ragged)
        yield _clean(batch, reading, numbers, source.delimiter)


def _numbers(batch: Batch, before: int) -> np.ndarray:
    """The number of each good row among all rows of the file."""
    ragged = np.array([row.line for row in batch.ragged], np.int64)
    return before + 1 + np.arange(len(batch.lines)) + np.searchsorted(np.sort(ragged), batch.lines)


def _clean(batch: Batch, reading: Reading, numbers: np.ndarray, delimiter: str) -> tuple[pa.Table, list[Rejected]]:
    where = reading.roles.where
    rejected = [Rejected(row.line, row.reason, row.raw) for row in batch.ragged]
    columns: dict[str, pa.Array] = {"line_number": pa.array(batch.lines)}
    nothing = pa.nulls(len(batch.lines), pa.string())
    for name in CONTACTS:
        change = contact_values.CHANGES.get(name, tidy)
        columns[name] = _first_filled(batch, reading.roles, name, change) if name in where else nothing
    _take_apart(batch, reading.roles, columns)
    if reading.roles.by_email:
        columns["customer_id"] = _first_filled(batch, reading.roles, "email", contact_values.address)
    elif not reading.roles.has_ids:
        columns["customer_id"] = pa.array(numbers).cast(pa.string())
    elif reading.nobody:
        _without_nobody(batch, reading, columns)
    if reading.float_ids and reading.roles.has_ids and not reading.roles.by_email:
        columns["customer_id"] = pc.replace_substring_regex(columns["customer_id"], r"^(\d+)\.0$", r"\1")
    reasons = _reasons(columns, NO_ADDRESS if reading.roles.by_email else NO_NUMBER)
    columns["country"] = _countries(columns["country"])
    columns["postcode"] = contact_values.with_zeros(columns["postcode"], columns["country"])
    columns["attributes"] = _objects(batch, reading)
    if bad := [row for row, reason in enumerate(reasons) if reason]:
        raws = batch.raw(np.array(bad), delimiter)
        rejected += [Rejected(int(batch.lines[i]), reasons[i], raw) for i, raw in zip(bad, raws, strict=True)]
    table = pa.table(columns).select(COLUMNS)
    return table.filter(pa.array([not reason for reason in reasons], pa.bool_())), rejected


def _take_apart(batch: Batch, roles: Roles, columns: dict[str, pa.Array]) -> None:
    """Contacts that come from columns that hold two of them, a part or the opposite."""
    where = roles.where
    if "name" in where:
        full = batch.columns[where["name"]]
        first, last = (part.take(full.indices) for part in contact_values.names(full.dictionary, roles.last_first))
        columns["first_name"], columns["last_name"] = first, last
    if "last_name_prefix" in where:
        columns["last_name"] = contact_values.joined(
            _spread(batch, where["last_name_prefix"], tidy), columns["last_name"]
        )
    if "place" in where:
        place = batch.columns[where["place"]]
        columns["postcode"], columns["city"] = (
            part.take(place.indices) for part in contact_values.places(place.dictionary)
        )
    if "opt_out" in where:
        refused = _spread(batch, where["opt_out"], contact_values.no_consent)
        columns["consent"] = contact_values.consent_but(columns["consent"], refused) if "consent" in where else refused


def _without_nobody(batch: Batch, reading: Reading, columns: dict[str, pa.Array]) -> None:
    """Know rows whose number is nobody's by their address, where they have one."""
    none = pc.is_in(columns["customer_id"], pa.array(reading.nobody))
    numbers = pc.if_else(none, pa.scalar(None, pa.string()), columns["customer_id"])
    if "email" in reading.roles.where:
        address = _first_filled(batch, reading.roles, "email", contact_values.address)
        numbers = pc.if_else(none, address, numbers)
    columns["customer_id"] = numbers


def _spread(batch: Batch, position: int, change: Callable[[pa.StringArray], pa.StringArray]) -> pa.StringArray:
    """A column with each distinct value changed."""
    column = batch.columns[position]
    return change(column.dictionary).take(column.indices)


def _first_filled(
    batch: Batch, roles: Roles, name: str, change: Callable[[pa.StringArray], pa.StringArray]
) -> pa.StringArray:
    """A contact's column; where it is blank, the first of the others that may be it."""
    positions = (roles.where[name], *roles.others.get(name, ()))
    return pc.coalesce(*(_spread(batch, position, change) for position in positions))


def _reasons(columns: dict[str, pa.Array], nobody: str) -> list[str]:
    """Why each row cannot be used; '' where it can."""
    ids, countries = columns["customer_id"], columns["country"]
    length = pc.fill_null(pc.utf8_length(ids), 0).to_numpy()
    wide = pc.fill_null(pc.utf8_length(countries), 0).to_numpy() > MAX_LABEL
    codes = np.select([length == 0, length > MAX_KEY, wide], [1, 2, 3], 0)
    texts = ("", nobody, LONG_NUMBER, LONG_COUNTRY)
    return [texts[code] for code in codes]


def _countries(labels: pa.StringArray) -> pa.StringArray:
    encoded = labels.dictionary_encode()
    codes = [country_code(label[:MAX_LABEL]) for label in encoded.dictionary.to_pylist()]
    known = [None if code == UNSPECIFIED else code for code in codes]  # says nothing about a customer
    return pa.array(known, pa.string()).take(encoded.indices)


def _objects(batch: Batch, reading: Reading) -> pa.StringArray:
    """The attributes of each row as one JSON object."""
    parts = []
    for name, kind in reading.kinds.items():
        column = batch.columns[reading.roles.attributes[name]]
        key = json.dumps(name, ensure_ascii=False) + ":"
        values = as_json(column.dictionary, kind, reading.marks.get(name, "."))
        pairs = pc.binary_join_element_wise(key, values, ",", "")
        parts.append(pc.fill_null(pairs, "").take(column.indices))
    if not parts:
        return pa.array(["{}"] * len(batch.lines), pa.string())
    joined = pc.utf8_rtrim(pc.binary_join_element_wise(*parts, ""), ",")
    return pc.binary_join_element_wise("{", joined, "}", "")


def encode(table: pa.Table) -> bytes:
    """A table as CSV for COPY: null is empty, text is quoted."""
    out = io.BytesIO()
    pacsv.write_csv(table, out, pacsv.WriteOptions(include_header=False))
    return out.getvalue()
