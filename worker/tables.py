"""Files -> the tables in them: which hold sales, which customers, which make sales together, which cannot be used."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from etl.files.inputs.inputs import Input, members
from etl.files.sources import Source, looked
from etl.people.planning import check_people
from etl.recognition.columns.table_subject import people_by, sheets_of_people, sheets_of_sales, traits_of_people
from etl.recognition.head.first_rows import Head
from etl.recognition.planning import check_columns, first_rows
from etl.recognition.related.joined_files import together
from etl.recognition.remembered import Memory
from warehouse.errors import InputError, NoTableError, Question
from warehouse.uploads import files as uploads
from wording.languages import say
from worker.options import Said, Subject, said_of
from worker.work import Work


@dataclass(frozen=True)
class Table:
    """Rows about one thing, of a file or of several that are joined, and what was said of them."""

    source: Source
    subject: Subject
    said: Said
    files: tuple[Input, ...]


@dataclass(frozen=True)
class Problem:
    """A file that cannot be used as it is, and what would have to be said."""

    file: Input
    error: str
    questions: tuple[Question, ...] = ()
    header: tuple[str, ...] = ()
    is_no_table: bool = False


@dataclass
class Found:
    """What the files are."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # sentences


def inputs(work: Work) -> list[tuple[str, Input]]:
    """The uploads of a job, each by its name; InputError for one that is not there."""
    found = []
    asked = work.arguments.get("uploads", [])
    if not asked or not isinstance(asked, list):
        raise InputError(say("The job names no uploaded files."))
    with work.engine.connect() as connection:
        for upload_id in asked:
            path = uploads.path_of(work.settings, str(upload_id))
            upload = uploads.get(connection, upload_id)
            if upload is None or upload.state == "receiving":
                raise InputError(say("An uploaded file is not there, or not complete. Upload it again."))
            if upload.state == "removed" or not path.is_file():
                raise InputError(say("{file} was removed from the server. Upload it again.", file=upload.file_name))
            found.append((upload_id, Input(path, given_name=upload.file_name)))
    return found


def sort_out(
    connection: Connection, items: Sequence[Input], arguments: Mapping[str, Any], only: Subject | None = None
) -> Found:
    """What these files hold; `only` takes all of them to be about that."""
    found = Found()
    for item in items:
        try:
            own = members(item, found.skipped.append)
        except InputError as error:
            found.problems.append(Problem(item, str(error), error.questions))
            continue
        for member in own:
            _sort_in(connection, member, said_of(arguments, member.name), only, found)
    if found.problems and only is None:
        _join(connection, arguments, found)
    _leave_out(found)
    return found


def _leave_out(found: Found) -> None:
    """What is no table, of an archive that holds some, is no problem."""
    filled = {file.among for table in found.tables for file in table.files} - {None}
    for each in [each for each in found.problems if each.is_no_table and each.file.among in filled]:
        found.problems.remove(each)
        found.skipped.append(
            say("{file} is skipped: {reason}.", file=each.file, reason=each.error.split(". ")[0].removesuffix("."))
        )


def _sort_in(connection: Connection, item: Input, said: Said, only: Subject | None, found: Found) -> None:
    """Add a file to the tables, or to the problems."""
    subject = only or said.subject
    source: Source | None = None
    try:
        if subject != "customers":
            source = _look(item, said, "transactions")
            try:
                check_columns(source, said.options("transactions"), Memory(connection))
                found.tables.append(Table(source, "transactions", said, (item,)))
                return
            except InputError:
                if subject == "transactions" or not _is_of_people(source):
                    raise
        source = _look(item, said, "customers")
        check_people(connection, source, said.options("customers"))
        found.tables.append(Table(source, "customers", said, (item,)))
    except InputError as error:
        header = source.columns if source is not None else ()
        no_table = isinstance(error, NoTableError)
        found.problems.append(Problem(item, str(error), error.questions, header, no_table))


def _look(item: Input, said: Said, subject: Subject) -> Source:
    options = said.options(subject)
    wanted = (sheets_of_sales if subject == "transactions" else sheets_of_people)(options.sheet)
    return looked(item, options.columns, wanted, options.encoding)


def _is_of_people(source: Source) -> bool:
    batch = first_rows(source)
    head = Head(batch.columns if batch is not None and len(batch.lines) else ())
    return people_by(source.columns, head) is not None or bool(traits_of_people(source.columns))


def _join(connection: Connection, arguments: Mapping[str, Any], found: Found) -> None:
    """Where files are no sales by themselves, try whether they are together with the others."""
    sources = [table.source for table in found.tables] + list(_readable(found.problems, arguments))

    def check(source: Source) -> object:
        return check_columns(source, said_of(arguments, source.name).options("transactions"), Memory(connection))

    try:
        made = together(sources, check, lambda _sentence: None)
    except InputError as error:
        found.skipped.append(str(error))
        return
    for one in made:
        if isinstance(one, Source) and one.parts:
            files = tuple(dict.fromkeys(part.item for part in one.parts))
            found.tables = [
                table for table in found.tables if table.subject == "customers" or table.source.item not in files
            ]
            found.problems = [each for each in found.problems if each.file not in files]
            _add_joined(connection, one, said_of(arguments, one.name), files, found)


def _add_joined(connection: Connection, source: Source, said: Said, files: tuple[Input, ...], found: Found) -> None:
    try:
        check_columns(source, said.options("transactions"), Memory(connection))
        found.tables.insert(0, Table(source, "transactions", said, files))
    except InputError as error:
        found.problems.append(Problem(source.item, str(error), error.questions, source.columns))


def _readable(problems: Sequence[Problem], arguments: Mapping[str, Any]) -> Iterator[Source]:
    for each in problems:
        if each.header:
            yield _look(each.file, said_of(arguments, each.file.name), "transactions")
