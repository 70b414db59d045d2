"""``starledger asyncapi``: the document of the bus."""

import json
from typing import Any

import typer

from services.cli.telling import say

app = typer.Typer()


@app.command()
def asyncapi() -> None:
    """The AsyncAPI document: every event on the stream, every command by request and reply."""
    say(json.dumps(document(), ensure_ascii=False, indent=2))


def document() -> dict[str, Any]:
    """AsyncAPI 3.0, made from the catalogue and the services."""
    from events.catalogue import CATALOGUE
    from services.cli.composition import SERVICES

    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for name, cls in CATALOGUE.items():
        service, event, _version = name.split(".")
        channels[name] = {
            "address": f"events.{service}.{event}.{{stream}}",
            "parameters": {"stream": {"description": "the stream the event belongs to"}},
            "messages": {name: {"payload": cls.model_json_schema(), "summary": cls.__doc__}},
        }
        operations[f"hear {name}"] = {
            "action": "receive",
            "channel": {"$ref": f"#/channels/{name}"},
        }
    for each in SERVICES:
        for command in each.commands:
            name = f"commands.{each.name}.{command.__name__}"
            channels[name] = {
                "address": name,
                "messages": {name: {"payload": command.model_json_schema()}},
            }
            operations[name] = {"action": "send", "channel": {"$ref": f"#/channels/{name}"}}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Starledger", "version": "1"},
        "channels": channels,
        "operations": operations,
    }
