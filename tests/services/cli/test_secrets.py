"""A folder of secrets as `starledger secrets` makes it, and as servers and roles then use it."""

from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from typer.testing import CliRunner

from services.cli.main import app
from services.runtime.migrate import migrate
from services.runtime.settings import DATABASE_ROLES, NATS_USERS, Settings, WrongSetting
from tests.servers import Bus, Database


def make(folder: Path, *options: str) -> str:
    made = CliRunner().invoke(app, ["secrets", str(folder), *options])
    assert made.exit_code == 0, made.output
    return made.output


def held(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


def test_there_is_one_for_everybody_each_with_a_password_of_its_own(tmp_path: Path):
    make(tmp_path / "secrets")
    settings = Settings.from_environment({"STARLEDGER_SECRETS": str(tmp_path / "secrets")})
    urls = [
        *(settings.database(role) for role in DATABASE_ROLES),
        *(settings.nats(user) for user in NATS_USERS),
        settings.owner_url or "",
    ]
    assert len({urlsplit(url).password for url in urls}) == len(urls)
    assert {urlsplit(url).hostname for url in urls} == {"postgres", "nats"}


def test_the_servers_are_told_the_same_passwords(tmp_path: Path):
    make(tmp_path)
    found = held(tmp_path)
    assert urlsplit(found["owner_url"].strip()).password == found["postgres_password"].strip()
    lines = dict(line.split("=") for line in found["nats_passwords"].splitlines())
    assert lines == {
        f"STARLEDGER_NATS_PASSWORD_{user.upper()}": urlsplit(found[f"nats_url_{user}"]).password
        for user in NATS_USERS
    }


def test_only_the_owner_gets_into_the_folder_and_nobody_writes(tmp_path: Path):
    folder = tmp_path / "secrets"
    make(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o444}


def test_what_is_there_stays_and_what_is_new_is_added(tmp_path: Path):
    make(tmp_path)
    before = held(tmp_path)
    assert "nothing is missing" in make(tmp_path)
    (tmp_path / "nats_url_relay").unlink()
    assert "2 files made" in make(tmp_path, "--nats", "other:4222")
    changed = {name for name, text in held(tmp_path).items() if before[name] != text}
    assert changed == {"nats_url_relay", "nats_passwords"}


def test_migrate_gives_each_login_the_password_of_its_url(
    database: Database, bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    old = database.url("console")
    new = old.replace(urlsplit(old).password or "", "another")
    for name, text in {
        "database_url_console": new,
        "owner_url": database.url("owner"),
        "nats_url_admin": bus.url("admin"),
    }.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setenv("STARLEDGER_SECRETS", str(tmp_path))
    try:
        for _ in range(2):
            done = CliRunner().invoke(app, ["migrate", "--passwords"])
            assert done.exit_code == 0, done.output
        assert logs_in(new)
        assert not logs_in(old)
    finally:
        migrate(database.url("owner"), passwords=database.server.passwords)
    assert logs_in(old)


def logs_in(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.mark.parametrize(
    ("url", "said"),
    [(None, "set STARLEDGER_DATABASE_URL_<ROLE>"), ("postgresql://x@db/y", "_CONSOLE holds none")],
)
def test_passwords_that_nobody_told_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str | None, said: str
):
    (tmp_path / "owner_url").write_text("postgresql://postgres@db/starledger")
    if url:
        (tmp_path / "database_url_console").write_text(url)
    monkeypatch.setenv("STARLEDGER_SECRETS", str(tmp_path))
    failed = CliRunner().invoke(app, ["migrate", "--passwords"])
    assert isinstance(failed.exception, WrongSetting)
    assert said in str(failed.exception)
