"""Uploads: in pieces, resumed, refused, removed; on disk under names of our own, for the owner alone."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from warehouse.errors import InputError
from warehouse.settings import Settings
from warehouse.uploads import ManyError, OffsetError, limits, remove_old
from warehouse.uploads import files as uploads
from warehouse.uploads.files import append, begin, get, kept, mark_loaded, path_of


def test_a_file_comes_in_pieces(engine: Engine, settings: Settings) -> None:
    begun = begin(engine, settings, "january/shop.csv", 11, "anna")
    assert (begun.file_name, begun.bytes, begun.received_bytes, begun.state) == ("january/shop.csv", 11, 0, "receiving")
    half = append(engine, settings, begun.upload_id, 0, b"order,")
    assert (half.received_bytes, half.state, half.sha256) == (6, "receiving", None)
    whole = append(engine, settings, begun.upload_id, 6, b"date\n")
    assert (whole.received_bytes, whole.state) == (11, "complete")
    assert whole.sha256 == hashlib.sha256(b"order,date\n").hexdigest()
    path = path_of(settings, begun.upload_id)
    assert path.read_bytes() == b"order,date\n"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert path.parent == settings.home / "uploads"
    assert "shop" not in path.name
    with engine.connect() as connection:
        assert get(connection, begun.upload_id) == whole
        assert kept(connection, "anna") == [whole]
        assert kept(connection, "berta") == []


@pytest.mark.parametrize("offset", [0, 5, 7, 11])
def test_a_piece_that_does_not_follow_is_told_where_it_goes_on(engine: Engine, settings: Settings, offset: int) -> None:
    begun = begin(engine, settings, "shop.csv", 11)
    append(engine, settings, begun.upload_id, 0, b"order,")
    with pytest.raises(OffsetError) as caught:
        append(engine, settings, begun.upload_id, offset, b"date\n")
    assert (caught.value.expected, str(caught.value)) == (6, "The upload goes on at byte 6.")


def test_what_a_crash_left_behind_is_written_over(engine: Engine, settings: Settings) -> None:
    """The piece was on disk, and its row was not committed."""
    begun = begin(engine, settings, "shop.csv", 4)
    append(engine, settings, begun.upload_id, 0, b"ab")
    with path_of(settings, begun.upload_id).open("ab") as file:
        file.write(b"XXXXXXXX")
    append(engine, settings, begun.upload_id, 2, b"cd")
    assert path_of(settings, begun.upload_id).read_bytes() == b"abcd"


def test_a_file_that_vanished_is_not_filled_with_zeros(engine: Engine, settings: Settings) -> None:
    begun = begin(engine, settings, "shop.csv", 4)
    append(engine, settings, begun.upload_id, 0, b"ab")
    path_of(settings, begun.upload_id).unlink()
    with pytest.raises(InputError, match="What was uploaded so far is lost: begin again"):
        append(engine, settings, begun.upload_id, 2, b"cd")


def test_no_link_is_written_through(engine: Engine, settings: Settings, tmp_path: Path) -> None:
    begun = begin(engine, settings, "shop.csv", 2)
    (tmp_path / "other").write_text("kept")
    os.symlink(tmp_path / "other", path_of(settings, begun.upload_id))
    with pytest.raises(OSError, match="symbolic"):
        append(engine, settings, begun.upload_id, 0, b"ab")
    assert (tmp_path / "other").read_text() == "kept"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("shop.csv", "shop.csv"),
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\shop\\x.csv", "C:/shop/x.csv"),
        ("a\x1b[31m\u202eb.csv", "a[31mb.csv"),
        (" / . / ", "file"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
    ],
)
def test_names_are_for_people_only(engine: Engine, settings: Settings, name: str, shown: str) -> None:
    assert begin(engine, settings, name, 1).file_name == shown


@pytest.mark.parametrize(
    ("size", "limit", "sentence"),
    [
        (0, 100, "shop.csv is empty."),
        (
            3 << 20,
            2 << 20,
            "shop.csv is larger than the 2 MB that a file may have here. Split it, or load it on the server",
        ),
        (1 << 60, 1 << 61, "The server's disk has no room for shop.csv"),
    ],
)
def test_what_cannot_be_uploaded(engine: Engine, settings: Settings, size: int, limit: int, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        begin(engine, replace(settings, upload_limit=limit), "shop.csv", size)
    assert sentence in str(caught.value)
    with engine.connect() as connection:
        assert kept(connection) == []


def only(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    """So many bytes are left beside those that stay free."""
    found = limits.shutil._ntuple_diskusage(1 << 40, 0, limits.SPARE + free)  # type: ignore[attr-defined]
    monkeypatch.setattr(limits.shutil, "disk_usage", lambda _folder: found)


def test_room_is_kept_for_what_is_still_coming(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, 100)
    begin(engine, settings, "first.csv", 60)
    with pytest.raises(InputError, match=r"no room for second\.csv"):
        begin(engine, settings, "second.csv", 60)


def test_what_is_announced_and_never_sent_takes_no_room_for_long(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much somebody announces, it counts as one file of the largest size, and for minutes."""
    only(monkeypatch, 100)
    limited = replace(settings, upload_limit=60)
    for _ in range(6):
        begin(engine, replace(settings, upload_limit=60), "never.csv", 16, "eve@shop.example")
    begin(engine, limited, "mine.csv", 40, "anna@shop.example")
    with pytest.raises(InputError, match="no room"):
        begin(engine, limited, "more.csv", 1, "anna@shop.example")
    with engine.begin() as connection:
        connection.execute(text("update uploads set heard_at = heard_at - interval '6 minutes'"))
    later = begin(engine, limited, "later.csv", 60, "anna@shop.example")
    only(monkeypatch, 3)
    with pytest.raises(InputError, match=r"no room for later\.csv"):  # others filled the disk meanwhile
        append(engine, limited, later.upload_id, 0, b"1234")


def test_nobody_announces_files_without_end(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_OF_USER", 3)
    monkeypatch.setattr(limits, "MOST_OF_ADDRESS", 5)
    for who, many in (("eve", 3), ("anna", 2)):
        for _ in range(many):
            begin(engine, settings, "s.csv", 1, f"{who}@shop.example", "192.0.2.7")
    for who, address in (("eve", "192.0.2.9"), ("bob", "192.0.2.7")):
        with pytest.raises(ManyError, match=r"many files in a short time \([35] in 10 minutes\)"):
            begin(engine, settings, "s.csv", 1, f"{who}@shop.example", address)
    begin(engine, settings, "s.csv", 1, "bob@shop.example", "192.0.2.9")
    with engine.begin() as connection:
        connection.execute(text("update uploads set started_at = started_at - interval '11 minutes'"))
    begin(engine, settings, "s.csv", 1, "eve@shop.example", "192.0.2.7")


def test_what_a_person_brings_has_an_end(engine: Engine, settings: Settings) -> None:
    """Of all their files together: those on their way, those that came, those that were loaded."""
    limited = replace(settings, upload_limit=10)
    brought = [begin(engine, limited, "s.csv", 10, "eve@shop.example") for _ in range(10)]
    for one in brought[:5]:
        append(engine, limited, one.upload_id, 0, b"x" * 10)
    with pytest.raises(InputError, match="Your files here come to 100 bytes already, and 100 bytes is the most"):
        begin(engine, limited, "s.csv", 1, "eve@shop.example")
    begin(engine, limited, "s.csv", 10, "anna@shop.example")
    uploads.remove(engine, limited, brought[0].upload_id)
    begin(engine, limited, "s.csv", 10, "eve@shop.example")
    with engine.begin() as connection:  # five that stopped coming
        connection.execute(text("update uploads set heard_at = heard_at - interval '6 minutes'"))
    begin(engine, limited, "s.csv", 10, "eve@shop.example")


@pytest.mark.parametrize("name", ["\ud800.csv", "a\x00.csv"])
def test_a_name_that_is_no_text(engine: Engine, settings: Settings, name: str) -> None:
    with pytest.raises(InputError, match="holds what is no letter"):
        begin(engine, settings, name, 1)


@pytest.mark.parametrize("piece", [b"", b"x" * 5, b"x" * (uploads.MOST_AT_ONCE + 1)])
def test_a_piece_of_a_wrong_size(engine: Engine, settings: Settings, piece: bytes) -> None:
    begun = begin(engine, settings, "shop.csv", 4)
    with pytest.raises(InputError, match="has a size that does not fit"):
        append(engine, settings, begun.upload_id, 0, piece)


@pytest.mark.parametrize("upload_id", ["", "../secret", "a" * 31, "A" * 32, "0" * 32 + "\n", "0" * 32])
def test_no_other_file_can_be_named(engine: Engine, settings: Settings, upload_id: str) -> None:
    with pytest.raises(InputError, match=r"There is no such upload\."):
        append(engine, settings, upload_id, 0, b"x")
    assert not (settings.home / "uploads").exists()


def test_a_complete_file_takes_no_more(engine: Engine, settings: Settings) -> None:
    begun = begin(engine, settings, "shop.csv", 1)
    append(engine, settings, begun.upload_id, 0, b"x")
    with pytest.raises(InputError, match=r"shop.csv is not being received any more"):
        append(engine, settings, begun.upload_id, 1, b"x")


def test_files_go_when_their_days_are_over(engine: Engine, settings: Settings) -> None:
    def brought(name: str, is_whole: bool = True) -> str:
        begun = begin(engine, settings, name, 2)
        append(engine, settings, begun.upload_id, 0, b"xy" if is_whole else b"x")
        return begun.upload_id

    def age(upload_id: str, days: int) -> None:
        moments = ", ".join(
            f"{name} = {name} - :age" for name in ("started_at", "heard_at", "finished_at", "loaded_at")
        )
        with engine.begin() as connection:
            statement = text(f"update uploads set {moments} where upload_id = :id")
            connection.execute(statement, {"age": timedelta(days=days), "id": upload_id})

    new, old, half, loaded = brought("new"), brought("old"), brought("half", False), brought("loaded")
    age(old, 8)
    age(half, 2)
    age(loaded, 8)
    with engine.begin() as connection:
        mark_loaded(connection, [loaded])
    assert remove_old(engine, settings) == 2
    left, just_come = path_of(settings, "0" * 32), path_of(settings, "1" * 32)  # without a row
    for path in (left, just_come):
        path.write_bytes(b"x")
    os.utime(left, (0, 0))
    assert (remove_old(engine, settings), left.exists(), just_come.exists()) == (1, False, True)
    exists: Callable[[str], bool] = lambda upload_id: path_of(settings, upload_id).exists()  # noqa: E731
    assert list(map(exists, (new, old, half, loaded))) == [True, False, False, True]
    with engine.connect() as connection:
        assert {each.file_name: each.state for each in kept(connection)} == {"new": "complete", "loaded": "loaded"}
        gone = get(connection, old)
        assert gone is not None
        assert (gone.state, gone.removed_at is not None) == ("removed", True)
