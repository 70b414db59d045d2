"""A key for each person, on a real table: what is sealed, what opens it, what erases it."""

import hmac
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from cryptography.exceptions import InvalidTag

from events.vocabulary import REDACTED
from events.wire import SEALED
from services.runtime.append import StoreUnavailable
from services.runtime.embedded import ports
from services.runtime.keys import Erased, KeyRing
from services.runtime.settings import DATABASE_ROLES
from tests.servers import Database

WEI = ("wei", "personnel-wei.1", "name", "魏文")


@pytest.fixture
def ring(database: Database) -> Iterator[KeyRing]:
    with_keys = KeyRing(database.url("keys"))
    yield with_keys
    with_keys.close()


def other(database: Database, draw: Callable[[], bytes] | None = None) -> KeyRing:
    """A ring that remembers nothing yet, as another process would hold it."""
    url = database.url("keys")
    return KeyRing(url) if draw is None else KeyRing(url, draw=draw)


def test_what_was_sealed_opens_again(ring: KeyRing):
    sealed = ring.seal(*WEI)
    assert sealed.startswith(SEALED)
    assert "魏" not in sealed
    assert ring.unseal("wei", "personnel-wei.1", "name", sealed) == "魏文"


@pytest.mark.parametrize("text", ["", "a", "𠮷野家 \x00 \n", "长" * 2000])
def test_any_text_comes_back_as_it_was(ring: KeyRing, text: str):
    sealed = ring.seal("wei", "personnel-wei.1", "name", text)
    assert ring.unseal("wei", "personnel-wei.1", "name", sealed) == text


def test_the_same_event_seals_to_the_same_bytes_in_every_process(ring: KeyRing, database: Database):
    again = other(database)
    assert ring.seal(*WEI) == ring.seal(*WEI) == again.seal(*WEI)
    again.close()


def test_no_two_texts_or_places_seal_to_the_same_bytes(ring: KeyRing):
    places = [
        WEI,
        ("wei", "personnel-wei.2", "name", "魏文"),
        ("wei", "personnel-wei.1", "phone", "魏文"),
        ("wei", "personnel-wei.1", "name", "魏武"),
        ("lin", "personnel-wei.1", "name", "魏文"),
        ("wei", "personnel-wei.1n", "ame", "魏文"),
    ]
    assert len({ring.seal(*place) for place in places}) == len(places)


@pytest.mark.parametrize(
    ("person", "event", "field"),
    [
        ("wei", "personnel-wei.2", "name"),
        ("wei", "personnel-wei.1", "phone"),
        ("lin", "personnel-wei.1", "name"),
        ("wei", "personnel-wei.1n", "ame"),
    ],
)
def test_another_event_field_or_key_opens_nothing(
    ring: KeyRing, person: str, event: str, field: str
):
    sealed = ring.seal(*WEI)
    ring.seal("lin", "personnel-lin.1", "name", "林")
    with pytest.raises(InvalidTag):
        ring.unseal(person, event, field, sealed)


def test_a_changed_byte_opens_nothing(ring: KeyRing):
    sealed = ring.seal(*WEI)
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(InvalidTag):
        ring.unseal("wei", "personnel-wei.1", "name", changed)


def test_a_text_of_a_destroyed_key_reads_redacted(ring: KeyRing, database: Database):
    sealed = ring.seal(*WEI)
    ring.destroy("wei")
    afresh = other(database)
    for reader in (ring, afresh):
        assert reader.unseal("wei", "personnel-wei.1", "name", sealed) == REDACTED
    afresh.close()


def test_nothing_is_sealed_for_somebody_whose_key_was_destroyed(ring: KeyRing):
    ring.seal(*WEI)
    ring.destroy("wei")
    ring.destroy("wei")
    for refused in (lambda: ring.seal(*WEI), lambda: ring.personal_digest("wei", "魏文")):
        with pytest.raises(Erased):
            refused()


def test_destruction_leaves_no_key_behind_and_the_others_alone(ring: KeyRing, database: Database):
    ring.seal(*WEI)
    sealed = ring.seal("lin", "personnel-lin.1", "name", "林")
    ring.destroy("wei")
    with psycopg.connect(database.url("keys")) as connection:
        rows = connection.execute(
            "select person, key is null, destroyed_at is not null from keys.person order by person"
        ).fetchall()
    assert rows == [("lin", False, False), ("wei", True, True)]
    assert ring.unseal("lin", "personnel-lin.1", "name", sealed) == "林"


def test_a_personal_text_stands_in_a_digest_as_its_hmac(ring: KeyRing, database: Database):
    told = ring.personal_digest("wei", "魏文")
    with psycopg.connect(database.url("keys")) as connection:
        (key,) = connection.execute("select key from keys.person").fetchone() or (b"",)
    assert told == hmac.new(key, "魏文".encode(), "sha256").hexdigest()
    assert told != ring.personal_digest("lin", "魏文")
    assert told != ring.personal_digest("wei", "魏武")


def test_two_processes_that_make_the_same_key_at_once_get_one_key(database: Database):
    both_drew = threading.Barrier(2)

    def drawing(byte: bytes) -> Callable[[], bytes]:
        def draw() -> bytes:
            both_drew.wait(5)
            return byte * 32

        return draw

    rings = [other(database, drawing(b"a")), other(database, drawing(b"b"))]
    with ThreadPoolExecutor(2) as pool:
        sealed = list(pool.map(lambda ring: ring.seal(*WEI), rings))
    assert sealed[0] == sealed[1]
    for ring in rings:
        assert ring.unseal("wei", "personnel-wei.1", "name", sealed[0]) == "魏文"
        ring.close()


def test_many_threads_of_one_process_get_one_key(ring: KeyRing):
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(lambda _: ring.seal(*WEI), range(64)))) == 1


@pytest.mark.parametrize("role", [role for role in DATABASE_ROLES if role != "keys"])
def test_only_the_keys_role_can_read_the_keys(database: Database, role: str):
    with (
        psycopg.connect(database.url(role)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("select key from keys.person")


def test_the_keys_role_reads_nothing_else_and_deletes_nothing(database: Database):
    for statement in (
        "select 1 from ledger.event",
        "select 1 from access.token",
        "delete from keys.person",
        "truncate keys.person",
    ):
        with (
            psycopg.connect(database.url("keys")) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


def test_a_table_out_of_reach_is_told_as_the_store_being_away():
    nowhere = KeyRing(f"postgresql://keys@127.0.0.1:{ports.any_free()}/none")
    with pytest.raises(StoreUnavailable) as fault:
        nowhere.seal(*WEI)
    assert fault.value.outcome == "nothing"
    nowhere.close()


def test_lost_connections_are_replaced_without_a_word(ring: KeyRing, database: Database):
    sealed = ring.seal(*WEI)
    ring.remembered.clear()
    with psycopg.connect(database.url("owner"), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where usename = 'starledger_keys' and datname = current_database()"
        )
    assert ring.unseal("wei", "personnel-wei.1", "name", sealed) == "魏文"
