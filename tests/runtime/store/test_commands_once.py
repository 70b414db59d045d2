"""One command, one effect: told twice, told anew, or told without hearing the answer."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from services.runtime.append import StoreUnavailable
from services.runtime.clock import new_id
from services.runtime.event_store import EventStore
from tests.runtime.relay.recording import opened
from tests.runtime.store.entries import one
from tests.runtime.store.proxy import Deaf, Proxy
from tests.servers import Database

LOCK = 7216402
"""The lock of ``ledger.append_events``."""


@pytest.fixture
def store(database: Database) -> Iterator[EventStore]:
    with opened(database) as opened_store:
        yield opened_store


@pytest.fixture
def proxy(database: Database) -> Iterator[Proxy]:
    wire = Proxy(database.url("scheduler"))
    yield wire
    wire.stop()


@pytest.fixture
def over_the_wire(proxy: Proxy) -> Iterator[EventStore]:
    far = EventStore(proxy.url())
    assert far.append(one("body-warm")).outcome == "recorded"
    yield far
    far.close()


def test_a_command_told_again_is_answered_with_where_it_stands(store: EventStore) -> None:
    command_id = new_id()
    first = store.append(one("body-x", command_id=command_id))
    store.append(one("body-other"))
    again = store.append(one("body-x", command_id=command_id, reads={"body-x": 0}))
    assert (first.outcome, again.outcome) == ("recorded", "repeated")
    assert list(first.positions) == list(again.positions) == [1]


def test_an_id_used_for_another_command_is_told_so_and_nothing_is_written(
    store: EventStore,
) -> None:
    command_id = new_id()
    store.append(one("body-x", command_id=command_id))
    other = store.append(one("body-x", 2, command_id=command_id, says="another"))
    assert (other.outcome, list(other.positions)) == ("reused", [])
    assert len(store.rows("body-x")) == 1


def test_the_same_command_twice_in_the_queue_has_one_effect_and_disturbs_nobody(
    database: Database, store: EventStore
) -> None:
    store.append(one("body-warm"))
    command_id = new_id()
    queued = [one("body-x", command_id=command_id) for _ in range(2)]
    with psycopg.connect(database.url("owner")) as holder, ThreadPoolExecutor(4) as pool:
        holder.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        first = pool.submit(store.append, one("body-first"))
        time.sleep(0.1)
        waiting = [pool.submit(store.append, each) for each in (*queued, one("body-y"))]
        time.sleep(0.1)
        holder.rollback()
        outcomes = [each.result(5).outcome for each in waiting]
    assert first.result().outcome == "recorded"
    assert sorted(outcomes[:2]) == ["recorded", "repeated"]
    assert outcomes[2] == "recorded"
    assert len(store.of_command(command_id)) == 1


def test_a_lost_acknowledgement_is_asked_for_again_and_the_caller_hears_recorded_once(
    over_the_wire: EventStore, proxy: Proxy
) -> None:
    entry = one("body-x")
    proxy.lose_next_answer()
    told = over_the_wire.append(entry)
    assert (told.outcome, list(told.positions)) == ("recorded", [2])
    assert proxy.answers_lost == 1
    assert len(over_the_wire.rows("body-x")) == 1
    assert over_the_wire.append(entry).outcome == "repeated"


def test_an_answer_lost_for_good_is_unknown_and_the_effect_is_found_by_asking_again(
    over_the_wire: EventStore, proxy: Proxy, store: EventStore
) -> None:
    entry = one("body-x")
    proxy.lose_next_answer(then_close=True)
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable) as fault:
        over_the_wire.append(entry)
    assert fault.value.outcome == "unknown"
    assert time.monotonic() - begun < 5
    assert proxy.answers_lost == 1
    assert len(store.rows("body-x")) == 1
    assert store.append(entry).outcome == "repeated"


def test_a_server_that_refuses_is_told_within_five_seconds_and_nothing_is_written(
    proxy: Proxy,
) -> None:
    away = EventStore(proxy.url())
    proxy.stop()
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable) as fault:
        away.append(one("body-x"))
    assert fault.value.outcome == "nothing"
    assert time.monotonic() - begun < 5
    away.close()


def test_a_server_that_is_silent_is_told_within_five_seconds_to_all_who_wait() -> None:
    deaf = Deaf()
    silent = EventStore(deaf.url("starledger_scheduler"))
    told: list[str] = []

    def ask() -> None:
        with pytest.raises(StoreUnavailable) as fault:
            silent.append(one("body-x"))
        told.append(fault.value.outcome)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    begun = time.monotonic()
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(6)
    assert time.monotonic() - begun < 5
    assert told == ["nothing"] * 3
    silent.close()
    deaf.close()
