"""Whether two requests are the same, by 32 bytes that tell nothing once a key is gone."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from events.vocabulary import Exact, People, Personal
from services.core.service import Command
from services.personnel.commands import GrantRole, RegisterPerson
from services.runtime.digests import command_digest

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Convene(Command):
    members: People
    score: Exact = Fraction(0)
    on: date | None = None
    at: datetime | None = None
    fee: Decimal | None = None
    loose: Any = None


class Nicknamed(Command):
    person: str
    name: Personal[str]
    nickname: Personal[str | None] = None


def digest(command: Command, *, name: str = "decisions.Convene", actor: str = "lin") -> bytes:
    return command_digest(name, actor, command)


def hidden(person: str, text: str) -> str:
    return f"<{person}:{len(text)}>"


def test_a_digest_has_32_bytes_and_is_the_same_every_time():
    grant = GrantRole(person="wei", role="planner")
    assert len(digest(grant)) == 32
    assert digest(grant) == digest(GrantRole.model_validate({"role": "planner", "person": "wei"}))


def test_a_digest_never_changes_since_it_is_kept_for_ever():
    told = command_digest("personnel.GrantRole", "ada", GrantRole(person="wei", role="planner"))
    assert told.hex() == "d3d4ef4f55b2128389b4e7d77ed180b45869d708a507a72114ec5786f179d5ad"


def test_the_order_of_a_set_does_not_matter():
    people = [f"p{number}" for number in range(30)]
    assert digest(Convene(members=frozenset(people))) == digest(
        Convene(members=frozenset(reversed(people)))
    )


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ({"score": "92.50"}, {"score": "185/2"}),
        ({"fee": "3.0"}, {"fee": "3"}),
        (
            {"at": datetime(2026, 11, 23, 4, tzinfo=UTC)},
            {"at": datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)},
        ),
    ],
)
def test_one_content_however_written_has_one_digest(one: dict[str, Any], same: dict[str, Any]):
    assert digest(Convene(members=["a"], **one)) == digest(Convene(members=["a"], **same))


@pytest.mark.parametrize(
    "other",
    [
        {"members": ["a", "b"]},
        {"members": ["a"], "score": "1/3"},
        {"members": ["a"], "on": "2026-11-23"},
        {"members": ["a"], "loose": ""},
        {"members": ["a"], "loose": 0},
        {"members": ["a"], "loose": False},
    ],
)
def test_another_body_has_another_digest(other: dict[str, Any]):
    assert digest(Convene(**other)) != digest(Convene(members=["a"]))


def test_another_actor_or_command_has_another_digest():
    grant = GrantRole(person="wei", role="planner")
    told = {digest(grant), digest(grant, actor="wei"), digest(grant, name="decisions.Other")}
    assert len(told) == 3


def test_a_float_is_refused_as_it_is_never_exact():
    with pytest.raises(TypeError):
        digest(Convene(members=["a"], loose=0.1))


def test_a_personal_text_stands_in_it_hidden_by_its_persons_key():
    asked: list[tuple[str, str]] = []

    def hide(person: str, text: str) -> str:
        asked.append((person, text))
        return hidden(person, text)

    register = RegisterPerson(person="wei", name="魏文", employment="employed")
    told = command_digest("personnel.RegisterPerson", "ada", register, hide)
    assert asked == [("wei", "魏文")]
    same_length = RegisterPerson(person="wei", name="魏武", employment="employed")
    assert told == command_digest("personnel.RegisterPerson", "ada", same_length, hidden)


def test_a_personal_text_without_a_key_is_refused():
    register = RegisterPerson(person="wei", name="魏文", employment="employed")
    with pytest.raises(ValueError, match="personal"):
        command_digest("personnel.RegisterPerson", "ada", register)


def test_a_personal_text_left_out_needs_no_key_of_its_own():
    told = command_digest("x.Nicknamed", "ada", Nicknamed(person="wei", name="魏文"), hidden)
    named = Nicknamed(person="wei", name="魏文", nickname="阿文")
    assert told != command_digest("x.Nicknamed", "ada", named, hidden)
