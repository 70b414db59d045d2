"""What a command over HTTP is answered with: the service's own answer, in the token's name."""

import httpx

from tests.runtime.bus.serving import Running
from tests.services.api.serving import Address, Caller

REGISTER = "personnel.RegisterPerson"
GRANT = "personnel.GrantRole"
WEI = {"person": "wei", "name": "姓名 wei", "employment": "employed"}
PLANNER = {"person": "wei", "role": "planner"}


def problem(answer: httpx.Response, status: int) -> dict[str, object]:
    """The body of a problem, which has a sentence in both languages."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = answer.json()
    assert body["status"] == status
    assert {"type", "title"} <= set(body)
    sentence = body["sentence"]
    assert isinstance(sentence, dict)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence["zh"])
    assert sentence["en"].isascii()
    return body


async def test_what_was_recorded_is_the_answer(ada: Caller):
    answer = await ada.command(REGISTER, WEI)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "recorded": [
            {
                "position": 3,
                "type": "personnel.PersonRegistered.v1",
                "stream": "personnel-wei",
                "version": 1,
                "event": WEI,
            }
        ]
    }


async def test_the_actor_is_the_tokens_person_and_the_way_is_api(personnel: Running, ada: Caller):
    await ada.command(REGISTER, WEI)
    (recorded,) = personnel.handler.store.stream("personnel-wei")
    assert (recorded.actor, recorded.role, recorded.via) == ("ada", "system_admin", "api")


async def test_an_actor_or_role_in_the_body_is_no_field_of_a_command(ada: Caller):
    for field in ("actor", "role", "via", "id", "now"):
        body = problem(await ada.command(REGISTER, {**WEI, field: "eve"}), 422)
        assert body["errors"] == [
            {
                "path": field,
                "message": {
                    "zh": f"{field}：没有这一项",
                    "en": f"{field}: is not a field of this command",
                },
            }
        ]


async def test_every_wrong_field_is_named_at_once(ada: Caller):
    body = problem(await ada.command(REGISTER, {"person": 5, "employment": "guest"}), 422)
    errors = body["errors"]
    assert isinstance(errors, list)
    assert [error["path"] for error in errors] == ["person", "name", "employment"]


async def test_a_refusal_is_a_conflict_with_its_rule(ada: Caller):
    body = problem(await ada.command(GRANT, PLANNER), 409)
    assert body["code"] == "PERSON_UNKNOWN"
    assert {"rule", "clause", "facts"} <= set(body)


async def test_nothing_to_do_is_an_empty_list(ada: Caller):
    await ada.command(REGISTER, WEI)
    await ada.command(GRANT, PLANNER)
    again = await ada.command(GRANT, PLANNER)
    assert (again.status_code, again.json()) == (200, {"recorded": []})


async def test_a_double_click_with_one_key_is_told_that_it_had_been_done(ada: Caller):
    first = await ada.command(REGISTER, WEI, key="click")
    second = await ada.command(REGISTER, WEI, key="click")
    assert second.status_code == 200
    assert second.json() == {**first.json(), "repeated": True}


async def test_the_order_of_fields_does_not_make_another_command(ada: Caller):
    await ada.command(REGISTER, WEI, key="click")
    turned = dict(reversed(list(WEI.items())))
    assert (await ada.command(REGISTER, turned, key="click")).json()["repeated"] is True


async def test_a_key_used_for_another_body_or_command_is_refused(ada: Caller):
    await ada.command(REGISTER, WEI, key="click")
    for other in (
        await ada.command(REGISTER, {**WEI, "name": "别人"}, key="click"),
        await ada.command(GRANT, PLANNER, key="click"),
    ):
        errors = problem(other, 422)["errors"]
        assert isinstance(errors, list)
        assert errors[0]["path"] == "Idempotency-Key"


async def test_two_people_may_use_the_same_key(api: Address, ada: Caller):
    await ada.command(REGISTER, WEI, key="1")
    await ada.command(GRANT, {"person": "wei", "role": "system_admin"})
    answer = await api.caller("wei").register("lin", key="1")
    assert answer.status_code == 200
    assert "repeated" not in answer.json()


async def test_two_tokens_of_one_person_share_their_keys(api: Address, ada: Caller):
    await ada.register("wei", key="1")
    assert (await api.caller("ada").register("wei", key="1")).json()["repeated"] is True


async def test_without_a_key_each_command_is_a_new_one(ada: Caller):
    await ada.register("wei")
    again = await ada.register("wei")
    assert (again.status_code, again.json()) == (200, {"recorded": []})
    other = problem(await ada.command(REGISTER, {**WEI, "name": "别人"}), 409)
    assert other["code"] == "PERSON_KNOWN"


async def test_a_key_is_short(ada: Caller):
    problem(await ada.register("wei", key="k" * 201), 400)
    problem(await ada.register("wei", key=""), 400)
    assert (await ada.register("wei", key="k" * 200)).status_code == 200


async def test_a_command_nobody_knows_is_not_found(ada: Caller):
    for name in ("personnel.Nothing", "Nothing", "personnel.registerPerson", "personnel.>", "*.*"):
        problem(await ada.command(name, {}), 404)


async def test_a_commands_name_is_no_way_to_the_scheduler(ada: Caller):
    problem(await ada.command("personnel.BeginDay", {}), 404)


async def test_a_command_of_the_clock_or_a_policy_is_not_for_people(ada: Caller):
    for name in ("body.OpenDay", "surveillance.OpenCycle", "decisions.ExpireCertificate"):
        assert problem(await ada.command(name, {}), 403)["code"] == "ROLE_NOT_ALLOWED"
