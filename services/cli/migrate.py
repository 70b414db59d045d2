"""``starledger migrate``: database objects, the stream, and the first person of an empty body."""

import asyncio
from typing import Annotated

import typer

from services.cli.place import Data, Place, opened
from services.cli.telling import say

app = typer.Typer()


@app.command()
def migrate(
    data: Data = None,
    first_admin: Annotated[
        str | None, typer.Option(help="record the first person of an empty body")
    ] = None,
    passwords: Annotated[
        bool, typer.Option("--passwords", help="give each login the password of its URL")
    ] = False,
) -> None:
    """Create or upgrade what the body needs on its servers; safe to repeat, also twice at once."""
    from services.runtime.migrate import migrate as run
    from services.runtime.settings import Settings
    from services.runtime.stream import provision

    with opened(data) as place:
        run(place.owner_url, passwords=told_passwords() if passwords else None)
        replicas = Settings.from_environment().nats_replicas
        asyncio.run(provision(place.nats_url("admin"), replicas=replicas))
        say("database and stream are up to date")
        if first_admin is not None:
            _found(place, first_admin)


def told_passwords() -> dict[str, str]:
    """Role → the password in its own URL; WrongSetting where one has none, or none is told."""
    from psycopg.conninfo import conninfo_to_dict

    from services.runtime.settings import PREFIX, Settings, WrongSetting

    urls = Settings.from_environment().database_urls
    found = {role: str(conninfo_to_dict(url).get("password") or "") for role, url in urls.items()}
    without = [f"{PREFIX}DATABASE_URL_{role.upper()}" for role, told in found.items() if not told]
    if without:
        raise WrongSetting(f"--passwords gives what the URLs hold: {', '.join(without)} holds none")
    if not found:
        raise WrongSetting(f"--passwords gives what the URLs hold: set {PREFIX}DATABASE_URL_<ROLE>")
    return found


def _found(place: Place, person: str) -> None:
    """A body and its first administrator; nothing where there is somebody already."""
    from services.cli.founding import found

    recorded = found(place, person)
    say(f"{person} is the first administrator" if recorded else "this body has its people already")
