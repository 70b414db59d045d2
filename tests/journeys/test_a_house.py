"""A newcomer's house: up, a case carried through it by HTTP, the power cut, up again, down."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest

from services.runtime.clock import SystemClock
from tests.journeys.case import MEMBERS, Case, prepare
from tests.journeys.house import House
from tests.servers import folder


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with folder() as path:
        one = House(path / "data")
        one.start()
        try:
            prepare(one)
            yield one
        finally:
            one.kill_everything()


def soon(found: Callable[[], Any], wanted: Any) -> None:
    """The views follow within moments."""
    until = time.monotonic() + 10
    while found() != wanted:
        assert time.monotonic() < until, found()
        time.sleep(0.15)


def statuses(house: House, wanted: str) -> list[str]:
    """The status of everything a search finds."""
    return [item["status"] for item in house.page(f"/certificates?q={wanted}")["items"]]


def shown(house: House) -> list[tuple[str, str, str]]:
    """Number, status and since when, of every certificate; the moment asked at is left out."""
    items = house.page(f"/certificates?q={quote('演示')}")["items"]
    assert items
    return [(each["number"], each["status"], each["since"]) for each in items]


def test_a_case_from_the_application_to_the_public_page_and_back(house: House) -> None:
    case = Case(house, 1, "91350100M000100Y43")
    case.filed()
    case.reviewed()
    content = case.decided()
    status, refused = house.command(
        "head_of_body", "decisions.CountersignDecision", {"case": case.number, "content": content}
    )
    assert (status, refused["code"]) == (409, "SIGNATURE_ORDER")
    number = case.certified(content)
    issue = {"case": case.number, "awarded_on": case.today}
    assert house.done("certificate_officer", "decisions.IssueCertificate", issue) == []
    soon(lambda: statuses(house, number), ["valid"])
    spaced = f" {number[:5].lower()} {number[5:]} "
    soon(lambda: statuses(house, number), ["valid"])
    entry = house.entry(spaced)
    assert entry["holder"]["name"] == "演示新星家电有限公司"
    assert entry["demonstration"] is True
    assert [
        each["number"] for each in house.page("/certificates?q=%E6%96%B0%E6%98%9F")["items"]
    ] == [number]
    house.done(
        "committee_secretary",
        "decisions.ConfirmSuspensionGround",
        {"certificate": number, "ground": "0116", "facts": "持证人书面申请暂停。"},
    )
    decided = house.done(
        "committee_member",
        "decisions.DecideStatus",
        {
            "certificate": number,
            "act": "suspend",
            "ground": "0116",
            "facts": "持证人书面申请暂停。",
            "conditions": "书面申请恢复。",
            "contact": "planner-he",
        },
    )
    before = SystemClock().now()
    house.done(
        "head_of_body",
        "decisions.ApproveStatus",
        {"certificate": number, "decision": decided[0]["event"]["decision"]},
    )
    soon(lambda: house.entry(number)["status"], "suspended")
    moment = before.isoformat().replace("+00:00", "Z")
    assert house.entry(number, f"?known={moment}")["status"] == "valid"


def test_nobody_opens_a_file_by_hand(house: House) -> None:
    status, refused = house.command(
        "committee_secretary", "decisions.OpenFile", {"case": "A-2030-00009"}
    )
    assert (status, refused["code"]) == (403, "ROLE_NOT_ALLOWED")


def test_a_double_click_is_one_application_and_both_are_answered(house: House) -> None:
    body = Case(house, 2, "91330100799655058B").applied()
    first = house.command("intake_clerk", "applications.SubmitApplication", body, key="once")
    second = house.command("intake_clerk", "applications.SubmitApplication", body, key="once")
    assert first[0] == second[0] == 200
    assert second[1]["repeated"] is True
    assert first[1]["recorded"] == second[1]["recorded"]


def many_at_once(
    house: House, asked: list[tuple[str, str, dict[str, Any]]]
) -> list[tuple[int, dict[str, Any]]]:
    """Status and body of commands sent in the same moment, each by (role, command, body)."""
    with ThreadPoolExecutor(len(asked)) as clients:
        return list(clients.map(lambda each: house.command(*each), asked))


def effects(answers: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    """What was recorded by all of them together."""
    assert {status for status, _body in answers} <= {200, 409, 503}
    return [each for status, body in answers if status == 200 for each in body["recorded"]]


def test_fifty_clients_on_one_file_have_one_effect(house: House) -> None:
    case = Case(house, 3, "91350100MADEM90326")
    case.filed()
    case.reviewed()
    convene = {"case": case.number, "members": list(MEMBERS)}
    asked = ("committee_secretary", "decisions.ConveneMeeting", convene)
    answers = many_at_once(house, [asked] * 50)
    assert [each["type"] for each in effects(answers)] == ["decisions.DecisionMeetingConvened.v1"]


def test_two_deciders_at_once_have_one_effect(house: House) -> None:
    case = Case(house, 4, "91350100MADEM90401")
    case.filed()
    case.reviewed()
    number = case.certified(case.decided())
    ground = {"certificate": number, "ground": "0116", "facts": "持证人书面申请暂停。"}
    house.done("committee_secretary", "decisions.ConfirmSuspensionGround", ground)
    decision = ground | {"act": "suspend", "conditions": "书面申请恢复。", "contact": "planner-he"}
    answers = many_at_once(
        house, [(member, "decisions.DecideStatus", decision) for member in MEMBERS[:2]]
    )
    (decided,) = effects(answers)
    approval = {"certificate": number, "decision": decided["event"]["decision"]}
    approved = effects(
        many_at_once(house, [("head_of_body", "decisions.ApproveStatus", approval)] * 2)
    )
    suspended = [each for each in approved if each["type"] == "decisions.CertificateSuspended.v1"]
    assert len(suspended) == 1
    soon(lambda: house.entry(number)["status"], "suspended")


def test_after_the_power_was_cut_everything_is_there_without_repair(house: House) -> None:
    before = shown(house)
    house.kill_everything()
    assert house.pids() == []
    house.start()
    soon(lambda: shown(house), before)
    checked = house.run("check", "--views")
    assert checked.returncode == 0, checked.stderr
    assert house.run("doctor").returncode == 0


def test_ctrl_c_stops_everything_and_a_command_still_finds_the_body(house: House) -> None:
    assert house.interrupt() == 0
    assert house.pids() == []
    shown = house.run("certificate", "show", "90023 sc0001 r0m")
    assert shown.returncode == 0, shown.stderr
    assert house.pids() == []
