"""Gives a command in the name of a person of an embedded body, or with a token over HTTP."""

import getpass
import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen
from uuid import UUID

from pydantic import ValidationError

from services.api.asking import command_id
from services.cli.place import Place
from services.cli.telling import Unavailable
from services.cli.workshop import handler
from services.core.access import role_to_use, roles_for
from services.core.rule import Refused
from services.core.standing import STANDING
from services.runtime import replies
from services.runtime.append import StoreUnavailable
from services.runtime.clock import SystemClock, new_id
from services.runtime.handler import Asked, Busy, Handler, NotAllowed, Reused
from services.runtime.replies import Reply
from services.runtime.settings import WrongSetting


def in_process(
    place: Place, command: str, body: Mapping[str, Any], *, by: str, key: str | None
) -> Reply:
    """The reply to a command that this process decides itself, on the place's own store."""
    service, _, name = command.partition(".")
    if not roles_for(command):
        return replies.unknown_command(command)
    with handler(place, service) as at_work:
        command_class = at_work.service.command_class(name)
        if command_class is None:
            return replies.unknown_command(command)
        held = at_work.histories.refresh(f"personnel-{by}", STANDING).state.roles
        role = role_to_use(command, held)
        if role is None:
            return replies.not_allowed(command)
        try:
            asked = Asked(
                command=command_class.model_validate(dict(body)),
                actor=by,
                role=role,
                via=f"cli:{getpass.getuser()}",
                now=SystemClock().now(),
                command_id=_id(by, key),
            )
            return _reply(at_work, asked)
        except ValidationError as fault:
            return replies.invalid(fault)


def _reply(at_work: Handler, asked: Asked) -> Reply:
    try:
        return replies.recorded(at_work.handle(asked))
    except Refused as refusal:
        return replies.refused(refusal)
    except NotAllowed:
        return replies.not_allowed(type(asked.command).__name__)
    except Reused:
        return replies.reused()
    except Busy:
        return replies.unavailable("nothing")
    except StoreUnavailable as fault:
        return replies.unavailable(fault.outcome)


def _id(person: str, key: str | None) -> UUID:
    return command_id(person, key) if key is not None else new_id()


def over_http(url: str, token: str, command: str, body: str, *, key: str | None) -> Reply:
    """The API's reply; Unavailable where nobody answers."""
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    if key is not None:
        headers["idempotency-key"] = key
    if not url.startswith(("http://", "https://")):
        raise WrongSetting(f"STARLEDGER_API_URL begins with http:// or https://, not {url}")
    request = Request(
        f"{url.rstrip('/')}/api/v1/commands/{command}",
        data=body.encode(),
        headers=headers,
        method="POST",
    )
    try:
        with urlopen(request, timeout=10) as answer:
            return Reply(answer.status, json.load(answer))
    except HTTPError as answer:
        return Reply(answer.code, _problem(url, answer))
    except ValueError as fault:
        raise Unavailable(f"{url} is no API of ours: it answers without JSON") from fault
    except (URLError, TimeoutError, ConnectionError) as fault:
        raise Unavailable(f"{url} does not answer: {fault}") from fault


def _problem(url: str, answer: HTTPError) -> dict[str, Any]:
    try:
        return dict(json.load(answer))
    except ValueError as fault:
        why = f"it answers {answer.code} without JSON"
        raise Unavailable(f"{url} is no API of ours, or a proxy stands before it: {why}") from fault
