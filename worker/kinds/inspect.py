"""Looks at uploaded files and stores nothing: what each holds, how it would be read, what is open.

Arguments: `uploads` (upload_ids), `options` ({file name or "*": {option: value}}).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from warehouse.errors import InputError, Question
from worker.looking import people, sales
from worker.tables import Problem, Table, inputs, sort_out
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Look at all files of the uploads."""
    named = inputs(work)
    work.say("Looking at the files")
    with work.engine.connect() as connection:
        found = sort_out(connection, [item for _, item in named], work.arguments)
        tables = [_described(connection, table) for table in found.tables]
    return Made(
        {
            "uploads": [{"upload_id": upload_id, "file": item.name} for upload_id, item in named],
            "tables": tables,
            "problems": [_problem(each) for each in found.problems],
            "skipped": found.skipped,
        }
    )


def _described(connection: Connection, table: Table) -> dict[str, Any]:
    """What people see of a table; of one that leaves something open, what would have to be said."""
    describe = sales.describe if table.subject == "transactions" else people.describe
    shown = {"file": table.source.name, "files": [item.name for item in table.files], "about": table.subject}
    try:
        return shown | describe(connection, table)
    except InputError as error:
        return shown | _open(error.questions, str(error), table.source.columns)


def _problem(problem: Problem) -> dict[str, Any]:
    return {"file": problem.file.name, **_open(problem.questions, problem.error, problem.header)}


def _open(questions: Sequence[Question], error: str, header: Sequence[str]) -> dict[str, Any]:
    return {"error": error, "questions": [each.as_json() for each in questions], "header": list(header)}
