"""``starledger serve ROLE``: one role per container; several where one process holds them."""

import asyncio
import os
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from services.cli.place import Servers
from services.cli.telling import WRONG_USE, complain, stop

app = typer.Typer()

NOT_YET = ("disputes", "console")
"""Roles of the interface that this version does not have."""


@app.command()
def serve(
    roles: Annotated[list[str], typer.Argument(help="decisions, relay, projector, api, lookup …")],
    port: Annotated[int, typer.Option(help="of api and lookup")] = 8080,
    filling: Annotated[
        Path | None, typer.Option(hidden=True, help="while this file is there, the page says so")
    ] = None,
    with_parent: Annotated[
        bool, typer.Option("--with-parent", hidden=True, help="stop when stdin closes")
    ] = False,
) -> None:
    """Run one role (or several) until SIGTERM, then finish what was begun."""
    from services.cli.parts import PARTS, Web, parts_of
    from services.runtime import host, log
    from services.runtime.settings import Settings

    for role in roles:
        if role in NOT_YET:
            complain(f"{role} is not built in this version")
            raise stop(WRONG_USE)
        if role not in PARTS:
            complain(f"there is no role {role}; roles are {', '.join(PARTS)}")
            raise stop(WRONG_USE)
    settings = Settings.from_environment()
    log.configure(settings.log)
    if with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    asyncio.run(host.run(parts_of(roles, Servers(), Web(port, filling))))


def _end_with_parent() -> None:
    """The parent holds the other end of stdin: when it is gone, however it went, so are we."""
    while os.read(0, 4096):  # not by sys.stdin, whose lock would abort the interpreter's end
        pass
    os.kill(os.getpid(), signal.SIGTERM)
