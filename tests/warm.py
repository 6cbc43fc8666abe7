"""A process that has imported a package and forks for each command: `python -m tests.warm PACKAGE DESCRIPTOR`.

Each command is a process of its own, with its own arguments, environment, directory, output and end, as `python -m
PACKAGE` is; what is spared is importing the same libraries a hundred times. All workers of a session share it: it forks
for each of them, and that one for each of its commands.
"""

import gc
import json
import os
import resource
import runpy
import socket
import sys
import time
import warnings
from importlib import import_module
from typing import Any

# What the commands import late and nearly all of them need. Never pandas in all of them: the loader does without.
LATE = (
    *("sqlalchemy.dialects.postgresql.psycopg2", "psycopg2.extras", "pycountry", "warehouse.explain"),
    *("rich.console", "rich.table"),
)
LATE_OF = {
    "etl": ("dateutil.relativedelta", "numpy.ma"),
    "models": ("dashboard.report.document", "models.fitting"),
    "regulars": ("etl.__main__", "warehouse.__main__"),  # the words of these two; others start anew
}
MOST = 1 << 18  # bytes of a request
ALONE = 60.0  # seconds after which it ends where nobody came: who started it has died


def read_vocabulary() -> None:
    """What each file's header is compared with. By plain Python alone: a library's threads would not be in a fork."""
    from etl.names.hints import says
    from etl.names.matching import match_names
    from etl.names.vocabulary import synonyms
    from etl.values.countries import country_code

    for kind in ("transactions", "customers"):
        match_names(["Ort", "Größe"], {}, synonyms(kind))
    says("Ort", "number")
    synonyms("exports")
    country_code("France")


READ = {"etl": read_vocabulary}


def warmed(package: str, door: socket.socket) -> socket.socket:
    """Import a package, then fork for each worker that comes, until the last of them has gone.

    Returns in each fork what its worker asks by.
    """
    for name in (f"{package}.__main__", *LATE, *LATE_OF.get(package, ())):
        import_module(name)
    READ.get(package, lambda: None)()
    for name in [name for name in sys.modules if name.endswith(".__main__")]:
        del sys.modules[name]  # it is run in each fork
    gc.freeze()  # what is there is not gone through, and so not copied, in each fork
    door.settimeout(0.5)
    began, served = time.monotonic(), 0
    while True:
        try:
            asked, _ = door.accept()
        except TimeoutError:
            served -= sum(1 for _ in iter(ended, None))
            if not served and (began == 0 or time.monotonic() - began > ALONE):
                os._exit(0)
            continue
        began, served = 0, served + 1
        if forked() == 0:
            door.close()
            asked.settimeout(None)
            asked.send(b"ready")
            return asked
        asked.close()


def ended() -> int | None:
    """A fork that has ended and was not heard of before, if there is one."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0] or None
    except ChildProcessError:
        return None


def forked() -> int:
    """`os.fork()`, without a warning of libraries' threads: none of them works yet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def fork_for_each(asked: socket.socket) -> None:
    """Answer requests with a number of a process and its exit code, until nobody is there to make one.

    Returns in each fork, prepared for its command.
    """
    while True:
        message, descriptors, _, _ = socket.recv_fds(asked, MOST, 2)
        if not message:
            os._exit(0)
        pid = forked()
        if pid == 0:
            asked.close()
            become(json.loads(message), *descriptors)
            return
        for each in descriptors:
            os.close(each)
        asked.send(f"pid {pid}".encode())
        asked.send(f"end {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}".encode())


def become(request: dict[str, Any], output: int, errors: int) -> None:
    """Take over what a process gets from whoever starts it."""
    for descriptor, number in ((output, 1), (errors, 2)):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["directory"])
    time.tzset()
    if most := request["most"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    sys.argv = ["", *request["arguments"]]


if __name__ == "__main__":
    _, package, descriptor = sys.argv
    fork_for_each(warmed(package, socket.socket(fileno=int(descriptor))))
    runpy.run_module(package, run_name="__main__", alter_sys=True)
