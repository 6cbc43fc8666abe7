"""What tests of files share."""

from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="session")
def cases() -> Path:
    """The directory of small inputs that came out wrong beside the checkout; skips where it is not."""
    directory = ROOT.parent / "shared" / "cases"
    if not directory.is_dir():
        pytest.skip(f"needs the inputs in {directory}")
    return directory
