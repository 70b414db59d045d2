"""Where the body is that a command talks to: servers by their URLs, or an embedded house."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import typer

from services.cli.telling import Unavailable

Data = Annotated[
    Path | None,
    typer.Option("--data", help="the embedded house to talk to; also STARLEDGER_DATA"),
]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]


class Place(Protocol):
    """Addresses, by role."""

    @property
    def owner_url(self) -> str:
        """The superuser's or owner's database URL."""
        ...

    def database_url(self, role: str) -> str:
        """A login's database URL, by its short name."""
        ...

    def nats_url(self, user: str) -> str:
        """A bus user's URL."""
        ...


class Servers:
    """PostgreSQL and NATS somewhere, told by settings."""

    def __init__(self) -> None:
        from services.runtime.settings import Settings

        self.settings = Settings.from_environment()

    @property
    def owner_url(self) -> str:
        """``STARLEDGER_OWNER_URL``."""
        from services.runtime.settings import WrongSetting

        if self.settings.owner_url is None:
            raise WrongSetting("set STARLEDGER_OWNER_URL: this needs a superuser of the database")
        return self.settings.owner_url

    def database_url(self, role: str) -> str:
        """``STARLEDGER_DATABASE_URL_<ROLE>`` or ``STARLEDGER_DATABASE_URL``."""
        return self.settings.database(role)

    def nats_url(self, user: str) -> str:
        """``STARLEDGER_NATS_URL_<USER>`` or ``STARLEDGER_NATS_URL``."""
        return self.settings.nats(user)


@contextmanager
def opened(data: Path | None) -> Iterator[Place]:
    """The place, with its servers up: those of a stopped house are started and stopped again."""
    from services.runtime import log
    from services.runtime.embedded.house import House
    from services.runtime.settings import Settings

    settings = Settings.from_environment()
    log.configure("error")
    if data is None and not settings.is_embedded:
        yield Servers()
        return
    house = House(data or settings.data)
    if not (house.folder / "secrets.json").exists():
        raise Unavailable(f"{house.folder} holds no body; start one with: starledger up")
    if house.is_occupied():
        yield house
        return
    house.start()
    try:
        yield house
    finally:
        house.stop()
