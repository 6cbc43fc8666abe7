"""A process of the loader alone, started and run for less."""

import gc
import sys
from collections.abc import Sequence


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
