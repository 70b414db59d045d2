"""``starledger commands``: everything that may be asked."""

from typing import Annotated, Any

import typer

from services.cli.telling import say, say_json

app = typer.Typer()


@app.command()
def commands(
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="as a document")] = False,
) -> None:
    """Every command: name, roles that may give it, JSON Schema, what it may refuse."""
    rows = described()
    if as_json:
        say_json(rows)
        return
    if markdown:
        say(document(rows))
        return
    for row in rows:
        say(f"{row['name']:<38} {', '.join(row['roles'])}")
        say(f"    {row['sentence']}")
        for refusal in row["refuses"]:
            say(f"    {refusal['code']:<26} {refusal['rule']:<7} {refusal['clause']}")


def described() -> list[dict[str, Any]]:
    """The commands as ``GET /api/v1/commands`` gives them."""
    from services.api.commands import described as told
    from services.cli.composition import SERVICES

    return told(SERVICES)


def document(rows: list[dict[str, Any]]) -> str:
    """The commands as services/COMMANDS.md."""
    lines = ["# Commands", "", "Made by `starledger commands --markdown`. Who may ask for what."]
    lines += ["", "| command | asks to | roles | may refuse |", "|---|---|---|---|"]
    for row in rows:
        codes = ", ".join(dict.fromkeys(f"`{refusal['code']}`" for refusal in row["refuses"]))
        lines.append(
            f"| `{row['name']}` | {row['sentence']} | {', '.join(row['roles'])} | {codes} |"
        )
    return "\n".join(lines)
