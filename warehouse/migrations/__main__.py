"""For developers: write the next migration from the difference between the migrations so far and schema.py.

python -m warehouse.migrations "Add jobs"     writes versions/0002_add_jobs.py; set HEAD = "0002" afterwards
python -m warehouse.migrations --first        writes versions/0001_tables.py anew (before the first release only)
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from sqlalchemy import create_engine

from warehouse.embedded import share
from warehouse.migrations import HEAD, configuration
from wording.console import run

VERSIONS = Path(__file__).parent / "versions"


def main(arguments: argparse.Namespace) -> None:
    """Autogenerate against a throw-away database, then format the file."""
    from alembic import command

    if arguments.first:
        for old in VERSIONS.glob("0*.py"):
            old.unlink()
    number = "0001" if arguments.first else f"{int(HEAD) + 1:04}"
    with tempfile.TemporaryDirectory() as home, share(Path(home)) as server:
        engine = create_engine(server.url)
        try:
            with engine.begin() as connection:
                config = configuration(connection)
                if not arguments.first:
                    command.upgrade(config, "head")
                message = "Tables" if arguments.first else arguments.message
                command.revision(config, message, autogenerate=True, rev_id=number)
        finally:
            engine.dispose()
    _tidy(VERSIONS)
    for step in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, str(VERSIONS)], check=True)
    print(f'Written. Read it, and set HEAD = "{number}" in warehouse/migrations/__init__.py.')


def _tidy(versions: Path) -> None:
    """Alembic's markers say "please adjust!"; whoever runs this reads the file anyway."""
    for path in versions.glob("0*.py"):
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.strip().startswith("# ###")))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m warehouse.migrations", description=__doc__)
    parser.add_argument("message", nargs="?", default="Change tables", help="what the migration does")
    parser.add_argument("--first", action="store_true", help="start over with a single migration")
    sys.exit(run(main, parser))
