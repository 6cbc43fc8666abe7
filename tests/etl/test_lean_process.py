"""What a process of the loader does without."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
import sys
import pyarrow as pa
from etl.lean_process import slim
slim()
print(pa.scalar("x"), pa.array([1, None]).to_pylist(), "pandas" in sys.modules)
"""


def test_arrow_does_its_work_without_pandas() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout == "x [1, None] False\n"
