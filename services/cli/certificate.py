"""``starledger certificate``: a register entry, as the lookup page shows it."""

import asyncio
import json
from datetime import date, datetime
from typing import Annotated, Any

import typer

from services.cli.place import AsJson, Data, opened
from services.cli.telling import REFUSED, WRONG_USE, complain, say, stop

app = typer.Typer(no_args_is_help=True)


@app.callback()
def certificate() -> None:
    """Certificates of the public register."""


@app.command()
def show(
    number: Annotated[str, typer.Argument(help="with any spacing or case")],
    effective: Annotated[str | None, typer.Option(help="the day asked about: 2026-11-23")] = None,
    known: Annotated[str | None, typer.Option(help="as the record showed it at a moment")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """The entry of a number, as of a day and a moment; exit 1 where it was never issued."""
    from services.cli.registered import entry

    try:
        day = date.fromisoformat(effective) if effective else None
        moment = datetime.fromisoformat(known) if known else None
    except ValueError as fault:
        complain(f"--effective is a day, --known a day or a moment with its zone: {fault}")
        raise stop(WRONG_USE) from fault
    with opened(data) as place:
        found: dict[str, Any] | None = asyncio.run(
            entry(place.database_url("lookup"), number, day, moment)
        )
    if found is None:
        complain("本机构没有颁发过此编号。 This body has never issued this number.")
        raise stop(REFUSED)
    if as_json:
        say(json.dumps(found, ensure_ascii=False))
        return
    say(found["sentence"]["zh"])
    say(found["sentence"]["en"])
    say(f"{found['holder']['name']}  {found['holder']['uscc']}  {found['scope']}")
