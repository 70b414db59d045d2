"""A command as it travels on ``commands.<service>.<Command>``, read in one go and strictly."""

from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from events.vocabulary import Role
from services.core.service import Command

C = TypeVar("C", bound=Command)

BEGIN_DAY = "BeginDay"
BODY = "body"


class Request(BaseModel, Generic[C]):
    """Who asks for what, in which role, by which way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    actor: str
    role: Role
    """Only a role that people hold: a policy and the clock do not come by the bus."""
    via: str
    body: C


class DayBegins(BaseModel):
    """The scheduler's own request: do what this day asks of this stream."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stream: str
    day: date
    day_event: str


def request_for(command_class: type[Command], content: bytes) -> Request[Any]:
    """The request in these bytes; ValidationError, of type ``json_invalid`` for no JSON at all.

    Strictly: what the command's JSON Schema calls a text is a text, and a number is a number.
    """
    return _model(command_class).model_validate_json(content, strict=True)


@cache
def _model(command_class: type[Command]) -> type[Request[Any]]:
    return Request[command_class]  # type: ignore[valid-type]  # a class known at run time only
