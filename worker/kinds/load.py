"""Loads uploaded files: each table a load of its own, those of sales first.

Arguments: `uploads` (upload_ids), `options` ({file name or "*": {option: value}}). What is stored already of an
attempt that was interrupted is not loaded again.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from etl.files.inputs.inputs import Input
from etl.people.load import load_customers
from etl.storing.load import load_file
from warehouse.errors import InputError, Question
from warehouse.uploads import files as uploads
from wording.languages import say
from worker.options import Subject
from worker.tables import Table, inputs, sort_out
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Load what the uploads hold."""
    return load_uploads(work)


def load_uploads(work: Work, only: Subject | None = None) -> Made:
    """Load them, all as `only` where that is given."""
    named = inputs(work)
    made = load_inputs(work, [item for _, item in named], only)
    failed = {file for each in made.result["failed"] for file in each["files"]}
    loaded = [upload_id for upload_id, item in named if not any(_is_of(item, file) for file in failed)]
    with work.engine.begin() as connection:
        uploads.mark_loaded(connection, loaded)
    return made


def load_inputs(work: Work, items: Sequence[Input], only: Subject | None = None) -> Made:
    """Load what these files hold; a file that cannot be loaded keeps none of the others from it."""
    done: list[dict[str, Any]] = list(work.before.get("loads", []))
    known = Counter(each["file"] for each in done)  # two files may have one name
    with work.engine.connect() as connection:
        found = sort_out(connection, items, work.arguments, only)
    failed = [_failed((each.file.name,), each.file.name, each.error, each.questions) for each in found.problems]
    for table in sorted(found.tables, key=lambda each: each.subject == "customers"):
        if known[table.source.name]:
            known[table.source.name] -= 1
            continue
        try:
            made = _load(work, table)
        except InputError as error:
            files = tuple(file.name for file in table.files)
            failed.append(_failed(files, table.source.name, str(error), error.questions))
            continue
        done.append(made)
        work.keep({"loads": done})
        work.record("load", {"load_id": made["load_id"]}, made["rows_loaded"])
    result = {"loads": done, "failed": failed, "skipped": found.skipped}
    first = next((each["load_id"] for each in done), None)
    return Made(result, load_id=first, failure=_sentence(failed, len(done)))


def _load(work: Work, table: Table) -> dict[str, Any]:
    """A load's report as `--json` has it, with what it is about and which column was taken for what."""
    options, tolerance = table.said.options(table.subject), table.said.tolerance
    header = list(table.source.columns)
    if table.subject == "customers":
        people = load_customers(work.engine, table.source, options, work.say, tolerance)
        return people.as_json() | {"about": "customers", "columns": people.contacts, "header": header}
    sales = load_file(work.engine, table.source, options, work.say, tolerance)
    return sales.as_json() | {"about": "transactions", "columns": sales.columns, "header": header}


def _failed(files: tuple[str, ...], name: str, error: str, questions: Sequence[Question]) -> dict[str, Any]:
    return {"file": name, "files": list(files), "error": error, "questions": [each.as_json() for each in questions]}


def _sentence(failed: Sequence[dict[str, Any]], loaded: int) -> str:
    """Why the job has failed; '' where it has not."""
    if len(failed) < 2:
        return str(failed[0]["error"]) if failed else ""
    return say(
        "{failed} of {all} were not loaded. {error}",
        failed=len(failed),
        all=len(failed) + loaded,
        error=failed[0]["error"],
    )


def _is_of(item: Input, file: str) -> bool:
    """Whether a file is the upload, or in the archive that it is."""
    return file == item.name or file.startswith(f"{item.name}/")
