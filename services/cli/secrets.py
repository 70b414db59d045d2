"""``starledger secrets``: a folder with one secret a file, as ``STARLEDGER_SECRETS`` reads it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from services.cli.telling import say

app = typer.Typer()

FOLDER, FILE = 0o700, 0o444
"""Nobody but the owner gets into the folder; a container, under another number, is given files."""


@app.command()
def secrets(
    folder: Path,
    database: Annotated[str, typer.Option(help="host and port of PostgreSQL")] = "postgres:5432",
    nats: Annotated[str, typer.Option(help="host and port of NATS")] = "nats:4222",
) -> None:
    """Draw a password for every login and bus user; a file that is there stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(FOLDER)
    made = [*_urls(folder, database=database, nats=nats), *_passwords(folder)]
    say(f"{len(made)} files made in {folder}" if made else f"nothing is missing in {folder}")


def _urls(folder: Path, *, database: str, nats: str) -> Iterator[str]:
    """An address with its password for the superuser, each login and each bus user."""
    from services.runtime.embedded.secrets import new_password
    from services.runtime.settings import DATABASE_URLS, NATS_URLS

    logins = {name.lower(): f"starledger_{role}" for name, role in DATABASE_URLS.items()}
    for name, login in {"owner_url": "postgres", **logins}.items():
        url = f"postgresql://{login}:{new_password()}@{database}/starledger\n"
        yield from _kept_or_made(folder / name, url)
    for name, user in NATS_URLS.items():
        url = f"nats://{user}:{new_password()}@{nats}\n"
        yield from _kept_or_made(folder / name.lower(), url)


def _passwords(folder: Path) -> Iterator[str]:
    """The same passwords once more, as the two servers read them."""
    from services.runtime.settings import NATS_USERS, PREFIX

    owner = f"{_password(folder / 'owner_url')}\n"
    users = {user: _password(folder / f"nats_url_{user}") for user in NATS_USERS}
    lines = [f"{PREFIX}NATS_PASSWORD_{user.upper()}={held}\n" for user, held in users.items()]
    for name, text in {"postgres_password": owner, "nats_passwords": "".join(lines)}.items():
        if not (folder / name).exists() or (folder / name).read_text() != text:
            (folder / name).unlink(missing_ok=True)
            yield from _kept_or_made(folder / name, text)


def _kept_or_made(file: Path, text: str) -> Iterator[str]:
    if not file.exists():
        draft = file.with_name(f".{file.name}.new")
        draft.write_text(text)
        draft.chmod(FILE)
        draft.replace(file)
        yield file.name


def _password(file: Path) -> str:
    return urlsplit(file.read_text().strip()).password or ""
