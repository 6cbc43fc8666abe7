"""MariaDB, which speaks as MySQL does: read through a real server, where the machine has one."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.files.databases.query_rows import read_query
from tests.etl.files.databases.test_query_rows import rows
from warehouse.errors import InputError

pytestmark = pytest.mark.slow
SEED = """
create user anna@'127.0.0.1' identified by 's3cret'; create database shop character set utf8mb4;
grant all on shop.* to anna@'127.0.0.1'; use shop;
create table orders (no int, money decimal(20, 2), share double, at datetime, day date, clock time, word text,
  nothing text, bytes blob);
insert into orders values (1, 12345678901234567.89, 0.1,
  '2024-02-29 08:26:01', '2024-02-29', '08:26', 'é–%', null, 'café');
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own; skipped where there is none."""
    server, client = shutil.which("mariadbd"), shutil.which("mariadb")
    if server is None or client is None:
        pytest.skip("needs MariaDB's server")
    home = tmp_path_factory.mktemp("maria")
    user = ["--user=root"] if os.geteuid() == 0 else []
    made = ["mariadb-install-db", f"--datadir={home}", "--auth-root-authentication-method=normal", *user]
    subprocess.run(made, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = [f"--datadir={home}", f"--socket={home}/s", f"--pid-file={home}/pid"]
    process = subprocess.Popen(
        [server, "--no-defaults", *user, *where, f"--port={port}", "--bind-address=127.0.0.1"],
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(home / "s")
        subprocess.run([client, "--no-defaults", f"--socket={home}/s", "-uroot"], input=SEED, text=True, check=True)
        yield f"mysql://anna:s3cret@127.0.0.1:{port}/shop"
    finally:
        process.terminate()
        process.wait(30)


def _wait(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.1)


def test_every_type_comes_out_exactly(address: str) -> None:
    source = read_query(address, "select * from orders where word like '%\\%'")
    assert dict(zip(source.columns, rows(source)[0], strict=True)) == {
        "no": "1", "money": "12345678901234567.89", "share": "0.1", "at": "2024-02-29 08:26:01", "day": "2024-02-29",
        "clock": "08:26:00", "word": "é–%", "nothing": "", "bytes": "café",
    }  # fmt: skip
    assert {source.columns[at] for at in source.canonical} == {"no", "money", "share", "at", "day", "clock"}


def test_the_password_may_come_from_the_environment(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = address.replace(":s3cret", "")
    with pytest.raises(InputError, match="refuses the user or the password") as raised:
        read_query(bare, "select 1 as a")
    assert "s3cret" not in str(raised.value)
    monkeypatch.setenv("MYSQL_PWD", "s3cret")
    assert rows(read_query(bare, "select 1 as a")) == [("1",)]


@pytest.mark.parametrize("query", ["delete from orders", "create table x (a int)", "drop table orders"])
def test_it_is_only_read(address: str, query: str) -> None:
    with pytest.raises(InputError, match="Regulars only reads"):
        read_query(address, query)
    assert len(rows(read_query(address, "select no from orders"))) == 1


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("select * from nothing", r"cannot answer the query: Table 'shop.nothing' doesn't exist\."),
        ("selec 1", "cannot answer the query: You have an error in your SQL syntax"),
    ],
)
def test_what_is_wrong_is_a_sentence(address: str, query: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read_query(address, query)
    with pytest.raises(InputError, match=r"There is no database nowhere there|refuses the user|may not read"):
        read_query(address.replace("/shop", "/nowhere"), "select 1")
