"""What names on the command line stand for."""

import gzip
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from etl.files.inputs.inputs import Input, opened_inputs
from tests.etl.shop_files import read_rows
from warehouse.errors import InputError

CSV = b"a,b\n1,2\n"
STDIN = """
from pathlib import Path
from etl.files.inputs.inputs import opened_inputs
from tests.etl.shop_files import read_rows
with opened_inputs([Path("-")]) as found:
    print([item.name for item in found], [read_rows(item)[0] for item in found])
"""


def test_a_folder_is_its_files_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(CSV)
    (tmp_path / "a").write_bytes(gzip.compress(CSV))
    (tmp_path / ".hidden.csv").write_bytes(CSV)
    (tmp_path / "none.csv").write_bytes(b"")
    said: list[str] = []
    with opened_inputs([tmp_path, tmp_path / "b.csv"], said.append) as found:
        assert found == [Input(tmp_path / "a"), Input(tmp_path / "b.csv"), Input(tmp_path / "b.csv")]
        assert [read_rows(item)[0] for item in found] == [[(2, "1", "2")]] * 3
    assert said == [f"{tmp_path / 'none.csv'} is skipped: it is empty."]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (b"new\nline \x1b[31m.csv", "new\\nline \\x1b[31m.csv"),
        (b"no \xff utf-8.csv", "no \\xff utf-8.csv"),
        ("\u202etxt.csv".encode(), "\\u202etxt.csv"),
        ("Übersicht\u00a0Mai 👩‍👧.csv".encode(), "Übersicht\u00a0Mai 👩‍👧.csv"),
    ],
)
def test_names_are_told_so_that_they_can_be_stored_and_shown(tmp_path: Path, name: bytes, told: str) -> None:
    (path := Path(os.fsdecode(bytes(tmp_path) + b"/" + name))).write_bytes(CSV)
    (empty := Path(f"{path}.2")).write_bytes(b"")
    with zipfile.ZipFile(archive := tmp_path / "a.zip", "w") as file:
        file.writestr(os.fsdecode(name) if name.isascii() else told, CSV)
    said: list[str] = []
    with opened_inputs([tmp_path], said.append) as found:
        assert {item.name for item in found} == {told, f"a.zip/{told}"}
        assert {str(item) for item in found} == {f"{tmp_path}/{told}", f"{archive}: {told}"}
        assert [read_rows(item)[0] for item in found] == [[(2, "1", "2")]] * 2
    assert empty.exists()
    assert said == [f"{tmp_path}/{told}.2 is skipped: it is empty."]


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="only Linux has it")
def test_what_has_no_size_is_not_opened() -> None:
    """Reading the kernel's messages would wait for the next one."""
    said: list[str] = []
    with suppress(InputError), opened_inputs([Path("/proc")], said.append):
        pass
    assert "/proc/kmsg is skipped: it is empty." in said


@pytest.mark.parametrize("data", [CSV, gzip.compress(CSV)], ids=["plain", "gzip"])
def test_standard_input_is_a_file_for_a_while(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "regulars-stdin-999999999-dead").mkdir()
    environment = {**os.environ, "REGULARS_HOME": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", STDIN], input=data, capture_output=True, env=environment, check=True)
    assert run.stdout.decode() == "['stdin'] [[(2, '1', '2')]]\n"
    assert list(tmp_path.iterdir()) == []


def test_standard_input_is_read_once() -> None:
    with pytest.raises(InputError, match="can be read once"), opened_inputs([Path("-"), Path("-")]):
        pass


def test_files_need_no_room_that_a_killed_load_would_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    (home := tmp_path / "home").mkdir()
    monkeypatch.setenv("REGULARS_HOME", str(home))
    with opened_inputs([tmp_path / "a.csv"]):
        assert list(home.iterdir()) == []
