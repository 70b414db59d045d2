"""The register in PostgreSQL: the same rows twice, found by number, code and name, held, listed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings

from events.vocabulary import CertificateStatus
from projections.registry.queries import Register, Wanted
from projections.registry.search import place, sought
from projections.registry.service import REGISTRY
from projections.registry.statements import PAGE, STATUS
from projections.registry.status import standing_on
from tests.given import at
from tests.projections.applier import Shown
from tests.projections.lives import (
    HOLDER,
    NUMBER,
    USCC,
    History,
    a_small_register,
    day,
    issued,
)
from tests.projections.registry.test_status import FIRST, acts, lives
from tests.servers import Database

TODAY = day("2027-11-01")


@pytest.fixture
async def register(database: Database, shown: Shown) -> AsyncIterator[Register]:
    register = Register(database.url("lookup"), pool_size=1)
    await register.open()
    yield register
    await register.close()


async def numbers(register: Register, text: str, **filters: Any) -> list[str]:
    listed = await register.list(Wanted(sought(text), TODAY, **filters))
    return [found.number for found in listed.items]


def test_the_same_history_twice_gives_the_same_rows(shown: Shown) -> None:
    history = a_small_register().events
    shown.show(*history)
    once = {table: shown.rows(table) for table in REGISTRY.tables}
    shown.show(*(event for each in history for event in (each, each)))
    assert {table: shown.rows(table) for table in REGISTRY.tables} == once
    assert len(once["certificate"]) == 5


def test_o_130_no_column_holds_what_is_not_public(shown: Shown) -> None:
    shown.show(*a_small_register().events)
    everything = repr([shown.rows(table) for table in REGISTRY.tables])
    for secret in ("2026-05-20", "lin", "'xu'", "zhao", "监督审查逾期", "0112", "严重违规"):
        assert secret not in everything


def test_the_page_s_role_reads_the_register_and_writes_nothing(
    shown: Shown, database: Database
) -> None:
    shown.show(*a_small_register().events)
    with psycopg.connect(database.url("lookup"), autocommit=True) as connection:
        assert connection.execute("select count(*) from registry.certificate").fetchone() == (5,)
        for forbidden in (
            "delete from registry.certificate",
            "update registry.act set kind = 'restored'",
            "select * from ledger.event",
            "create table registry.mine (a int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)


@pytest.mark.parametrize("text", [NUMBER, " 90026 sc 0001 r0m ", "９００２６ＳＣ０００１Ｒ０Ｍ"])
async def test_o_81_found_by_number(register: Register, shown: Shown, text: str) -> None:
    shown.show(*a_small_register().events)
    assert await numbers(register, text) == [NUMBER]


@pytest.mark.parametrize(
    "text", ["示例甲", "例甲", HOLDER, "甲电器有限", "sample one", "ELECTRIC", USCC.lower()]
)
async def test_found_by_part_of_a_name_or_by_code(
    register: Register, shown: Shown, text: str
) -> None:
    shown.show(*a_small_register().events)
    assert await numbers(register, text) == [NUMBER]


async def test_brackets_of_either_width_find_the_same(register: Register, shown: Shown) -> None:
    shown.show(*a_small_register().events)
    for text in ("浙江(星河)", "浙江（星河）", "（星河）家电"):
        assert await numbers(register, text) == ["90026SC0002R0S"]
    assert await numbers(register, "星河") == ["90026SC0003R0L", "90026SC0002R0S"]


async def test_all_pairs_are_not_yet_the_text(register: Register, shown: Shown) -> None:
    shown.show(*History().record(issued(holder="甲乙丙丁乙甲"), at("2026-05-22")).events)
    assert await numbers(register, "甲乙丙") == [NUMBER]
    assert await numbers(register, "丁乙甲乙") == []


async def test_a_sub_number_finds_the_main_one_too(register: Register, shown: Shown) -> None:
    sub = f"{NUMBER}-1"
    history = History().record(issued(), at("2026-05-22")).record(issued(sub), at("2026-05-22"))
    shown.show(*history.events)
    assert await numbers(register, f"{NUMBER} / 1") == [sub, NUMBER]
    assert await numbers(register, NUMBER) == [NUMBER]


async def test_signs_of_a_pattern_are_plain_signs(register: Register, shown: Shown) -> None:
    shown.show(*a_small_register().events)
    for text in ("%%", "__", "'; drop table", "\\\\", "\x00\x00电器\x00"):
        assert NUMBER not in await numbers(register, text) or "电器" in text


async def test_listed_by_status_and_grade(register: Register, shown: Shown) -> None:
    shown.show(*a_small_register().events)
    expected = {
        CertificateStatus.VALID: [NUMBER, "90026SC0005R0M"],
        CertificateStatus.SUSPENDED: ["90026SC0002R0S"],
        CertificateStatus.WITHDRAWN: ["90026SC0003R0L"],
        CertificateStatus.CANCELLED: ["90026SC0004R0M"],
        CertificateStatus.EXPIRED: [],
    }
    for status, found in expected.items():
        assert sorted(await numbers(register, "", status=status)) == found
    assert await numbers(register, "", grade="five_star") == ["90026SC0002R0S"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=lives())
def test_the_status_filter_is_the_same_fold(shown: Shown, history: History) -> None:
    shown.show(*history.events)
    for passed in (-1, 0, 7, 20, 35, 49, 60):
        asked = FIRST + timedelta(days=passed)
        row = shown.ask(f"select {STATUS} from registry.certificate c", {"day": asked})[0]
        told = standing_on(acts(history), asked).status
        assert row == (told.value if told else None,)
    shown.run("truncate registry.certificate, registry.act")


async def test_pages_follow_each_other_without_a_gap(register: Register, shown: Shown) -> None:
    history = History()
    for serial in range(PAGE * 2 + 5):
        history.record(issued(f"90026SC{serial:04}R0M"), at("2026-05-22"))
    shown.show(*history.events)
    seen: list[str] = []
    cursor = None
    for size in (PAGE, PAGE, 5):
        here = place(cursor) if cursor else None
        listed = await register.list(Wanted(sought("示例"), TODAY, place=here))
        assert len(listed.items) == size
        seen += [found.number for found in listed.items]
        cursor = listed.next
    assert cursor is None
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == PAGE * 2 + 5


async def test_an_entry_links_to_the_older_and_the_newer(register: Register, shown: Shown) -> None:
    newer = "90029SC0007R1M"
    history = History().record(issued(), at("2026-05-22"))
    history.record(issued(newer, previous_certificate=NUMBER), at("2029-05-01"))
    shown.show(*history.events)
    older_entry, newer_entry = await register.entry(NUMBER), await register.entry(newer)
    assert older_entry.certificate is not None
    assert newer_entry.certificate is not None
    assert older_entry.certificate.next == newer
    assert newer_entry.certificate.previous == NUMBER


async def test_a_parked_certificate_is_held_even_where_it_has_no_row_yet(
    register: Register, shown: Shown
) -> None:
    shown.show(*a_small_register().events)
    shown.park(f"decisions-certificate-{NUMBER}", position=90, since=at("2027-10-30"))
    shown.park(f"decisions-certificate-{NUMBER}", position=91, since=at("2027-10-31"))
    shown.park("decisions-certificate-90026SC0099R0M", position=92)
    assert (await register.entry(NUMBER)).held_since == at("2027-10-30")
    unshown = await register.entry("90026SC0099R0M")
    assert unshown.certificate is None
    assert unshown.held_since is not None
    assert (await register.entry("90026SC0002R0S")).held_since is None
    assert NUMBER not in await numbers(register, "", status=CertificateStatus.VALID)
    assert (await register.state()).parked == 2


async def test_a_changed_column_does_not_reach_a_prepared_statement(
    register: Register, shown: Shown
) -> None:
    shown.show(*a_small_register().events)
    for _ in range(8):
        await register.entry(NUMBER)
    shown.run("alter table registry.certificate alter headcount type bigint")
    assert (await register.entry(NUMBER)).certificate is not None


async def test_a_statement_that_lost_its_shape_is_asked_once_more(
    register: Register, shown: Shown
) -> None:
    for _ in range(8):
        await register.rows("select * from registry.body", {})
    shown.run("alter table registry.body add column more text")
    assert await register.rows("select * from registry.body", {}) == []


async def test_an_empty_register_answers(register: Register) -> None:
    state = await register.state()
    assert (state.body, state.position, state.parked) == (None, 0, 0)
    assert await numbers(register, "示例") == []
