"""Commands of the administrator ``ada`` to the personnel service."""

from typing import Any
from uuid import UUID

from events.vocabulary import Role
from services.personnel.service import PERSONNEL
from services.runtime.clock import SystemClock, new_id
from services.runtime.handler import Asked

CLOCK = SystemClock()


def asked(command: str, *, id: UUID | None = None, **fields: Any) -> Asked:
    command_class = PERSONNEL.command_class(command)
    assert command_class is not None
    return Asked(
        command=command_class.model_validate(fields),
        actor="ada",
        role=Role.SYSTEM_ADMIN,
        via="test",
        now=CLOCK.now(),
        command_id=id or new_id(),
    )


def registering(person: str, **more: Any) -> Asked:
    return asked("RegisterPerson", person=person, name="某某", employment="employed", **more)


def granting(person: str, role: str, **more: Any) -> Asked:
    return asked("GrantRole", person=person, role=role, **more)
