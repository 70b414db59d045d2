"""The entrance: every command by name, each imported only when it is asked for."""

import importlib
import sys
from typing import Any

from typer import Typer
from typer.core import TyperGroup
from typer.main import get_command

from services.cli.telling import complain

COMMANDS: dict[str, str] = {
    "up": "the whole body on one machine",
    "serve": "one role, for a container",
    "migrate": "create or upgrade the database objects and the stream",
    "secrets": "a folder of passwords and addresses, for containers",
    "do": "send one command",
    "commands": "every command, who may give it, its shape, what it may refuse",
    "check": "re-prove the store, and that nothing due is left undone",
    "backup": "everything that cannot be made again, in one folder, proved",
    "restore": "an empty body from a backup: all of it or nothing",
    "recover": "append to a restored store the tail that only the stream still has",
    "views": "the projections: list, rebuild, check, parked, redrive",
    "token": "bearer tokens for the API: issue, revoke",
    "case": "a case told in order, as known at a moment",
    "certificate": "one register entry",
    "scheme": "rule packs: list, check, score a sheet; offline",
    "calc": "one calculation of the body: man-days, prices, dates, identifiers; offline",
    "doctor": "what is configured, reachable, safe; each with its mend",
    "rules": "every rule: code, clause, sentence",
    "events": "every event: name, fields, clause",
    "asyncapi": "the document of the bus",
    "openapi": "the document of the HTTP API",
    "bench": "the benchmarks, each with its peer and its limit",
}
"""Name → one line for ``starledger --help``; ``services/cli/<name>.py`` holds each."""


class Lazy(TyperGroup):
    """A group whose commands are imported when called, so that ``--help`` answers at once."""

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a file; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = get_command(importlib.import_module(f"services.cli.{cmd_name}").app)
        command.name = cmd_name
        command.short_help = COMMANDS[cmd_name]
        return command


app = Typer(cls=Lazy, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback(help="星证 Starledger: the back office of a certification body.")
def starledger() -> None:
    """The commands are in :data:`COMMANDS`."""


def main() -> None:
    """Exit 0 done, 1 refused or failed check, 2 wrong use, 3 unavailable."""
    try:
        app(prog_name="starledger")
    except Exception as fault:
        from services.cli.faults import told

        known = told(fault)
        if known is None:
            raise
        code, line = known
        complain(line)
        sys.exit(code)


if __name__ == "__main__":
    main()
