"""The first facts of an empty body: what it is, and who may register everybody else."""

from typing import Any

from services.cli.place import Place
from services.core.context import ZONE


def found(place: Place, person: str) -> bool:
    """Record the body of the settings and its first administrator; False where one is recorded."""
    from services.cli.composition import service_named
    from services.cli.workshop import handler
    from services.runtime.clock import SystemClock, new_id
    from services.runtime.handler import FOUNDER, Asked
    from services.runtime.settings import Settings

    settings = Settings.from_environment()
    clock = SystemClock()

    def ask(service: str, command: str, **body: Any) -> None:
        command_class = service_named(service).command_class(command)
        if command_class is None:
            raise LookupError(command)
        with handler(place, service) as at_work:
            at_work.handle(
                Asked(
                    command=command_class.model_validate(body),
                    actor=person,
                    role=FOUNDER,
                    via="cli:migrate",
                    now=clock.now(),
                    command_id=new_id(),
                )
            )

    if _has_people(place):
        return False
    ask(
        "body",
        "OpenBody",
        kind="real",
        name=settings.body_name,
        name_en=settings.body_name_en,
        approval_no=settings.body_approval_no,
        opened_on=clock.now().astimezone(ZONE).date(),
    )
    ask("personnel", "RegisterPerson", person=person, name=person, employment="employed")
    ask("personnel", "GrantRole", person=person, role="system_admin")
    return True


def _has_people(place: Place) -> bool:
    from services.runtime.event_store import EventStore

    store = EventStore(place.database_url("personnel"))
    try:
        rows = store.read(after=0, limit=1)
        return (
            any(row.stream != "body-profile" for row in rows)
            or len(store.read(after=1, limit=1)) > 0
        )
    finally:
        store.close()


def first_administrator(place: Place) -> str:
    """The person who was made system administrator first and still is; empty for none."""
    from events.personnel import RoleGranted
    from services.core.standing import STANDING
    from services.runtime.event_store import EventStore
    from services.runtime.histories import Histories

    store = EventStore(place.database_url("personnel"))
    histories, after = Histories(store), 0
    try:
        while rows := store.read(after=after, limit=500):
            for row in rows:
                event = store.decode(row).event if row.topic in _GRANTS else None
                if isinstance(event, RoleGranted) and event.role == "system_admin":
                    standing = histories.refresh(row.stream, STANDING).state
                    if "system_admin" in standing.roles:
                        return event.person
            after = rows[-1].position
    finally:
        store.close()
    return ""


_GRANTS = frozenset({"personnel.RoleGranted.v1"})
