"""A file read in a process of its own, whose memory tells what reading takes; forked from one that has imported it."""

import resource
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from tests.etl.shop_files import read_rows
from warehouse.errors import InputError

PATIENCE = 200.0  # seconds
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def refusal(path: Path, limit: tuple[str, str, int] | None = None) -> tuple[int, str]:
    """The most memory in MB, with that of its helpers, and the sentence with which the file is refused.

    `limit` is a module's, its name and what it is instead: a smaller file proves the same of it.
    """
    ours, theirs = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=_read, args=(path, limit, theirs))
    with ours, theirs:
        process.start()
        theirs.close()
        try:
            assert ours.poll(PATIENCE), f"{path} is still read"
            return ours.recv()  # type: ignore[no-any-return]  # EOFError when the process died of it
        finally:
            process.kill()
            process.join()


def _read(path: Path, limit: tuple[str, str, int] | None, said: Connection) -> None:
    if limit:
        module, name, value = limit
        assert hasattr(import_module(module), name)
        setattr(import_module(module), name, value)
    try:
        read_rows(path)
    except InputError as error:
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
        helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        said.send(((int(status["VmHWM"].split()[0]) + helpers) // 1024, str(error)))
