"""``starledger backup``: everything that cannot be made again, in one folder."""

from pathlib import Path
from typing import Annotated

import typer

from services.cli.place import AsJson, Data, opened
from services.cli.telling import say, say_json

app = typer.Typer()


@app.command()
def backup(
    target: Annotated[
        Path, typer.Argument(help="a folder that is not there yet, or one to make it in")
    ],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Ledger, keys, tokens and readers' places of one moment, written and proved; work goes on."""
    from services.runtime.backup.writing import back_up

    with opened(data) as place:
        folder, manifest = back_up(place.owner_url, target.expanduser().absolute())
    if as_json:
        say_json({"folder": str(folder), "manifest": manifest.model_dump(mode="json")})
        return
    say(f"{manifest.position} events backed up and proved: {folder}")
    say(f"checkpoint {manifest.checkpoint}")
    say("it holds the keys of personal data: encrypt it before it leaves this machine")
