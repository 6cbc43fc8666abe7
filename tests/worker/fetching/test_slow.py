"""Places that send a byte now and then, or a list without end, are given up; meanwhile loads go on."""

import resource
from typing import Any

import pytest

from tests.worker.outside import Add, Run
from tests.worker.servers import ACCESS, SECRET, Certificates, dripping
from worker.fetching import bringing, place, s3
from worker.kinds import FETCHERS, KINDS, READERS, WRITERS

OK = b"HTTP/1.0 200 OK\r\n"
LISTING = b'<?xml version="1.0"?><ListBucketResult>'
SHOP = b"Order,Date,Customer,Qty,Price\n1,2024-04-13,c1,2,1.50\n"
ASKED = "localhost took so long to say what is there that it was given up"
S3 = {"user": ACCESS, "region": "eu", "secrets": {"password": SECRET}}


@pytest.mark.parametrize(
    ("first", "address", "more", "sentence"),
    [
        (OK + b"X-Slow: ", "https://localhost:{}/a.csv", {}, ASKED),
        (OK + b"\r\n" + SHOP, "https://localhost:{}/a.csv", {}, "a.csv came so slowly that it was given up"),
        (b"SSH-", "sftp://shop@localhost:{}/", {}, ASKED),
        (OK + b"\r\n" + LISTING, "s3://shop-exports/", S3, "shop-exports took so long to say what is there"),
    ],
)
def test_who_sends_a_byte_now_and_then_is_given_up(
    first: bytes, address: str, more: dict[str, Any], sentence: str,
    web: str, add: Add, run: Run, certificates_here: Certificates, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(bringing, "ASKING", 1.0)
    monkeypatch.setattr(bringing, "LONGEST", 0.5)
    secure = certificates_here if address.startswith("https") else None
    with dripping(first, b"x", 0.05, secure) as port:
        beside = more | ({"endpoint": f"http://localhost:{port}"} if more else {})
        job = run(add(address.format(port), **beside))
    assert (job.state, sentence in str(job.error)) == ("failed", True), job.error


def test_a_list_without_end_is_given_up(add: Add, run: Run) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for status in (b"200", b"500"):
        with dripping(b"HTTP/1.0 " + status + b" OK\r\n\r\n" + LISTING, b"x" * 1_000_000, 0.0) as port:
            job = run(add("s3://shop-exports/", endpoint=f"http://localhost:{port}", **S3))
        assert "answers with a list or error without end." in str(job.error)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10 * s3.MOST_ANSWER / 1024


def test_entries_without_end_are_given_up(sftp: Any, add: Add, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "MOST_LISTED", 1)
    for name in ("endless-1.csv", "endless-2.csv"):
        (sftp.folder / name).write_bytes(SHOP)
    job = run(add(f"sftp://shop@localhost:{sftp.port}/", {"password": "hush hush"}, host_key=sftp.host_key))
    assert "localhost lists more than 1 files: name a folder or prefix with fewer." in str(job.error)


def test_who_waits_for_others_holds_up_neither_loads_nor_looks() -> None:
    assert FETCHERS == ("fetch", "push")
    assert sorted((*FETCHERS, *READERS, *WRITERS)) == sorted(KINDS)
