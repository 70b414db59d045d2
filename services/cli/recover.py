"""``starledger recover``: mends a store that was restored from a backup."""

import asyncio
from typing import Annotated

import typer

from services.cli.place import Data, opened
from services.cli.telling import REFUSED, WRONG_USE, complain, say, stop

app = typer.Typer()


@app.command()
def recover(
    from_stream: Annotated[
        bool, typer.Option("--from-stream", help="the tail that only the stream still has")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
    data: Data = None,
) -> None:
    """Append to a restored store, byte for byte, what only the stream still has, after asking."""
    from services.runtime.place import Parted
    from services.runtime.recover import recover_from_stream

    if not from_stream:
        complain("say where from: --from-stream")
        raise stop(WRONG_USE)

    def ask(first: int, last: int) -> bool:
        say(f"The stream has the events {first} to {last}, which the store has not.")
        return yes or typer.confirm("Append them to the store?")

    def lost(person: str) -> None:
        complain(f"the key of {person} is in no backup: their name is to be recorded anew, under")
        complain("another id; what was sealed under the lost key stays closed")

    with opened(data) as place:
        try:
            appended = asyncio.run(
                recover_from_stream(place.owner_url, place.nats_url("admin"), ask, lost=lost)
            )
        except Parted as fault:
            complain(str(fault))
            raise stop(REFUSED) from fault
    say(f"{appended} events appended" if appended else "nothing was appended")
