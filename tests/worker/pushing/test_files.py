"""Files into real servers of SFTP and S3: whole or not at all, under the list's name, and once."""

from pathlib import Path

import pytest

from audiences.destinations import Member
from tests.worker.outside import Sftp
from tests.worker.pushing.conftest import Deliver, Outlet, Push
from tests.worker.servers import ACCESS, PASSWORD, SECRET, USER
from warehouse.settings import Settings

HEADER = "Email,First Name,Last Name,Phone Number,City,Postal Code,Country/Region,Segment\n"
PEOPLE = [Member(str(number), email=f"{number}@shop.example", segment="Lost") for number in range(1, 4)]
ROWS = [f"{number}@shop.example,,,,,,,Lost\n" for number in range(1, 4)]


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_a_list_goes_into_an_sftp_folder(
    sftp: Sftp, outlet: Outlet, deliver: Deliver, push: Push, settings: Settings
) -> None:
    folder = sftp.folder / "lists"
    folder.mkdir()
    (folder / "Spring.csv").write_text("an older one")
    address = f"sftp://{USER}@localhost:{sftp.port}/lists"
    there = outlet("sftp", {"address": address, "host_key": sftp.host_key}, {"key": sftp.key})
    assert (push(connection=there, trial=True).result or {})["said"] == (
        "localhost lets shop in, and the folder is there."
    )
    assert push(deliver("hubspot", PEOPLE), there).error is None
    assert push(deliver("hubspot", PEOPLE[:1], PEOPLE[1:], name="Movers.csv", mode="movers"), there).error is None
    assert content(folder) == {
        "Spring.csv": HEADER + "".join(ROWS),
        "Movers-entered.csv": HEADER + ROWS[0],
        "Movers-left.csv": HEADER + ROWS[1] + ROWS[2],
    }
    assert not any((settings.home / "fetched").iterdir())


@pytest.mark.parametrize(
    ("path", "secrets", "error"),
    [
        ("/nowhere", {"password": PASSWORD}, "localhost has no folder /nowhere: make it, or name another."),
        ("/", {"password": "wrong"}, "localhost does not let shop in with this password."),
    ],
)
def test_what_an_sftp_server_refuses_is_said(
    path: str, secrets: dict[str, str], error: str, sftp: Sftp, outlet: Outlet, push: Push
) -> None:
    settings = {"address": f"sftp://{USER}@localhost:{sftp.port}{path}", "host_key": sftp.host_key}
    assert push(connection=outlet("sftp", settings, secrets), trial=True).error == error


def test_a_list_goes_into_a_bucket(s3: tuple[str, Path], outlet: Outlet, deliver: Deliver, push: Push) -> None:
    endpoint, buckets = s3
    settings = {"address": "s3://shop-exports/lists/", "user": ACCESS, "endpoint": endpoint}
    there = outlet("s3", settings, {"password": SECRET})
    assert (push(connection=there, trial=True).result or {})["said"] == "The bucket shop-exports is there."
    assert push(deliver("hubspot", PEOPLE), there).error is None
    assert content(buckets / "shop-exports" / "lists") == {"Spring.csv": HEADER + "".join(ROWS)}
    wrong = outlet("s3", settings, {"password": "wrong"}, "Wrong")
    assert (push(deliver("hubspot", PEOPLE), wrong).error or "").endswith("(SignatureDoesNotMatch).")


def test_a_list_in_several_files_goes_on_with_the_next(
    s3: tuple[str, Path], outlet: Outlet, deliver: Deliver, push: Push, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file fails; when it is pushed again, the first is not put there a second time."""
    from dataclasses import replace

    from audiences.destinations import FORMATS
    from worker.pushing import parcels
    from worker.pushing.s3 import S3

    monkeypatch.setattr(parcels, "FORMATS", {"hubspot": replace(FORMATS["hubspot"], most_rows=2)})
    monkeypatch.setattr("audiences.destinations.connections.FORMATS", parcels.FORMATS)
    put, names = S3.put, []

    def failing(self: S3, path: Path, name: str) -> None:
        names.append(name)
        if len(names) == 2:
            raise OSError("the disk is full")
        put(self, path, name)

    monkeypatch.setattr(S3, "put", failing)
    settings = {"address": "s3://shop-exports/parts/", "user": ACCESS, "endpoint": s3[0]}
    there, delivery = outlet("s3", settings, {"password": SECRET}), deliver("hubspot", PEOPLE)
    assert push(delivery, there).error == "Something unexpected happened (OSError); the worker's log says what."
    assert push(delivery, there).error is None
    assert names == ["Spring-1.csv", "Spring-2.csv", "Spring-2.csv"]
    assert content(s3[1] / "shop-exports" / "parts") == {
        "Spring-1.csv": HEADER + ROWS[0] + ROWS[1],
        "Spring-2.csv": HEADER + ROWS[2],
    }
