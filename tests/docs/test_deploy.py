"""What people host it with holds what the documents say of it: compose file, units, secrets. No container runs here."""

import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from warehouse.settings import KNOWN, Settings

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
OWN = ("secrets", "migration", "app", "worker")  # of our image
COMMANDS = {"migration": "-m warehouse upgrade", "worker": "-m worker"}


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", [*OWN, "database"])
def test_every_service_is_hardened(name: str) -> None:
    service = compose()["services"][name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"] > 0
    assert "privileged" not in service
    assert "cap_add" not in service
    assert name == "secrets" or "mem_limit" in service
    assert service.get("user", "postgres") == "postgres"  # ours are regulars by the image


def test_services_start_one_after_the_other() -> None:
    order = {name: service.get("depends_on", {}) for name, service in compose()["services"].items()}
    done = {"condition": "service_completed_successfully"}
    assert order == {
        "secrets": {},
        "database": {"secrets": done},
        "migration": {"database": {"condition": "service_healthy"}},
        "app": {"migration": done},
        "worker": {"migration": done},
    }


def test_no_secret_stands_in_the_file_and_the_database_is_not_reached_from_outside() -> None:
    services = compose()["services"]
    settings = services["app"]["environment"]
    assert {name for name in settings if name in ("SECRET_KEY", "DATABASE_URL")} == set()
    assert "POSTGRES_PASSWORD" not in services["database"]["environment"]
    assert ("ports" in services["database"], services["database"]["networks"]) == (False, ["inside"])
    assert compose()["networks"]["inside"] == {"internal": True}
    assert all(port.startswith("127.0.0.1:") for port in services["app"]["ports"])


def test_images_are_named_by_exact_version_and_digest() -> None:
    """Those of others; ours are built here."""
    images = {service["image"] for service in compose()["services"].values()}
    base = re.search(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert base is not None
    theirs = {image for image in images if not image.startswith("regulars:")} | {base[1]}
    assert len(theirs) == 2
    assert all(re.fullmatch(r"\w+:\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}", image) for image in theirs)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert {image for image in images if image.startswith("regulars:")} == {f"regulars:{version}"}


def test_its_settings_are_settings_and_its_commands_commands() -> None:
    services = compose()["services"]
    plain = {name.removesuffix("_FILE") for name in services["app"]["environment"]}
    assert plain - KNOWN == {"DATABASE_URL", "SECRET_KEY", "LOG_LEVEL"}
    for name, words in COMMANDS.items():
        assert words in " ".join(services[name]["command"])


def test_what_may_be_set_is_what_the_example_names() -> None:
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    told = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert used - {"POSTGRES_PASSWORD", "SECRET_KEY"} == told  # these only for installations from before


def test_all_packages_are_in_the_image() -> None:
    copied = set(re.findall(r"^COPY (\w+) \w+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks", "scripts"}
    assert packages - copied == set()


def make_secrets(folder: Path, **environment: str) -> str:
    command = [sys.executable, str(ROOT / "deploy" / "make_secrets.py"), str(folder)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_secrets_are_made_once_and_can_be_used(tmp_path: Path) -> None:
    assert make_secrets(tmp_path) == "Made: database_password, database_url, secret_key.\n"
    made = {path.name: path.read_text().strip() for path in tmp_path.iterdir()}
    assert make_secrets(tmp_path) == "Made: nothing, all were there.\n"
    assert {path.name: path.read_text().strip() for path in tmp_path.iterdir()} == made
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o444}
    settings = Settings.from_environment(
        {"DATABASE_URL_FILE": str(tmp_path / "database_url"), "SECRET_KEY_FILE": str(tmp_path / "secret_key"),
         "REGULARS_ENV": "production"}
    )  # fmt: skip
    assert settings.secret_key == made["secret_key"]
    assert settings.database_url == f"postgresql+psycopg2://regulars:{made['database_password']}@database/regulars"


def test_secrets_of_before_stay(tmp_path: Path) -> None:
    make_secrets(tmp_path, POSTGRES_PASSWORD="a/b", SECRET_KEY="long ago")
    assert (tmp_path / "secret_key").read_text() == "long ago\n"
    assert "regulars:a%2Fb@" in (tmp_path / "database_url").read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd's own look at units")
def test_systemd_knows_every_line_of_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text().replace("/opt/regulars/.venv/bin/python", sys.executable)
        gunicorn = str(Path(sys.executable).parent / "gunicorn")
        (tmp_path / unit.name).write_text(text.replace("/opt/regulars/.venv/bin/gunicorn", gunicorn))
    names = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.stem)
def test_units_run_without_rights_and_read_secrets_from_files(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    for wanted in (
        "User=regulars",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
        "UMask=0077",
    ):
        assert wanted in lines
    assert any("SECRET_KEY_FILE=%d/secret_key" in line for line in lines)


def test_the_example_of_a_proxy_speaks_tls_of_today_and_says_for_whom() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert re.findall(r"ssl_protocols ([^;]+);", text) == ["TLSv1.2 TLSv1.3"]
    assert "return 301 https://$host$request_uri;" in text
    set_by_it = dict(re.findall(r"proxy_set_header (X-\S+) ([^;]+);", text))
    assert set_by_it == {
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-Host": "$host",
    }
