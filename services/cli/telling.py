"""How the command line speaks: people on stdout and stderr, programs by ``--json``."""

import json
from typing import Any

import typer

REFUSED, WRONG_USE, UNAVAILABLE = 1, 2, 3
"""Exit codes; 0 is done."""


class Unavailable(Exception):
    """A server or a house that was to be asked is not there: exit 3."""


def say(text: str) -> None:
    """One line for a person or a program."""
    typer.echo(text)


def complain(text: str) -> None:
    """One line on stderr."""
    typer.echo(text, err=True)


def say_json(value: Any) -> None:
    """One JSON document on one line, Chinese as it is."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def stop(code: int) -> typer.Exit:
    """``raise stop(REFUSED)``."""
    return typer.Exit(code)
