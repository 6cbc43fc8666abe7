"""A process of the loader alone, started and run for less."""

import contextlib
import ctypes
import gc
import sys
from collections.abc import Sequence

_MALLOC = {  # of glibc's mallopt: by number, since it has no names for Python
    -8: 1,  # M_ARENA_MAX: each thread's own would keep what its busiest moment took, 100 MB more of a big file
    -3: 8 << 20,  # M_MMAP_THRESHOLD: only what is larger is asked of the system each time, and zeroed by it
    -1: 64 << 20,  # M_TRIM_THRESHOLD: free memory at the end that is given back
}


class _WithoutPandas:
    """Lets nobody import pandas: pyarrow does when it finds it, which takes 0.3 s and 40 MB and serves nothing here."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("The loader does without pandas.", name=name)


def slim() -> None:
    """Of the whole process, before anything is loaded and after all is imported: what is imported stays."""
    sys.meta_path.insert(0, _WithoutPandas)
    gc.freeze()
    with contextlib.suppress(AttributeError, OSError):  # not glibc
        for parameter, value in _MALLOC.items():
            ctypes.CDLL(None).mallopt(parameter, value)
