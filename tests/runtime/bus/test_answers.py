"""What a command over the bus is answered with, whatever was asked."""

import json
from uuid import UUID

import pytest

from services.body.service import BODY
from services.runtime.clock import new_id
from tests.runtime.bus.serving import Edge, Running, edge, serving
from tests.servers import Bus, Database

ID = UUID(int=7)
GRANT = {"person": "wei", "role": "planner"}


async def test_a_command_is_answered_with_what_it_recorded_and_where(personnel: Running, api: Edge):
    reply = await api.register("wei")
    assert reply.status == 200
    assert reply.body == {
        "recorded": [
            {
                "position": 3,
                "type": "personnel.PersonRegistered.v1",
                "stream": "personnel-wei",
                "version": 1,
                "event": {"person": "wei", "name": "姓名 wei", "employment": "employed"},
            }
        ]
    }


async def test_where_there_is_nothing_to_do_the_answer_is_empty(personnel: Running, api: Edge):
    await api.register("wei")
    await api.ask("personnel.GrantRole", GRANT)
    again = await api.ask("personnel.GrantRole", GRANT)
    assert (again.status, again.body) == (200, {"recorded": []})


async def test_the_same_id_again_is_answered_with_the_same_list_and_says_so(
    personnel: Running, api: Edge
):
    first = await api.register("wei", id=ID)
    second = await api.register("wei", id=ID)
    assert second.status == 200
    assert second.body == {**first.body, "repeated": True}
    last = personnel.handler.store.last()
    assert last is not None
    assert last.position == 3


async def test_a_repeat_is_answered_so_also_where_the_rules_would_refuse_it_by_now(
    personnel: Running, api: Edge
):
    await api.register("wei")
    body = {"person": "wei", "token": "0" * 16, "expires_at": "2999-01-01T00:00:00Z"}
    issued = await api.ask("personnel.IssueToken", body, id=ID)
    later = {**body, "expires_at": "2999-01-02T00:00:00Z"}
    assert (await api.ask("personnel.IssueToken", later)).body["code"] == "TOKEN_KNOWN"
    assert (await api.ask("personnel.IssueToken", body, id=ID)).body == {
        **issued.body,
        "repeated": True,
    }


async def test_the_same_id_for_another_command_is_refused_as_unprocessable(
    personnel: Running, api: Edge
):
    await api.register("wei", id=ID)
    for other in (
        await api.register("lin", id=ID),
        await api.ask("personnel.GrantRole", GRANT, id=ID),
    ):
        assert other.status == 422
        (error,) = other.body["errors"]
        assert error["path"] == "Idempotency-Key"
        assert set(error["message"]) == {"zh", "en"}


async def test_a_refusal_names_code_rule_clause_sentence_and_facts(personnel: Running, api: Edge):
    reply = await api.ask("personnel.GrantRole", GRANT)
    assert reply.status == 409
    assert reply.body == {
        "type": "urn:starledger:problem:person-unknown",
        "title": "Refused",
        "status": 409,
        "code": "PERSON_UNKNOWN",
        "rule": "R-P02",
        "clause": "ISO/IEC 17065 6.1.2.2",
        "facts": {"person": "wei"},
        "sentence": {"zh": "没有登记此人员。", "en": "No such person is registered."},
    }


async def test_facts_of_a_refusal_are_plain_json_dates_sets_and_moments_too(
    personnel: Running, api: Edge
):
    await api.register("wei")
    await api.ask("personnel.GrantRole", {"person": "wei", "role": "auditor"})
    admin = {"person": "wei", "role": "system_admin"}
    reply = await api.ask("personnel.GrantRole", admin)
    assert reply.body["code"] == "ROLE_CONFLICT"
    assert reply.body["facts"] == {"person": "wei", "roles": ["auditor"]}
    expired = {"person": "wei", "token": "0" * 16, "expires_at": "2020-01-01T00:00:00Z"}
    reply = await api.ask("personnel.IssueToken", expired)
    assert reply.body["code"] == "TOKEN_ALREADY_EXPIRED"
    assert isinstance(reply.body["facts"]["now"], str)


async def test_the_body_is_served_too_and_days_in_facts_are_iso_dates(house: Database, bus: Bus):
    async with serving(house, bus, BODY), edge(bus, "cli") as cli:
        opening = {
            "kind": "real",
            "name": "星证认证中心",
            "name_en": "Starledger Certification",
            "approval_no": "CNCA-R-2026-900",
            "opened_on": "2999-01-01",
        }
        reply = await cli.ask("body.OpenBody", opening)
        assert reply.body["code"] == "OPENED_IN_FUTURE"
        assert len(reply.body["facts"]["today"]) == len("2026-11-23")
        assert (
            await cli.ask("body.OpenBody", {**opening, "opened_on": "2026-01-01"})
        ).status == 200
        outside = {"year": 2027, "days_off": ["2028-01-01"], "working_weekends": [], "source": "x"}
        reply = await cli.ask("body.PublishHolidays", outside)
        assert reply.body["facts"] == {"year": 2027, "outside": ["2028-01-01"]}


@pytest.mark.parametrize("role", ["planner", "public", "client_contact"])
async def test_a_role_that_is_not_held_or_may_not_ask_is_not_allowed(
    personnel: Running, api: Edge, role: str
):
    reply = await api.register("wei", role=role)
    assert (reply.status, reply.body["code"]) == (403, "ROLE_NOT_ALLOWED")
    assert reply.body["facts"] == {"command": "personnel.RegisterPerson"}
    assert set(reply.body["sentence"]) == {"zh", "en"}


async def test_a_role_of_somebody_else_is_not_allowed(personnel: Running, api: Edge):
    await api.register("wei")
    for stranger in ("wei", "nobody", "policy:registry", "clock"):
        assert (await api.register("lin", by=stranger)).status == 403


async def test_a_role_taken_away_allows_nothing_from_then_on(personnel: Running, api: Edge):
    await api.register("wei")
    await api.ask("personnel.GrantRole", {"person": "wei", "role": "system_admin"})
    assert (await api.register("lin", by="wei")).status == 200
    revoked = {"person": "wei", "role": "system_admin", "reason": "left"}
    assert (await api.ask("personnel.RevokeRole", revoked)).status == 200
    assert (await api.register("han", by="wei")).status == 403


@pytest.mark.parametrize("role", ["policy", "clock", "founder", "", "SYSTEM_ADMIN"])
async def test_a_role_no_person_holds_does_not_come_by_the_bus(
    personnel: Running, api: Edge, role: str
):
    for by in ("ada", role, f"policy:{role}"):
        reply = await api.register("wei", by=by, role=role)
        assert reply.status == 422
        assert reply.body["errors"][0]["path"] == "role"
    last = personnel.handler.store.last()
    assert last is not None
    assert last.position == 2


@pytest.mark.parametrize("command", ["Nothing", "registerPerson", "GrantRole.v1", "_decide", "."])
async def test_a_command_nobody_knows_is_not_found(personnel: Running, api: Edge, command: str):
    if command == ".":
        command = "a.b.c"
    reply = await api.ask(f"personnel.{command}", GRANT)
    assert reply.status == 404
    assert set(reply.body["sentence"]) == {"zh", "en"}


@pytest.mark.parametrize(
    ("body", "path", "en"),
    [
        ({}, "person", "person: is required"),
        ({**GRANT, "actor": "eve"}, "actor", "actor: is not a field of this command"),
        ({**GRANT, "person": 5}, "person", "person: must be a text"),
        ({**GRANT, "person": None}, "person", "person: must be a text"),
        ({**GRANT, "person": "Wei"}, "person", "person: must match"),
        ({**GRANT, "person": "wei\n"}, "person", "person: must match"),
        ({**GRANT, "role": "king"}, "role", "role: must be one of"),
        ({**GRANT, "role": ["planner"]}, "role", "role: must be one of"),
    ],
)
async def test_a_field_that_is_not_as_it_must_be_is_named_in_both_languages(
    personnel: Running, api: Edge, body: dict[str, object], path: str, en: str
):
    reply = await api.ask("personnel.GrantRole", body)
    assert reply.status == 422
    error = reply.body["errors"][0]
    assert error["path"] == path
    assert error["message"]["en"].startswith(en)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error["message"]["zh"])


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[" * 5000, b'{"id": "\xed\xa0\x80"}']
)
async def test_what_is_no_json_is_said_to_be_none(personnel: Running, api: Edge, content: bytes):
    assert (await api.raw("commands.personnel.GrantRole", content)).status == 400


@pytest.mark.parametrize(
    "content", [b"null", b"NaN", b"[]", b"{}", b'"text"', b'{"id": 1, "body": []}']
)
async def test_json_that_is_no_request_is_unprocessable(
    personnel: Running, api: Edge, content: bytes
):
    reply = await api.raw("commands.personnel.GrantRole", content)
    assert reply.status == 422
    assert reply.body["errors"]


async def test_an_envelope_with_a_field_too_many_is_unprocessable(personnel: Running, api: Edge):
    request = {"id": str(ID), "actor": "ada", "role": "system_admin", "via": "x", "body": GRANT}
    for more in ({"now": "2020-01-01T00:00:00Z"}, {"causation_id": "body-calendar.1"}):
        reply = await api.raw(
            "commands.personnel.GrantRole", json.dumps({**request, **more}).encode()
        )
        assert reply.status == 422


async def test_a_thousand_faults_are_not_all_told(personnel: Running, api: Edge):
    reply = await api.ask("personnel.GrantRole", {f"field{n}": n for n in range(50_000)})
    assert reply.status == 422
    assert 1 <= len(reply.body["errors"]) <= 100


async def test_the_register_of_an_erased_person_stays_closed(personnel: Running, api: Edge):
    await api.register("wei")
    ring = personnel.handler.store.mapper.seal.__self__  # type: ignore[union-attr]
    ring.destroy("wei")
    reply = await api.register("wei")
    assert (reply.status, reply.body["code"]) == (409, "PERSON_ERASED")


async def test_who_asked_by_which_way_and_when_stands_in_the_record(personnel: Running, api: Edge):
    command_id = new_id()
    await api.register("wei", id=command_id)
    (row,) = personnel.handler.store.of_command(command_id)
    recorded = personnel.handler.store.decode(row)
    assert (recorded.actor, recorded.role, recorded.via) == ("ada", "system_admin", "test")
    assert recorded.command is not None
    assert recorded.command["name"] == "personnel.RegisterPerson"
    assert recorded.command["body"]["name"].startswith("sealed:")
