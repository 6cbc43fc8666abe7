"""Loads what is new in a watched folder and moves it aside: to `done`, or to `failed` with the reason beside it.

Arguments: `folder`, a folder inside the inbox (`REGULARS_INBOX`); `options` as of `load`; `as` customers. A schedule of
an address `inbox:FOLDER` does the same (`fetch`).
"""

from dataclasses import replace
from typing import Any

from etl.files.inputs.inputs import Input
from wording.languages import say_n, to_say_n
from worker.fetching import folder_of, settle, waiting
from worker.kinds.load import load_inputs
from worker.work import Made, Work

NOT_LOADED = to_say_n("{n} of the files was not loaded. {error}", "{n} of the files were not loaded. {error}")


def run(work: Work) -> Made:
    """Load what lies in the folder."""
    return load_folder(work, str(work.arguments.get("folder", "")))


def load_folder(work: Work, name: str) -> Made:
    """Load each file that lies there by itself, in the order of their names."""
    loads: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    for path in waiting(folder_of(work.settings, name)):
        made = load_inputs(replace(work, before={}), [Input(path)])
        settle(path, made.failure)
        loads += made.result["loads"]
        failed += made.result["failed"]
    return gathered(loads, failed)


def gathered(loads: list[dict[str, Any]], failed: list[dict[str, Any]], then: tuple[Any, ...] = ()) -> Made:
    """What several files have come to together."""
    sentence = say_n(len(failed), *NOT_LOADED, error=failed[0]["error"]) if failed else ""
    first = next((each["load_id"] for each in loads), None)
    return Made({"loads": loads, "failed": failed, "skipped": []}, load_id=first, failure=sentence, then=then)
