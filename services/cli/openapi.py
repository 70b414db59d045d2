"""``starledger openapi``: the document of the HTTP API."""

import json

import typer

from services.cli.telling import say

app = typer.Typer()


@app.command()
def openapi() -> None:
    """The OpenAPI document that the API serves as /api/openapi.json."""
    from services.api.openapi import document
    from services.cli.composition import SERVICES

    say(json.dumps(document(SERVICES, ["schedules"]), ensure_ascii=False, indent=2))
