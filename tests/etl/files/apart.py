"""A file read in a process of its own, whose memory tells what reading takes; forked from one that has imported it."""

import resource
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from tests.etl.shop_files import read_rows
from warehouse.errors import InputError

PATIENCE = 200.0  # seconds
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def refusal(path: Path) -> tuple[int, str]:
    """The most memory in MB, with that of its helpers, and the sentence with which the file is refused."""
    ours, theirs = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=_read, args=(path, theirs))
    with ours, theirs:
        process.start()
        theirs.close()
        try:
            assert ours.poll(PATIENCE), f"{path} is still read"
            return ours.recv()  # type: ignore[no-any-return]  # EOFError when the process died of it
        finally:
            process.kill()
            process.join()


def _read(path: Path, said: Connection) -> None:
    try:
        read_rows(path)
    except InputError as error:
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
        helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        said.send(((int(status["VmHWM"].split()[0]) + helpers) // 1024, str(error)))
