"""Which statements a command spent its time on, read from the embedded server's log."""

import re
from collections import defaultdict
from pathlib import Path

LEAST_SECONDS = 0.05
OPTIONS = {"PGOPTIONS": f"-c log_min_duration_statement={LEAST_SECONDS * 1000:.0f}"}  # libpq reads it in the command
ENTRY = re.compile(r"^(?=\d{4}-\d\d-\d\d )", re.MULTILINE)
DURATION = re.compile(r"LOG:  duration: (?P<ms>[\d.]+) ms  statement: (?P<statement>.*)", re.DOTALL)
NAMES = (
    (r"insert into \"?(\w+)", "insert into {}"),
    (r"delete from \"?(\w+)", "delete from {}"),
    (r"create temporary table \"?(\w+)", "make {}"),
    (r"create (?:unique )?index \"?(\w+)", "build {}"),
    (r"copy \"?(\w+)\"? .*from stdin", "copy into {}"),
    (r"copy \(", "copy out"),
    (r"analyze \"?(\w+)", "analyze {}"),
    (r"(commit)", "{}"),
)


class ServerLog:
    """What is written to the log from now on."""

    def __init__(self, home: Path) -> None:
        self._path = home / "postgres.log"
        self._start = self._path.stat().st_size

    def steps(self) -> dict[str, float]:
        """Seconds by step, the longest first; steps of the same name together."""
        with self._path.open("rb") as file:
            file.seek(self._start)
            text = file.read().decode(errors="replace")
        seconds: defaultdict[str, float] = defaultdict(float)
        for entry in ENTRY.split(text):
            if found := DURATION.search(entry):
                seconds[step_name(found["statement"])] += float(found["ms"]) / 1000
        return dict(sorted(seconds.items(), key=lambda item: -item[1]))


def step_name(statement: str) -> str:
    """`insert into orders`, `analyze orders`; the beginning of the statement where there is no better name."""
    bare = " ".join(line for line in statement.splitlines() if not line.strip().startswith("--"))
    words = " ".join(bare.split())
    for pattern, name in NAMES:
        if found := re.match(pattern, words, re.IGNORECASE):
            return name.format(*(each.lower() for each in found.groups()))
    return words[:60].lower()
