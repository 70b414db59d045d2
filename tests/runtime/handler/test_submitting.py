"""A command decided without waiting: where everything is at hand, and with the same answers."""

from queue import SimpleQueue
from uuid import UUID

import pytest

from events.vocabulary import Employment, Role
from services.core.service import Command
from services.personnel.commands import GrantRole, RegisterPerson
from services.personnel.service import PERSONNEL
from services.runtime.append import StoreUnavailable
from services.runtime.clock import SystemClock, new_id
from services.runtime.event_store import EventStore
from services.runtime.handler import FOUNDER, Answer, Asked, Finish, Handler
from services.runtime.keys import KeyRing

STREAM = "personnel-wei"
REGISTER = RegisterPerson(person="wei", name="魏文", employment=Employment.EMPLOYED)
PLAN = GrantRole(person="wei", role=Role.PLANNER)
AUDIT = GrantRole(person="wei", role=Role.AUDITOR)


def asked(command: Command, command_id: UUID | None = None) -> Asked:
    return Asked(
        command=command,
        actor="ada",
        role=FOUNDER,
        via="test",
        now=SystemClock().now(),
        command_id=command_id or new_id(),
    )


def settled(handler: Handler, request: Asked) -> Answer | None:
    """What became of a command that could be decided at once."""
    told: SimpleQueue[Finish] = SimpleQueue()
    assert handler.submit(request, told.put)
    return told.get(timeout=10)()


def unheard(_finish: Finish) -> None:
    raise AssertionError("nothing was begun, so nobody is to be told")


@pytest.fixture
def handler(store: EventStore, ring: KeyRing) -> Handler:
    """One that has met the person before."""
    known = Handler(PERSONNEL, store, personal=ring.personal_digest)
    known.handle(asked(REGISTER))
    return known


@pytest.fixture
def other(store: EventStore, handler: Handler, ring: KeyRing) -> Handler:
    """Another process at work on the same streams, which has met nobody yet."""
    return Handler(PERSONNEL, store, personal=ring.personal_digest)


def versions(store: EventStore) -> list[tuple[int, str]]:
    return [(row.version, row.topic) for row in store.rows(STREAM)]


def test_a_command_whose_streams_are_at_hand_is_recorded_and_learned(
    handler: Handler, store: EventStore
) -> None:
    answer = settled(handler, asked(PLAN))
    assert answer is not None
    assert [(noted.position, noted.version) for noted in answer.recorded] == [(2, 2)]
    again = settled(handler, asked(AUDIT))
    assert again is not None
    assert [noted.version for noted in again.recorded] == [3]
    assert len(versions(store)) == 3


def test_a_stream_never_met_must_be_read_first(other: Handler, store: EventStore) -> None:
    assert not other.submit(asked(PLAN), unheard)
    assert len(versions(store)) == 1


def test_what_a_rule_refuses_or_leaves_as_it_is_is_decided_on_the_tail(handler: Handler) -> None:
    handler.handle(asked(PLAN))
    assert not handler.submit(asked(PLAN), unheard)


def test_a_command_with_a_personal_text_needs_a_key_first(handler: Handler) -> None:
    assert not handler.submit(asked(REGISTER), unheard)


def test_a_stream_that_has_moved_gives_no_answer_and_writes_nothing(
    handler: Handler, other: Handler, store: EventStore
) -> None:
    other.handle(asked(AUDIT))
    request = asked(PLAN)
    assert settled(handler, request) is None
    assert len(versions(store)) == 2
    answer = handler.handle(request)
    assert [noted.version for noted in answer.recorded] == [3]


def test_an_id_recorded_before_gives_no_answer_and_is_told_when_handled(
    handler: Handler, other: Handler, store: EventStore
) -> None:
    request = asked(PLAN)
    first = other.handle(request)
    assert settled(handler, request) is None
    answer = handler.handle(request)
    assert (answer.recorded, answer.repeated) == (first.recorded, True)
    assert len(versions(store)) == 2


def test_a_store_that_is_closed_says_that_nothing_was_written(
    handler: Handler, store: EventStore
) -> None:
    store.close()
    with pytest.raises(StoreUnavailable) as fault:
        settled(handler, asked(PLAN))
    assert fault.value.outcome == "nothing"
