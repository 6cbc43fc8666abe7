"""The tests that `make quick` leaves out by name are there."""

import re

from tests.conftest import SLOW
from tests.programs import ROOT


def test_each_name_is_a_test() -> None:
    for name in SLOW.read_text(encoding="utf-8").splitlines():
        file, _, function = name.partition("::")
        assert re.search(rf"^def {function}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), name
