"""``starledger serve ROLE``: one role per container; several where one process holds them."""

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from services.cli.place import Servers
from services.cli.telling import WRONG_USE, complain, stop

if TYPE_CHECKING:
    from services.runtime.host import Part
    from services.runtime.ward import Ward

app = typer.Typer()

FACES = frozenset({"api", "lookup"})
"""Roles that tell how they are on the port of their own page."""

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
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # nothing is begun yet
    from services.cli.faults import explain
    from services.cli.parts import PARTS, Web, parts_of
    from services.runtime import host, log
    from services.runtime.settings import Settings
    from services.runtime.ward import Ward

    for role in roles:
        if role in NOT_YET:
            complain(f"{role} is not built in this version")
            raise stop(WRONG_USE)
        if role not in PARTS:
            complain(f"there is no role {role}; roles are {', '.join(PARTS)}")
            raise stop(WRONG_USE)
    settings = Settings.from_environment()
    together = "+".join(roles)
    log.configure(settings.log, role=together)
    if with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    web = Web(port, filling, Ward(explain))
    parts = {**parts_of(roles, Servers(), web), f"{together}.watch": web.ward.watch}
    if settings.health_bind is not None and not FACES.issuperset(roles):
        parts[f"{together}.health"] = _health(web.ward, *settings.health_bind)
    asyncio.run(host.run(parts))


def _health(ward: "Ward", bind: str, port: int) -> "Part":
    """The port on which roles without a page tell how they are."""
    from services.cli.listening import listener
    from services.cli.web import serve
    from services.runtime.operations import application

    heard = listener(bind, port)
    structlog.get_logger().info("health.served", bind=bind, port=heard.getsockname()[1])

    async def part(stop: asyncio.Event) -> None:
        await serve(application(ward), listener=heard, stop=stop)

    return part


def _end_with_parent() -> None:
    """The parent holds the other end of stdin: when it is gone, however it went, so are we."""
    while os.read(0, 4096):  # not by sys.stdin, whose lock would abort the interpreter's end
        pass
    os.kill(os.getpid(), signal.SIGTERM)
