"""``starledger events``: everything that can happen."""

from typing import Annotated, Any

import typer

from services.cli.telling import say, say_json

app = typer.Typer()


@app.command()
def events(
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="as a document")] = False,
) -> None:
    """Every event: name and version, what it says, its source, its fields."""
    from events.catalogue import CATALOGUE

    if as_json:
        say_json([describe(name, cls) for name, cls in CATALOGUE.items()])
        return
    if markdown:
        say(document())
        return
    for name, cls in CATALOGUE.items():
        say(f"{name}\n    {' '.join((cls.__doc__ or '').split())}")
        say(f"    {', '.join(cls.model_fields)}")


def describe(name: str, cls: type[Any]) -> dict[str, Any]:
    """An event as a program reads it."""
    return {"name": name, "sentence": cls.__doc__, "schema": cls.model_json_schema()}


def document() -> str:
    """The events as events/EVENTS.md."""
    from events.catalogue import CATALOGUE

    lines = ["# Events", "", "Made by `starledger events --markdown`. Everything that can happen."]
    lines += ["", "| event | what it says | fields |", "|---|---|---|"]
    for name, cls in CATALOGUE.items():
        sentence = " ".join((cls.__doc__ or "").split())
        lines.append(f"| `{name}` | {sentence} | {', '.join(cls.model_fields)} |")
    return "\n".join(lines)
