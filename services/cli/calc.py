"""``starledger calc NAME JSON``: the body's arithmetic; offline, JSON in and out."""

from typing import Annotated

import typer

from services.cli.telling import WRONG_USE, complain, say_json, stop

app = typer.Typer()

CALCULATIONS = {
    "mandays": "services.cli.calc_amounts",
    "sites": "services.cli.calc_amounts",
    "fee": "services.cli.calc_amounts",
    "expiry": "services.cli.calc_dates",
    "windows": "services.cli.calc_dates",
    "due": "services.cli.calc_due",
    "uscc": "services.cli.calc_marks",
    "number": "services.cli.calc_marks",
    "sign_in": "services.cli.calc_marks",
}
"""Name → the module that holds a function of that name."""


@app.command()
def calc(
    name: Annotated[str, typer.Argument(help=", ".join(CALCULATIONS))],
    content: Annotated[str, typer.Argument(metavar="JSON")],
) -> None:
    """One calculation: man-days, samples, prices, dates, identifiers."""
    import importlib

    from services.cli.scheme_reading import answering, plain

    if name not in CALCULATIONS:
        complain(f"there is no calculation {name}; known are {', '.join(CALCULATIONS)}")
        raise stop(WRONG_USE)
    with answering():
        say_json(getattr(importlib.import_module(CALCULATIONS[name]), name)(plain(content)))
