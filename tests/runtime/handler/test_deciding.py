"""What a decision rests on: the cache where the append proves it, the tail where nothing does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest

from events.envelope import Stored
from events.event import Event
from events.vocabulary import Employment, Role
from services.core.context import Context
from services.core.rule import Refused
from services.core.service import Command, Service, States
from services.personnel.commands import GrantRole, RegisterPerson
from services.personnel.service import PERSONNEL
from services.runtime.clock import SystemClock, new_id
from services.runtime.event_store import EventStore
from services.runtime.handler import ATTEMPTS, FOUNDER, Answer, Asked, Busy, Handler, Reused
from services.runtime.keys import KeyRing
from tests.servers import Database

STREAM = "personnel-wei"
NAME = "魏文"
REGISTER = RegisterPerson(person="wei", name=NAME, employment=Employment.EMPLOYED)


@dataclass
class Watched:
    """The personnel service, telling on what versions of the world it decided."""

    interfering: Iterator[Handler] = field(default_factory=lambda: iter(()))
    rested_on: list[frozenset[str]] = field(default_factory=list)

    def decide(self, command: Any, states: States, context: Context) -> Iterable[Event]:
        self.rested_on.append(frozenset(states[STREAM].roles))
        events = list(PERSONNEL.decide(command, states, context))
        for other in self.interfering:
            next_role(other)
            break
        return events

    def service(self) -> Service:
        return replace(PERSONNEL, decide=self.decide)


SPARE = (Role.PLANNER, Role.AUDITOR, Role.WITNESS, Role.TECHNICAL_EXPERT, Role.TRAINEE_AUDITOR)


def next_role(handler: Handler) -> None:
    """Somebody else moves the stream: the first role not yet held is granted."""
    held = handler.histories.refresh(STREAM, PERSONNEL.fold_for(STREAM)).state.roles
    ask(handler, GrantRole(person="wei", role=next(role for role in SPARE if role not in held)))


def ask(handler: Handler, command: Command, *, command_id: UUID | None = None) -> Answer:
    return handler.handle(
        Asked(
            command=command,
            actor="ada",
            role=FOUNDER,
            via="test",
            now=SystemClock().now(),
            command_id=command_id or new_id(),
        )
    )


@pytest.fixture
def other(store: EventStore, ring: KeyRing) -> Handler:
    """Another process at work on the same streams; the person is registered."""
    handler = Handler(PERSONNEL, store, personal=ring.personal_digest)
    ask(handler, REGISTER)
    return handler


def grant(role: Role) -> GrantRole:
    return GrantRole(person="wei", role=role)


def rows(store: EventStore) -> list[Stored]:
    return list(store.rows(STREAM))


def test_what_was_recorded_is_decided_on_without_reading_it_again(
    store: EventStore, other: Handler
) -> None:
    watched = Watched()
    handler = Handler(watched.service(), store)
    ask(handler, grant(Role.PLANNER))
    ask(handler, grant(Role.AUDITOR))
    assert watched.rested_on == [frozenset(), frozenset({Role.PLANNER})]


def test_a_stale_cache_is_noticed_by_the_append_and_the_command_decided_again(
    store: EventStore, other: Handler
) -> None:
    watched = Watched()
    handler = Handler(watched.service(), store)
    ask(handler, grant(Role.PLANNER))
    ask(other, grant(Role.WITNESS))
    answer = ask(handler, grant(Role.AUDITOR))
    assert [noted.version for noted in answer.recorded] == [4]
    stale = frozenset({Role.PLANNER})
    assert watched.rested_on[1:] == [stale, stale | {Role.WITNESS}]


def test_a_refusal_is_given_only_after_the_tails_were_read(
    store: EventStore, other: Handler
) -> None:
    watched = Watched()
    handler = Handler(watched.service(), store)
    ask(handler, grant(Role.SYSTEM_ADMIN))
    with pytest.raises(Refused):
        ask(handler, grant(Role.AUDITOR))
    assert len(watched.rested_on) == 3
    revoke = PERSONNEL.command_class("RevokeRole")
    assert revoke is not None
    ask(other, revoke.model_validate({"person": "wei", "role": "system_admin", "reason": "离任"}))
    assert ask(handler, grant(Role.AUDITOR)).recorded[0].version == 4


def test_an_empty_answer_leaves_no_trace_and_the_id_stays_free(
    store: EventStore, other: Handler
) -> None:
    ask(other, grant(Role.PLANNER))
    command_id = new_id()
    assert ask(other, grant(Role.PLANNER), command_id=command_id) == Answer(())
    assert store.of_command(command_id) == []
    assert len(rows(store)) == 2
    assert ask(other, grant(Role.AUDITOR), command_id=command_id).recorded[0].version == 3


def test_a_stream_that_moves_four_times_is_decided_on_at_the_fifth(
    store: EventStore, other: Handler
) -> None:
    watched = Watched(interfering=iter([other] * (ATTEMPTS - 1)))
    answer = ask(Handler(watched.service(), store), grant(Role.FINANCE_CLERK))
    assert len(watched.rested_on) == ATTEMPTS == 5
    assert answer.recorded[0].version == ATTEMPTS + 1


def test_a_stream_that_never_rests_is_busy_and_nothing_is_written(
    store: EventStore, other: Handler
) -> None:
    watched = Watched(interfering=iter([other] * ATTEMPTS))
    command_id = new_id()
    with pytest.raises(Busy):
        ask(Handler(watched.service(), store), grant(Role.FINANCE_CLERK), command_id=command_id)
    assert len(watched.rested_on) == ATTEMPTS
    assert store.of_command(command_id) == []


def test_a_repeat_is_answered_from_the_rows_whoever_asks_and_whatever_came_since(
    store: EventStore, other: Handler
) -> None:
    command_id = new_id()
    first = ask(other, grant(Role.PLANNER), command_id=command_id)
    ask(other, grant(Role.AUDITOR))
    for handler in (other, Handler(PERSONNEL, store)):
        again = ask(handler, grant(Role.PLANNER), command_id=command_id)
        assert again == Answer(first.recorded, repeated=True)
    assert len(rows(store)) == 3


def test_a_known_id_with_another_command_is_reused_even_where_nothing_would_happen(
    store: EventStore, other: Handler
) -> None:
    command_id = new_id()
    ask(other, grant(Role.PLANNER), command_id=command_id)
    ask(other, grant(Role.WITNESS))
    for would_be_recorded_empty_or_refused in (Role.AUDITOR, Role.WITNESS, Role.PUBLIC):
        with pytest.raises(Reused):
            ask(other, grant(would_be_recorded_empty_or_refused), command_id=command_id)
    assert len(rows(store)) == 3


def test_personal_texts_are_sealed_in_the_bytes_and_open_on_reading(
    store: EventStore, other: Handler, ring: KeyRing, database: Database
) -> None:
    (row,) = rows(store)
    assert NAME.encode() not in row.state
    assert row.state.count(b"sealed:") == 2, "in the event, and in the command beside it"
    assert store.decode(row).event.model_dump()["name"] == NAME
    without_keys = EventStore(database.url("projector"))
    assert without_keys.decode(row).event.model_dump()["name"].startswith("sealed:")
    without_keys.close()
    ring.destroy("wei")
    assert store.decode(row).event.model_dump()["name"] == "redacted"
