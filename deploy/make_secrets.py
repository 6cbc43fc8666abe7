"""The secrets of a first run, in a folder of their own: made once, and left as they are ever after.

python deploy/make_secrets.py FOLDER      POSTGRES_PASSWORD and SECRET_KEY count where they are set: as they were before
"""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import quote

ADDRESS = "postgresql://regulars:{password}@database/regulars"


def make(folder: Path) -> list[str]:
    """Write what is missing: the database's password, its address, and the secret key; their names."""
    password = _kept(folder / "database_password") or _given("POSTGRES_PASSWORD")
    wanted = {
        "database_password": password,
        "database_url": ADDRESS.format(password=quote(password, safe="")),
        "secret_key": _given("SECRET_KEY"),
    }
    made = [name for name in wanted if _kept(folder / name) is None]
    for name in made:
        beside = folder / f".{name}.part"
        beside.write_text(wanted[name] + "\n", encoding="utf-8")
        beside.chmod(0o444)  # the containers that see the folder run as different users
        os.replace(beside, folder / name)
    return made


def _given(name: str) -> str:
    return os.environ.get(name, "").strip() or secrets.token_hex(32)


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


if __name__ == "__main__":
    sys.stdout.write(f"Made: {', '.join(make(Path(sys.argv[1]))) or 'nothing, all were there'}.\n")
