"""A process that has imported a package and forks for each command: `python -m tests.warm PACKAGE DESCRIPTOR`.

Each command is a process of its own, with its own arguments, environment, directory, output and end, as `python -m
PACKAGE` is; what is spared is importing the same libraries a hundred times.
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


def fork_for_each(package: str, asked: socket.socket) -> None:
    """Answer requests with a number of a process and its exit code, until nobody is there to make one.

    Returns in each fork, prepared for its command.
    """
    for name in (f"{package}.__main__", *LATE, *LATE_OF.get(package, ())):
        import_module(name)
    READ.get(package, lambda: None)()
    for name in [name for name in sys.modules if name.endswith(".__main__")]:
        del sys.modules[name]  # it is run in each fork
    gc.freeze()  # what is there is not gone through, and so not copied, in each fork
    while True:
        message, descriptors, _, _ = socket.recv_fds(asked, MOST, 2)
        if not message:
            os._exit(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of libraries' threads: none of them works yet
            pid = os.fork()
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
    fork_for_each(package, socket.socket(fileno=int(descriptor)))
    runpy.run_module(package, run_name="__main__", alter_sys=True)
