"""Files that appear whole or not at all."""

import os
from pathlib import Path

import pytest

from etl.files.inputs.whole_files import written_whole
from warehouse.errors import InputError


def test_a_file_is_as_it_was_until_all_is_written(tmp_path: Path) -> None:
    (path := tmp_path / "out.csv").write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), written_whole(path) as file:
        file.write(bytes(file.write(b"half") // 0))
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"out.csv": b"before"}
    with written_whole(path) as file:
        file.write(b"after")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"out.csv": b"after"}


def test_a_pipe_or_device_is_written_to_and_stays(tmp_path: Path) -> None:
    os.mkfifo(path := tmp_path / "pipe")
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with written_whole(path) as file:
        file.write(b"a,b\n")
    assert (os.read(reader, 9), path.is_fifo()) == (b"a,b\n", True)
    os.close(reader)


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (path := tmp_path / "link").symlink_to(target := tmp_path / "target")
    for content in (b"made", b"written again"):
        with written_whole(path) as file:
            file.write(content)
        assert (path.is_symlink(), target.read_bytes()) == (True, content)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("folder", "{} is a folder. Name a file in it."),
        ("nowhere/out.csv", "{} cannot be written: No such file or directory."),
        ("file/out.csv", "{} cannot be written: Not a directory."),
        ("x" * 255, "{} cannot be written: File name too long."),
    ],
)
def test_what_cannot_be_written(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as error, written_whole(tmp_path / name):
        pass
    assert str(error.value) == sentence.format(tmp_path / name)
    with pytest.raises(InputError, match="is a folder"), written_whole(Path("")):
        pass
