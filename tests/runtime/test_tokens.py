"""Bearer tokens on a real table: whose they are, until when; nobody can read them there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

import psycopg
import pytest

from services.runtime.append import StoreUnavailable
from services.runtime.embedded import ports
from services.runtime.tokens import Bearer, Tokens, fresh, issue_token
from tests.given import NOON
from tests.servers import Database

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def tokens(database: Database) -> Iterator[Tokens]:
    """As the role that issues sees the table."""
    table = Tokens(database.url("access"))
    yield table
    table.close()


@pytest.fixture
def door(database: Database) -> Iterator[Tokens]:
    """As the API sees it."""
    table = Tokens(database.url("api"))
    yield table
    table.close()


def issued(tokens: Tokens, person: str = "wei", expires_at: datetime = TOMORROW) -> str:
    def record(_person: str, _token: str, _expires_at: datetime) -> None:
        return None

    return issue_token(tokens, person=person, now=NOON, expires_at=expires_at, record=record)


def rows(database: Database) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url("access")) as connection:
        return connection.execute("select * from access.token").fetchall()


def test_the_bearer_of_an_issued_token_is_its_person(tokens: Tokens, door: Tokens):
    assert door.bearer(issued(tokens), now=NOON) == Bearer("wei")


def test_a_token_is_good_before_its_end_and_not_at_it(tokens: Tokens, door: Tokens):
    text = issued(tokens)
    assert door.bearer(text, now=TOMORROW - timedelta(microseconds=1)) == Bearer("wei")
    assert door.bearer(text, now=TOMORROW) == Bearer(None, "expired")


@pytest.mark.parametrize("text", ["", "sl_", "sl_unknown", "另一个", "x" * 10_000])
def test_a_token_nobody_issued_is_nobodys(tokens: Tokens, door: Tokens, text: str):
    issued(tokens)
    assert door.bearer(text, now=NOON) == Bearer(None, "unknown")


def test_a_revoked_token_is_nobodys_in_every_process_that_had_not_asked(
    tokens: Tokens, door: Tokens
):
    text = issued(tokens)
    token = sha256(text.encode()).hexdigest()[:16]
    assert tokens.bearer(text, now=NOON) == Bearer("wei")
    assert tokens.revoke(token, now=NOON) == "wei"
    assert tokens.bearer(text, now=NOON) == Bearer(None, "revoked")
    assert door.bearer(text, now=NOON) == Bearer(None, "revoked")


def test_a_revocation_is_heeded_where_the_token_was_seen_before_once_that_is_forgotten(
    tokens: Tokens, door: Tokens, database: Database
):
    text = issued(tokens)
    forgetful = Tokens(database.url("api"), memory_seconds=0)
    assert forgetful.bearer(text, now=NOON) == door.bearer(text, now=NOON) == Bearer("wei")
    tokens.revoke(sha256(text.encode()).hexdigest()[:16], now=NOON)
    assert forgetful.bearer(text, now=NOON) == Bearer(None, "revoked")
    forgetful.close()


def test_revoking_twice_keeps_the_first_moment_and_an_unknown_token_is_told(
    tokens: Tokens, database: Database
):
    token = sha256(issued(tokens).encode()).hexdigest()[:16]
    tokens.revoke(token, now=NOON)
    tokens.revoke(token, now=TOMORROW)
    assert [row[-1] for row in rows(database)] == [NOON]
    assert tokens.revoke("0" * 16, now=NOON) is None


def test_only_the_digest_of_a_token_is_kept(tokens: Tokens, database: Database):
    text = issued(tokens)
    digest = sha256(text.encode()).digest()
    assert rows(database) == [(digest, "wei", digest.hex()[:16], NOON, TOMORROW, None)]
    assert not any(text in str(field) for row in rows(database) for field in row)


def test_a_token_is_drawn_from_256_random_bits():
    drawn = {fresh().text for _ in range(100)}
    assert len(drawn) == 100
    assert all(len(text) >= len("sl_") + 43 for text in drawn)


def test_a_token_known_to_the_table_was_recorded_before(tokens: Tokens, database: Database):
    recorded: list[tuple[str, str, datetime]] = []

    def record(person: str, token: str, expires_at: datetime) -> None:
        assert rows(database) == []
        recorded.append((person, token, expires_at))

    text = issue_token(tokens, person="wei", now=NOON, expires_at=TOMORROW, record=record)
    assert recorded == [("wei", sha256(text.encode()).hexdigest()[:16], TOMORROW)]
    assert len(rows(database)) == 1


def test_a_token_whose_issue_was_refused_is_not_known(tokens: Tokens, database: Database):
    def refuse(_person: str, _token: str, _expires_at: datetime) -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        issue_token(tokens, person="wei", now=NOON, expires_at=TOMORROW, record=refuse)
    assert rows(database) == []


@pytest.mark.parametrize("role", ["api", "console"])
def test_the_edges_read_tokens_and_cannot_make_change_or_remove_one(
    tokens: Tokens, database: Database, role: str
):
    issued(tokens)
    for statement in (
        "insert into access.token select sha256('a'), 'wei', 'a', now(), now(), null",
        "update access.token set revoked_at = null",
        "delete from access.token",
        "truncate access.token",
    ):
        with (
            psycopg.connect(database.url(role)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)
    edge = Tokens(database.url(role))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        edge.revoke("0" * 16, now=NOON)
    edge.close()


@pytest.mark.parametrize("role", ["decisions", "personnel", "projector", "lookup", "keys", "relay"])
def test_nobody_else_reads_tokens(database: Database, role: str):
    with (
        psycopg.connect(database.url(role)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("select 1 from access.token")


def test_the_issuing_role_removes_nothing_and_reads_no_event(database: Database):
    for statement in ("delete from access.token", "select 1 from ledger.event"):
        with (
            psycopg.connect(database.url("access")) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


def test_a_table_out_of_reach_is_told_as_the_store_being_away():
    nowhere = Tokens(f"postgresql://api@127.0.0.1:{ports.any_free()}/none")
    with pytest.raises(StoreUnavailable) as fault:
        nowhere.bearer("sl_any", now=NOON)
    assert fault.value.outcome == "nothing"
    nowhere.close()
