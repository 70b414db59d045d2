"""``starledger check``: re-proves the store."""

import asyncio
from typing import Annotated

import typer

from services.cli.place import AsJson, Data, opened
from services.cli.telling import REFUSED, WRONG_USE, complain, say, say_json, stop

app = typer.Typer()


@app.command()
def check(
    data: Data = None,
    views: Annotated[bool, typer.Option("--views", help="also that views equal a rebuild")] = False,
    since: Annotated[
        str | None, typer.Option(help="POSITION:DIGEST of an earlier check, kept elsewhere")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Prove the hash chain, no hole, every event readable, stream = store, nothing due undone."""
    from services.runtime.proof import Checkpoint

    try:
        kept = [Checkpoint.read(since)] if since else []
    except ValueError as fault:
        complain(str(fault))
        raise stop(WRONG_USE) from fault
    with opened(data) as place:
        from services.cli.proving import prove

        findings, last, seen = asyncio.run(prove(place, kept, views=views))
    if as_json:
        say_json(
            {
                "checkpoint": str(last),
                "findings": [{"position": f.position, "what": f.what} for f in findings],
                "compared": seen,
            }
        )
    else:
        for finding in findings:
            complain(f"position {finding.position}: {finding.what}")
        say(f"{last.position} events proved; compared with {', '.join(seen) or 'nothing else'}")
        say(f"checkpoint {last}")
    if findings:
        raise stop(REFUSED)
