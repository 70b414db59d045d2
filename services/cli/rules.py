"""``starledger rules``: every rule of every service."""

from typing import Annotated

import typer

from services.cli.telling import say, say_json

app = typer.Typer()


@app.command()
def rules(
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="as a document")] = False,
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
    if markdown:
        say(document())
        return
    for service in SERVICES:
        for book in service.rules:
            for rule in book:
                say(f"{service.name:<13} {rule.code:<26} {rule.rule:<7} {rule.clause}")
                say(f"              {rule.zh}\n              {rule.en}")


def document() -> str:
    """The rules as services/RULES.md."""
    from services.cli.composition import SERVICES

    lines = ["# Rules", "", "Made by `starledger rules --markdown`. One line a rule."]
    for service in SERVICES:
        lines += ["", f"## {service.name}", "", "| code | rule | clause | 中文 | English |"]
        lines += ["|---|---|---|---|---|"]
        lines += [
            f"| `{rule.code}` | {rule.rule} | {rule.clause} | {rule.zh} | {rule.en} |"
            for book in service.rules
            for rule in book
        ]
    return "\n".join(lines)
