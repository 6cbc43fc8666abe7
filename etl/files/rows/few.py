"""What a few texts came to, kept: questions to a file's first rows look at the same few values again and again.

Each pattern costs a fixed time, however short a column is; a file of some rows takes thousands of them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import pyarrow as pa

_MOST_TEXTS, _MOST_BYTES, _MOST_KEPT = 64, 1 << 14, 1 << 10
Rest = ParamSpec("Rest")
Found = TypeVar("Found")


def kept_of_few(
    work: Callable[Concatenate[pa.StringArray, Rest], Found],
) -> Callable[Concatenate[pa.StringArray, Rest], Found]:
    """Let a function of texts (and of what can be hashed) keep what it finds in a few of them; arrays of it are then
    not to be written to."""
    kept: dict[Any, Found] = {}

    @wraps(work)
    def found(texts: pa.StringArray, *rest: Rest.args, **named: Rest.kwargs) -> Found:
        if len(texts) > _MOST_TEXTS or texts.get_total_buffer_size() > _MOST_BYTES:
            return work(texts, *rest, **named)
        key = (texts.type, *texts.to_pylist(), rest, *named.items())
        try:
            return kept[key]
        except KeyError:
            made = work(texts, *rest, **named)
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[key] = _as_it_stays(made)
        return made

    return found


def _as_it_stays(made: Found) -> Found:
    for part in made if isinstance(made, tuple) else ():
        if isinstance(part, np.ndarray):
            part.setflags(write=False)
    return made
