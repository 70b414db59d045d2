"""Commands for the store to record, told apart from what decides them."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from events.envelope import Draft
from events.event import Event
from services.runtime.clock import SystemClock, new_id
from services.runtime.event_store import Entry
from tests.runtime.relay.recording import holidays

CLOCK = SystemClock()


def entry(
    *events: tuple[str, int, Event],
    told: datetime | None = None,
    command_id: UUID | None = None,
    says: str = "the same",
    reads: Mapping[str, int] | None = None,
) -> Entry:
    """One command; ``says`` stands for its body, ``events`` are (stream, version, event)."""
    known_as = command_id or new_id()
    drafts = [
        Draft(
            stream=stream,
            version=version,
            event=event,
            actor="somebody",
            role="system_admin",
            via="test",
            time=told or CLOCK.now(),
            command_id=known_as,
        )
        for stream, version, event in events
    ]
    return Entry(
        command_id=known_as,
        digest=sha256(says.encode()).digest(),
        reads=reads or {},
        drafts=drafts,
    )


def one(stream: str, version: int = 1, **more: object) -> Entry:
    """A command of one event."""
    return entry((stream, version, holidays("国办发明电")), **more)  # type: ignore[arg-type]
