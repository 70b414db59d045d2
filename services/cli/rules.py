"""``starledger rules``: every rule of every service."""

from typing import Annotated

import typer

from services.cli.telling import say, say_json

app = typer.Typer()


@app.command()
def rules(
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Every rule: refusal code, rule id, clause, and its sentence in Chinese and English."""
    from services.cli.composition import SERVICES

    rows = [
        {
            "service": service.name,
            "name": rule.name,
            "code": rule.code,
            "rule": rule.rule,
            "clause": rule.clause,
            "sentence": {"zh": rule.zh, "en": rule.en},
        }
        for service in SERVICES
        for book in service.rules
        for rule in book
    ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        say(f"{row['service']:<13} {row['code']:<26} {row['rule']:<7} {row['clause']}")
        say(f"              {row['sentence']['zh']}\n              {row['sentence']['en']}")
