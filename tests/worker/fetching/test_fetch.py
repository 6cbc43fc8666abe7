"""Files of real servers come by schedule: each once, with what was answered; what goes wrong is a sentence."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.worker.outside import HERE, SECRET_KEY, Add, Run, Sftp
from tests.worker.servers import ACCESS, PASSWORD, SECRET, USER, Handler, Page
from warehouse.jobs import Job
from warehouse.outward import OutwardSettings
from warehouse.settings import Settings

HEAD = "Order,Date,Customer,Qty,Price\n"
SHOP = HEAD + "1,2024-04-13,c1,2,1.50\n2,2024-04-14,c2,1,2.00\n"
MORE = HEAD + "3,2024-04-15,c3,1,2.00\n"
OPEN = HEAD + "7,03/04/2024,c1,2,1.50\n8,05/04/2024,c2,1,2.00\n"


def files(job: Job) -> list[tuple[str, int]]:
    """File and rows stored of each load."""
    assert job.error is None, job.error
    return [(each["file"], each["rows_loaded"]) for each in (job.result or {})["loads"]]


def asked(name: str) -> list[str]:
    return [headers.get(name, "") for _, headers, _ in Handler.asked]


def test_an_address_is_asked_for_what_changed(web: str, add: Add, run: Run, settings: Settings) -> None:
    Handler.pages["/export"] = Page(
        SHOP.encode(), headers={"ETag": '"1"', "Content-Disposition": "attachment; filename=a.csv"}
    )
    shop = add(f"{web}/export")
    assert files(run(shop)) == [("a.csv", 2)]
    assert files(run(shop)) == []  # 304
    Handler.pages["/export"].headers["ETag"] = '"2"'  # the same content all the same
    assert files(run(shop)) == []
    Handler.pages["/export"] = Page((SHOP + "3,2024-04-15,c3,1,2.00\n").encode(), headers={"ETag": '"3"'})
    assert files(run(shop)) == [("export", 1)]
    assert asked("if-none-match") == ["", '"1"', '"1"', '"2"']
    assert not list((settings.home / "fetched").iterdir())


def test_a_sealed_address_is_asked_in_full(web: str, add: Add, run: Run) -> None:
    Handler.pages["/a.csv?sig=1"] = Page(SHOP.encode())
    assert files(run(add(f"{web}/a.csv?…", {"address": f"{web}/a.csv?sig=1"}))) == [("a.csv", 2)]


def test_a_name_and_password_go_to_their_own_host_alone(web: str, add: Add, run: Run) -> None:
    packed = gzip.compress(SHOP.encode())
    elsewhere = web.replace("localhost", "127.0.0.1")
    Handler.pages |= {
        "/old.csv": Page(status=302, headers={"Location": "/new.csv"}),
        "/new.csv": Page(packed, headers={"Content-Encoding": "gzip"}),
        "/away.csv": Page(status=302, headers={"Location": f"{elsewhere}/new.csv"}),
    }
    assert files(run(add(f"{web}/old.csv", {"password": "hush"}, user="shop"))) == [("old.csv", 2)]
    assert asked("authorization") == ["Basic c2hvcDpodXNo"] * 2
    Handler.asked.clear()
    run(add(f"{web}/away.csv", {"password": "hush"}))  # its certificate is of another name
    assert asked("authorization") == ["Bearer hush"]


def test_new_files_of_an_sftp_folder_come_once(sftp: Sftp, add: Add, run: Run, engine: Engine) -> None:
    folder = sftp.folder / "exports"
    folder.mkdir()
    for name, content in {"a.csv": SHOP, "b.csv": MORE, "note.md": "no", ".c.csv": SHOP}.items():
        (folder / name).write_text(content)
    (folder / "old").mkdir()
    address = f"sftp://{USER}@localhost:{sftp.port}/exports/*.csv"
    by_password = add(address, {"password": PASSWORD}, host_key=sftp.host_key)
    assert files(run(by_password)) == [("a.csv", 2), ("b.csv", 1)]
    (folder / "b.csv").write_text(MORE + "4,2024-04-16,c1,1,2.00\n")
    assert files(run(by_password)) == [("b.csv", 1)]
    by_key = add(f"sftp://{USER}@localhost:{sftp.port}/exports/a.csv", {"key": sftp.key}, host_key=sftp.host_key)
    assert files(run(by_key)) == [("a.csv", 0)]  # known already
    with engine.connect() as connection:
        sealed = connection.execute(text("select sealed, arguments::text from schedules")).all()
    assert not any(PASSWORD in str(row) or "PRIVATE" in str(row) for row in sealed)


def test_new_objects_of_a_bucket_come_once(s3: tuple[str, Path], add: Add, run: Run) -> None:
    endpoint, folder = s3
    (folder / "shop-exports" / "daily").mkdir()
    (folder / "shop-exports" / "daily" / "a.csv").write_text(SHOP)
    shop = add("s3://shop-exports/daily/*.csv", {"password": SECRET}, user=ACCESS, endpoint=endpoint)
    assert files(run(shop)) == [("a.csv", 2)]
    (folder / "shop-exports" / "daily" / "b.csv").write_text(MORE)
    assert files(run(shop)) == [("b.csv", 1)]
    one = add("s3://shop-exports/daily/b.csv", {"password": SECRET}, user=ACCESS, endpoint=endpoint)
    assert files(run(one)) == [("b.csv", 0)]


def test_what_was_answered_once_holds_for_all_that_comes(web: str, add: Add, run: Run, engine: Engine) -> None:
    Handler.pages["/open.csv"] = Page(OPEN.encode(), headers={"ETag": '"1"'})
    shop = add(f"{web}/open.csv")
    job = run(shop)
    assert str(job.error).startswith("1 of the files was not loaded. Dates such as 03/04/2024")
    assert (job.result or {})["failed"][0]["questions"][0]["option"] == "date_order"
    assert (run(shop).error, run(shop).result) == (job.error, job.result)  # read once, and told each time
    with engine.connect() as connection:
        read = "select failed -> 0 ->> 'error' from fetched_files"
        assert connection.scalar(text(read)) == (job.result or {})["failed"][0]["error"]
    with engine.begin() as connection:
        connection.execute(
            text("""update schedules set arguments = arguments || '{"options": {"*": {"date_order": "dmy"}}}'""")
        )
    assert files(run(shop)) == [("open.csv", 2)]  # fetched again, though it is as it was


def test_what_comes_is_segmented_where_that_is_wanted(web: str, add: Add, run: Run, engine: Engine) -> None:
    lines = [f"{n},2024-0{1 + n % 6}-1{n % 9},c{n % 97},{1 + n % 3},{1 + n % 5}.50" for n in range(400)]
    Handler.pages["/shop.csv"] = Page((HEAD + "\n".join(lines)).encode(), headers={"ETag": '"1"'})
    shop = add(f"{web}/shop.csv", fit=True)
    assert files(run(shop)) == [("shop.csv", 400)]
    assert files(run(shop)) == []
    with engine.connect() as connection:
        done = connection.execute(text("select kind, state, schedule_id from jobs order by job_id")).all()
    assert [tuple(row) for row in done if row.kind != "notify"] == [
        ("fetch", "done", shop), ("fit", "done", shop), ("fetch", "done", shop),
    ]  # fmt: skip


SENTENCES = {
    "no such file": ("{web}/none.csv", {}, "localhost has no such file (404)."),
    "refused": ("{web}/closed.csv", {}, "localhost refuses the file (401): the name, password or token"),
    "broken": ("{web}/broken.csv", {}, "localhost answers 500 in place of the file."),
    "to http": ("{web}/plain.csv", {}, "leads on to an address without https, which is not followed."),
    "round": ("{web}/round.csv", {}, "leads on to other addresses without end."),
    "too big": ("{web}/big.csv", {}, "big.csv has 2 KB or more, and at most 1 KB may come (REGULARS_UPLOAD_LIMIT)."),
    "too big, unsaid": ("{web}/packed.csv", {}, "at most 1 KB may come (REGULARS_UPLOAD_LIMIT)."),
    "nobody": ("https://localhost:1/a.csv", {}, "localhost:1 refuses the connection: nothing listens there."),
    "no host": ("https://no-such-host.invalid/a.csv", {}, "There is no host no-such-host.invalid"),
    "no TLS": ("https://localhost:{sftp}/a.csv", {}, "does not show a certificate that is trusted"),
    "no key known": ("sftp://shop@localhost:{sftp}/", {}, "and none is known yet: ask its operator"),
    "another key": (
        "sftp://shop@localhost:{sftp}/", {"host_key": "SHA256:" + "A" * 43}, "shows another host key than before",
    ),
    "wrong password": ("sftp://shop@localhost:{sftp}/", {"host_key": "{key}", "secrets": {"password": "x"}},
                       "localhost does not let shop in with this password."),
    "no password": ("sftp://shop@localhost:{sftp}/", {"host_key": "{key}"}, "asks for a password or a key"),
    "bad key": ("sftp://shop@localhost:{sftp}/", {"host_key": "{key}", "secrets": {"key": "x"}},
                "The private key cannot be read"),
    "no folder": ("sftp://shop@localhost:{sftp}/none/*.csv", {"host_key": "{key}", "secrets": {"password": PASSWORD}},
                  "localhost has no such file or folder: /none/*.csv."),
    "no bucket": ("s3://none-there/a.csv", {"user": ACCESS, "endpoint": "{s3}", "secrets": {"password": SECRET}},
                  "has no bucket none-there."),
    "no object": ("s3://shop-exports/none.csv", {"user": ACCESS, "endpoint": "{s3}", "secrets": {"password": SECRET}},
                  "The bucket shop-exports has no such file: none.csv."),
    "another secret": ("s3://shop-exports/a.csv", {"user": ACCESS, "endpoint": "{s3}", "secrets": {"password": "x"}},
                       "refuses shop-exports to this key (SignatureDoesNotMatch)."),
}  # fmt: skip


@pytest.mark.parametrize("case", SENTENCES)
def test_what_goes_wrong_is_a_sentence(
    case: str, web: str, sftp: Sftp, s3: tuple[str, Path], add: Add, run: Run, outward_settings: Settings
) -> None:
    address, more, sentence = SENTENCES[case]
    Handler.pages |= {
        "/closed.csv": Page(status=401),
        "/broken.csv": Page(status=500),
        "/plain.csv": Page(status=302, headers={"Location": "http://localhost/a.csv"}),
        "/round.csv": Page(status=302, headers={"Location": "/round.csv"}),
        "/big.csv": Page(b"x" * 2048),
        "/packed.csv": Page(gzip.compress(b"x" * 2048), headers={"Content-Encoding": "gzip"}),
    }
    named = {"web": web, "sftp": sftp.port, "s3": s3[0], "key": sftp.host_key}
    said = {name: one.format(**named) if isinstance(one, str) else one for name, one in more.items()}
    job = run(add(address.format(**named), **said), replace(outward_settings, upload_limit=1024))
    assert (job.state, sentence in str(job.error)) == ("failed", True), job.error


@pytest.mark.parametrize(
    ("address", "more"),
    [("{web}/a.csv", {}), ("sftp://shop@localhost:{sftp}/", {}), ("s3://shop-exports/", {"endpoint": "{s3}"})],
)
def test_private_networks_are_not_reached(
    address: str, more: dict[str, str], web: str, sftp: Sftp, s3: tuple[str, Path], add: Add, run: Run,
    outward_settings: Settings,
) -> None:  # fmt: skip
    named = {"web": web, "sftp": sftp.port, "s3": s3[0].replace("http:", "https:")}
    number = add(address.format(**named), **{name: one.format(**named) for name, one in more.items()})
    job = run(number, replace(outward_settings, outward=OutwardSettings()))
    assert "localhost is in a private network, and schedules may reach those in REGULARS_NETWORKS alone." in str(
        job.error
    )
    assert Handler.asked == []


def test_a_secret_needs_its_key(web: str, add: Add, run: Run, outward_settings: Settings) -> None:
    shop = add(f"{web}/a.csv", {"password": "hush"})
    for key, sentence in ((None, "a stored password needs one"), ("another", "SECRET_KEY is another one")):
        assert sentence in str(run(shop, replace(outward_settings, secret_key=key)).error)
    assert (SECRET_KEY, HERE.zone) == (outward_settings.secret_key, "UTC")
