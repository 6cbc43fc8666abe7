"""`regulars COMMAND …`: each command is one of the packages' own, told as they are told by `python -m`."""

from __future__ import annotations

import runpy
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """What stands behind a word: the module that runs, the word it knows itself, and what it does."""

    module: str
    word: str | None
    does: str


COMMANDS = {
    "demo": Command("regulars.demo", None, "load a shop, segment it, serve the dashboard"),
    "load": Command("etl", "load", "load transactions from files of any kind"),
    "customers": Command("etl", "customers", "load attributes and contacts of customers"),
    "status": Command("etl", "status", "show loads, counts and data quality"),
    "rejected": Command("etl", "rejected", "write the rejected rows of a load"),
    "undo": Command("etl", "undo", "take a load back"),
    "sample": Command("etl", "sample", "write a generated transactions file"),
    "clear": Command("etl", "clear", "remove the sample shop"),
    "fit": Command("models", "fit", "work out and publish the segments"),
    "list": Command("models", "list", "list the segmentations with their quality"),
    "report": Command("dashboard.report", None, "write the report as HTML or PDF"),
    "serve": Command("dashboard", None, "serve the dashboard"),
    "worker": Command("worker", None, "do what the dashboard and the clock ask for"),
    "accounts": Command("accounts", None, "add, list and shut out users"),
    "audiences": Command("audiences", None, "keep audiences, see who is in them, bring lists of customers"),
    "url": Command("warehouse", "url", "print the database's address"),
    "upgrade": Command("warehouse", "upgrade", "create or migrate the tables"),
    "backup": Command("warehouse", "backup", "write the whole store to a file"),
    "restore": Command("warehouse", "restore", "put such a file in the place of what is stored"),
    "stop": Command("warehouse", "stop", "stop the embedded database"),
    "run": Command("warehouse", "run", "hold the database while another program runs"),
}
HELP = ("-h", "--help", "help")


def usage() -> str:
    """What can be said, a line a command."""
    lines = [f"  {word:<11}{command.does}" for word, command in COMMANDS.items()]
    return "\n".join(["usage: regulars COMMAND …", "", *lines, "", "regulars COMMAND --help says more of each."])


def main() -> None:
    """Run the command that the first word names; ends as that command ends, or with 2 when there is none."""
    word, rest = (sys.argv[1] if len(sys.argv) > 1 else "help"), sys.argv[2:]
    if word in HELP:
        sys.stdout.write(usage() + "\n")
        return
    command = COMMANDS.get(word)
    if command is None:
        sys.stderr.write(f"error: regulars knows no command {word!r}.\n\n{usage()}\n")
        sys.exit(2)
    sys.argv = [f"regulars {word}", *([command.word] if command.word else []), *rest]
    runpy.run_module(command.module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
