"""The first facts of an empty body: what it is, and who may register everybody else."""

from functools import partial
from typing import Any

from services.cli.place import Place
from services.core.context import ZONE


def found(place: Place, person: str) -> bool:
    """Record the body of the settings and its first administrator; False where one is recorded.

    Begun and cut short, it goes on where it was: a body once opened is not opened again.
    """
    from services.runtime.settings import Settings

    if first_administrator(place):
        return False
    if not _is_open(place):
        _ask(place, person, "body", "OpenBody", **_body_of(Settings.from_environment()))
    ask = partial(_ask, place, person, "personnel")
    ask("RegisterPerson", person=person, name=person, employment="employed")
    ask("GrantRole", person=person, role="system_admin")
    return True


def _body_of(settings: Any) -> dict[str, Any]:
    """What the settings say of the body; WrongSetting names what they do not say."""
    from services.runtime.clock import SystemClock
    from services.runtime.settings import PREFIX, WrongSetting

    told = {
        "name": settings.body_name,
        "name_en": settings.body_name_en,
        "approval_no": settings.body_approval_no,
    }
    missing = [f"{PREFIX}BODY_{name.upper()}" for name, value in told.items() if not value]
    if missing:
        raise WrongSetting(f"the first events of a body need its data: set {', '.join(missing)}")
    return {"kind": "real", **told, "opened_on": SystemClock().now().astimezone(ZONE).date()}


def _ask(place: Place, founder: str, service: str, command: str, /, **body: Any) -> None:
    """One command in the name of the founder."""
    from services.cli.composition import service_named
    from services.cli.workshop import handler
    from services.runtime.clock import SystemClock, new_id
    from services.runtime.handler import FOUNDER, Asked

    command_class = service_named(service).command_class(command)
    if command_class is None:
        raise LookupError(command)
    with handler(place, service) as at_work:
        at_work.handle(
            Asked(
                command=command_class.model_validate(body),
                actor=founder,
                role=FOUNDER,
                via="cli:migrate",
                now=SystemClock().now(),
                command_id=new_id(),
            )
        )


def _is_open(place: Place) -> bool:
    from services.core.profile import PROFILE
    from services.runtime.event_store import EventStore
    from services.runtime.histories import Histories

    store = EventStore(place.database_url("personnel"))
    try:
        return bool(Histories(store).refresh("body-profile", PROFILE).state.opened)
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
