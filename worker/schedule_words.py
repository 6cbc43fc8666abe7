"""What is said of a new schedule on the command line -> the arguments of its job, and its secrets."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from warehouse.errors import InputError
from warehouse.outward import source
from warehouse.schedules import DAYS, EVERY

BESIDE = ("user", "endpoint", "region", "host_key")  # what belongs to an address


def adding(one: argparse.ArgumentParser) -> None:
    """What can be said of a new schedule."""
    one.add_argument("name", metavar="NAME", help="what people call it")
    one.add_argument("what", metavar="ADDRESS", help="where files come from, or `fit`")
    one.add_argument("--every", choices=EVERY, default="night", help="how often (default: %(default)s)")
    one.add_argument("--at", default="03:00", metavar="HH:MM", help="when; of an hour the minutes count")
    one.add_argument("--weekday", choices=DAYS, help="of a weekly one")
    one.add_argument("--timezone", metavar="ZONE", help="in which --at is meant (default: REGULARS_TIMEZONE)")
    one.add_argument("--fit", action="store_true", help="work out the segments after something came")
    one.add_argument("--mail", action="append", default=[], metavar="EMAIL", help="who gets a summary; repeatable")
    one.add_argument("--webhook", metavar="URL", help="an https address that is told of each run")
    one.add_argument("--owner", metavar="EMAIL", help="on whose rights it runs; needed where there are users")
    one.add_argument("--user", default="", help="who signs in; of S3 the id of the access key")
    one.add_argument("--endpoint", default="", metavar="URL", help="of S3: whose, where not Amazon's")
    one.add_argument("--region", default="", help="of S3")
    one.add_argument("--host-key", default="", metavar="SHA256:…", help="of SFTP: the server's fingerprint")
    one.add_argument("--password-stdin", action="store_true", help="read the password from standard input, and seal it")
    one.add_argument("--password-file", metavar="FILE", help="a file that holds the password, read at each run")
    one.add_argument("--key-file", metavar="FILE", help="a file that holds the private key, read at each run")
    one.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE", help="as files are read; repeatable"
    )
    one.add_argument(
        "--map", action="append", default=[], metavar="NAME=COLUMN", help="which column is what; repeatable"
    )


def source_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """The arguments of the job, checked."""
    beside = {name: value for name in BESIDE if (value := getattr(arguments, name))}
    from worker.options import said_of  # with it comes etl, which a worker that waits does without

    source(arguments.what, **beside)
    options = _pairs(arguments.option) | ({"map": _pairs(arguments.map)} if arguments.map else {})
    said_of({"options": {"*": options}}, "")  # InputError for one that there is not
    given = {"password": arguments.password_file, "key": arguments.key_file}
    files = {name: str(Path(path).absolute()) for name, path in given.items() if path}
    told = {"source": {"address": arguments.what.strip(), **beside}, "fit": arguments.fit}
    return told | ({"options": {"*": options}} if options else {}) | ({"files": files} if files else {})


def _pairs(said: list[str]) -> dict[str, str]:
    for one in said:
        if "=" not in one:
            raise InputError(f"{one!r} is no pair; write NAME=VALUE.")
    return dict(one.split("=", 1) for one in said)


def secrets_of(arguments: argparse.Namespace) -> dict[str, str]:
    """What is to be sealed. InputError where nothing is said."""
    if not arguments.password_stdin:
        return {}
    given = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise InputError("Standard input holds no password.")
    return {"password": given}
