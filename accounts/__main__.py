"""The command line of accounts: add people, let them in again, list them, shut them out."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from accounts import administration, erasure, passwords, resealing
from accounts.audit import COMMAND_LINE, record
from accounts.details import checked_email
from accounts.listing import as_plain, as_row, places
from accounts.personal_data import held_about
from accounts.rights import ROLES
from accounts.sign_in import invitations, second_factor
from accounts.sign_in.credentials import set_password
from accounts.users import User, by_email, everybody, named
from warehouse.engine import open_warehouse
from warehouse.errors import InputError
from warehouse.settings import Settings
from wording.console import run, table


def add(arguments: argparse.Namespace) -> None:
    """Add somebody, with a password or by an invitation."""
    given = (arguments.role, arguments.country or None)
    email = checked_email(arguments.email)
    with open_warehouse(Settings.from_environment()) as engine:
        if arguments.invite:
            with engine.begin() as connection:
                token = invitations.invite(connection, email, *given, COMMAND_LINE, now=_now())
            _print_link("invitation", token)
            return
        with engine.connect() as connection:
            if by_email(connection, email) is not None:
                raise InputError(f"There is a user {email} already.")
        password = _password(arguments)
        with engine.begin() as connection:
            user = administration.add(
                connection, email, arguments.name, *given, password, COMMAND_LINE, now=_now()
            )  # fmt: skip
    print(f"{user.email} can sign in now, as {user.role} for {places(user)}.")


def reset(arguments: argparse.Namespace) -> None:
    """Let somebody choose a new password, by a link that works once, or give them one."""
    with open_warehouse(Settings.from_environment()) as engine:
        with engine.connect() as connection:
            user = named(connection, arguments.email)
        if user.disabled_at is not None and not arguments.enable:
            raise InputError(f"{user.email} is disabled; with --enable they are let in again.")
        password = _password(arguments, user) if arguments.password_stdin else None
        hashed = None if password is None else passwords.hashed(password)
        with engine.begin() as connection:
            if arguments.enable:
                user = administration.enable(connection, user, COMMAND_LINE, now=_now())
            if arguments.second_factor:
                second_factor.switch_off(connection, user, COMMAND_LINE, now=_now())
            if hashed is not None:
                set_password(connection, user, hashed, COMMAND_LINE, now=_now())
            token = None if hashed else invitations.reset(connection, user, COMMAND_LINE, now=_now())
    if token is None:
        print(f"{user.email} has a new password, and their sessions have ended.")
    else:
        _print_link("reset", token)


def list_users(arguments: argparse.Namespace) -> None:
    """List the users, those who are disabled last."""
    with open_warehouse(Settings.from_environment()) as engine, engine.connect() as connection:
        found = everybody(connection)
    if arguments.json:
        print(json.dumps([as_plain(user) for user in found]))
        return
    if not found:
        print("There are no users yet; add the first one: python -m accounts add you@example.com --role admin")
        return
    headings = ("Email", "Name", "Role", "Countries", "Second factor", "Since", "Disabled")
    table(headings, [as_row(user) for user in found])


def revoke(arguments: argparse.Namespace) -> None:
    """Shut somebody out: disable them and end their sessions, or only end the sessions."""
    with open_warehouse(Settings.from_environment()) as engine, engine.begin() as connection:
        user = named(connection, arguments.email)
        shut = administration.end_sessions if arguments.sessions else administration.disable
        ended = shut(connection, user, COMMAND_LINE, now=_now())
    sessions = f"{ended} session{'' if ended == 1 else 's'} ended"
    print(f"{user.email}: {sessions}." if arguments.sessions else f"{user.email} is disabled; {sessions}.")


def subject(arguments: argparse.Namespace) -> None:
    """Print all that is stored about a customer, as JSON, to hand it out to them."""
    with open_warehouse(Settings.from_environment()) as engine, engine.begin() as connection:
        held = held_about(connection, arguments.customer)
        counts = {name: len(rows) for name, rows in held.items()}
        # Not whose: a later erasure could not take it back from a record that never changes.
        record(connection, "subject", COMMAND_LINE, {"tables": counts}, sum(counts.values()), now=_now())
    print(json.dumps({"customer_id": arguments.customer, "held": held}, ensure_ascii=False, default=str))


def forget(arguments: argparse.Namespace) -> None:
    """Erase all that is stored about a customer, for loads to come as well."""
    settings, sure = Settings.from_environment(), arguments.yes
    with open_warehouse(settings) as engine:
        found = erasure.forget(
            engine, settings, arguments.customer, COMMAND_LINE, _wait_for_writer, now=_now(), dry_run=not sure
        )
    print("\n".join(erasure.in_words(found, is_done=sure)))
    if not sure:
        raise InputError("Nothing was erased. It cannot be taken back: say --yes to do it.")


def reseal(arguments: argparse.Namespace) -> None:
    """Seal what is stored with the first line of SECRET_KEY, so that the lines after it can go."""
    settings = Settings.from_environment()
    with open_warehouse(settings) as engine, engine.begin() as connection:
        found = resealing.reseal(connection, settings.secret_key)
    if found.sealed or not found.closed:
        print(f"Sealed with the first line of SECRET_KEY: {resealing.in_words(found.sealed) or 'nothing is stored'}.")
    if found.closed:
        raise InputError(
            f"No line of SECRET_KEY opens {resealing.in_words(found.closed)}: add the line they were sealed with."
        )


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    top = argparse.ArgumentParser(prog="python -m accounts", description=__doc__)
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def command(main: Callable[[argparse.Namespace], None], name: str, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        made.set_defaults(main=main)
        return made

    stdin = "read the password from standard input, its first line"
    one = command(add, "add", "add a user, with a password or by an invitation")
    one.add_argument("email", metavar="EMAIL")
    one.add_argument("--name", default="", help="their name")
    one.add_argument("--role", choices=tuple(ROLES), default="viewer", help="what they may do (default: %(default)s)")
    limited = "limit them to a country, by its ISO code; repeatable (default: all countries)"
    one.add_argument("--country", action="append", metavar="CODE", help=limited)
    how = one.add_mutually_exclusive_group()
    how.add_argument("--invite", action="store_true", help="print a link with which they choose their own password")
    how.add_argument("--password-stdin", action="store_true", help=stdin)
    one = command(reset, "reset", "print a link with which a user chooses a new password, or set one")
    one.add_argument("email", metavar="EMAIL")
    one.add_argument("--password-stdin", action="store_true", help=stdin + ", instead of printing a link")
    one.add_argument("--second-factor", action="store_true", help="also switch their second factor off")
    one.add_argument("--enable", action="store_true", help="also let them in again, when they are disabled")
    one = command(list_users, "list", "list the users")
    one.add_argument("--json", action="store_true", help="one JSON list")
    one = command(revoke, "revoke", "disable a user and end their sessions")
    one.add_argument("email", metavar="EMAIL")
    one.add_argument("--sessions", action="store_true", help="only end the sessions; they may sign in again")
    one = command(subject, "subject", "print all that is stored about a customer, as JSON, to hand it out to them")
    one.add_argument("customer", metavar="CUSTOMER", help="the customer's number")
    one = command(forget, "forget", "erase all that is stored about a customer, for loads to come as well")
    one.add_argument("customer", metavar="CUSTOMER", help="the customer's number, or their email address")
    one.add_argument("--yes", action="store_true", help="do it; without it, only say what would go")
    command(
        reseal, "reseal", "seal what is stored with the first line of SECRET_KEY, so that the lines after it can go"
    )
    return top


def _password(arguments: argparse.Namespace, user: User | None = None) -> str:
    """The password from standard input, or asked for twice on a terminal; checked."""
    if arguments.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("The same again: ") != password:
            raise InputError("The two passwords are not the same.")
    else:
        raise InputError("There is no terminal to ask for a password: give --password-stdin or --invite.")
    email, name = (arguments.email, arguments.name) if user is None else (user.email, user.name)
    passwords.check(password, email, name)
    return password


def _print_link(kind: str, token: str) -> None:
    lasts = invitations.LASTS[kind]
    days = f"{lasts.days} days" if lasts.days > 1 else "24 hours"
    print(invitations.path(kind, token))
    sys.stderr.write(f"It works once, for {days}: put your dashboard's address before it and send it to them.\n")


def _wait_for_writer() -> None:
    sys.stderr.write("Another load or fit is running; waiting for it to end ...\n")


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(run(lambda arguments: arguments.main(arguments), parser()))
