"""The worker's log is written as the web's is."""

import json

from tests.conftest import RunModule


def test_lines_are_json_where_the_setting_says_so(run_module: RunModule) -> None:
    done = run_module("worker", "--once", env={"REGULARS_LOG_FORMAT": "json"})
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 0
    assert (lines[0]["event"], lines[0]["level"]) == ("The worker waits for jobs.", "info")
    assert {line["logger"] for line in lines} == {"regulars.worker"}
    assert all(line["timestamp"].endswith("Z") for line in lines)
