"""``starledger do``: one command, in somebody's name."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.cli.place import Data, opened
from services.cli.telling import REFUSED, UNAVAILABLE, WRONG_USE, complain, say, stop

app = typer.Typer()


@app.command()
def do(
    command: Annotated[str, typer.Argument(help="such as decisions.CastVote")],
    token: Annotated[str | None, typer.Option(help="goes by HTTP to STARLEDGER_API_URL")] = None,
    as_person: Annotated[
        str | None, typer.Option("--as", help="a person; only on a house whose folder is yours")
    ] = None,
    body: Annotated[str, typer.Option(help="JSON, @FILE, or @- for standard input")] = "{}",
    key: Annotated[str | None, typer.Option(help="Idempotency-Key: repeat it safely")] = None,
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="one line")] = False,
) -> None:
    """Send one command and print the HTTP body of its answer; exit 1 where it was refused."""
    from services.cli.doing import in_process, over_http
    from services.runtime.settings import Settings

    settings = Settings.from_environment()
    text = _text(body)
    bearer = token or (None if as_person else settings.token)
    if (bearer is None) == (as_person is None):
        complain("give either --token (or STARLEDGER_TOKEN) or --as PERSON")
        raise stop(WRONG_USE)
    if bearer is not None:
        if settings.api_url is None:
            complain("--token goes by HTTP: set STARLEDGER_API_URL")
            raise stop(WRONG_USE)
        reply = over_http(settings.api_url, bearer, command, text, key=key)
    else:
        if data is None and not settings.is_embedded:
            complain("--as works only on an embedded body whose data folder is yours")
            raise stop(WRONG_USE)
        with opened(data) as place:
            reply = in_process(place, command, _object(text), by=as_person or "", key=key)
    say(json.dumps(reply.body, ensure_ascii=False, indent=None if as_json else 2))
    if reply.status >= 500:
        raise stop(UNAVAILABLE)
    if reply.status >= 400:
        raise stop(REFUSED)


def _text(body: str) -> str:
    if not body.startswith("@"):
        return body
    return sys.stdin.read() if body == "@-" else Path(body[1:]).read_text()


def _object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except ValueError as fault:
        complain(f"--body is not JSON: {fault}")
        raise stop(WRONG_USE) from fault
    if not isinstance(value, dict):
        complain("--body is a JSON object")
        raise stop(WRONG_USE)
    return value
