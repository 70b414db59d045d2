"""``starledger token``: bearer tokens for the API."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from services.cli.place import AsJson, Data, Place, opened
from services.cli.telling import REFUSED, complain, say, say_json, stop

app = typer.Typer(no_args_is_help=True)

By = Annotated[
    str | None,
    typer.Option("--as", help="the system administrator who does it; default: the first one"),
]


@app.command()
def issue(
    person: str,
    as_person: By = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="how long it lasts")] = 90,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Print a fresh token for a person, once; only its SHA-256 is kept."""
    from services.runtime.clock import SystemClock
    from services.runtime.tokens import Secret, Tokens, issue_token

    now = SystemClock().now()
    expires_at = now + timedelta(days=days)
    with opened(data) as place:
        tokens = Tokens(place.database_url("access"))

        def record(person: str, token: str, expires_at: datetime) -> None:
            body = {"person": person, "token": token, "expires_at": expires_at.isoformat()}
            _ask(place, "IssueToken", body, as_person)

        try:
            text = issue_token(tokens, person=person, now=now, expires_at=expires_at, record=record)
        finally:
            tokens.close()
    public = Secret(text).id
    if as_json:
        told = {"person": person, "token": text, "expires_at": expires_at.isoformat()}
        say_json({**told, "id": public})
    else:
        say(text)
        complain(f"revoke it with: starledger token revoke {public}")


@app.command()
def revoke(
    token: Annotated[str, typer.Argument(help="its public id: 16 hexadecimal digits")],
    as_person: By = None,
    reason: Annotated[str, typer.Option(help="why; recorded")] = "revoked by hand",
    data: Data = None,
) -> None:
    """Make a token void at once."""
    from services.runtime.clock import SystemClock
    from services.runtime.tokens import Tokens

    with opened(data) as place:
        tokens = Tokens(place.database_url("access"))
        try:
            person = tokens.revoke(token, now=SystemClock().now())
            if person is None:
                complain(f"there is no token {token}")
                raise stop(REFUSED)
            body = {"person": person, "token": token, "reason": reason}
            _ask(place, "RevokeToken", body, as_person)
        finally:
            tokens.close()
    say(f"{token} of {person} is void")


def _ask(place: Place, command: str, body: dict[str, str], by: str | None) -> None:
    from services.cli.doing import in_process
    from services.cli.founding import first_administrator

    who = by or first_administrator(place)
    reply = in_process(place, f"personnel.{command}", body, by=who, key=None)
    if reply.status != 200:
        complain(str(reply.body.get("sentence", reply.body)))
        raise stop(REFUSED)
