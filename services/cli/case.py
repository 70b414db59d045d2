"""``starledger case``: a case told in order, as it is or as it was known at a moment."""

from datetime import date, datetime
from typing import Annotated

import typer

from services.cli.place import AsJson, Data, opened
from services.cli.telling import REFUSED, WRONG_USE, complain, say, say_json, stop

app = typer.Typer(no_args_is_help=True)


@app.callback()
def case() -> None:
    """Cases, from application to certificate."""


@app.command()
def show(
    number: Annotated[str, typer.Argument(help="A-2026-00017, or a certificate's number")],
    effective: Annotated[
        str | None, typer.Option(help="the day asked about, for certificates and their cycles")
    ] = None,
    known: Annotated[str | None, typer.Option(help="only what was recorded by then")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """What happened, who did it, when it was recorded; exit 1 for a number nobody knows."""
    from services.cli.case_told import told
    from services.core.context import ZONE

    try:
        day = date.fromisoformat(effective) if effective else None
        moment = datetime.fromisoformat(known) if known else None
    except ValueError as fault:
        complain(f"--effective is a day, --known a day or a moment with its zone: {fault}")
        raise stop(WRONG_USE) from fault
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE)
    with opened(data) as place:
        found = told(place, number, effective=day, known=moment)
    if found is None:
        complain(
            "本机构没有此编号的案件或证书。 This body knows no case or certificate of this number."
        )
        raise stop(REFUSED)
    if as_json:
        say_json(found.as_json())
        return
    for line in found.lines():
        say(line)
