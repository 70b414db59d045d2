"""Bad input is answered with field, rule and clause in both languages, and nothing is stored."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.cli.doing import in_process
from services.runtime.event_store import EventStore
from services.runtime.replies import Reply
from tests.journeys.bodies import Place, founded
from tests.journeys.one_case import OneCase, code_for
from tests.servers import PostgresServer

RARE = "㐂𠮷釺龘（集团）有限公司"


class Desk:
    """A case on site, and a fresh application beside it; asked as over HTTP, by person."""

    def __init__(self, place: Place, on_site: OneCase) -> None:
        self.place, self.on_site = place, on_site
        self.store: EventStore = on_site.acts.driver.reader

    def ask(self, command: str, by: str, **body: Any) -> Reply:
        return in_process(self.place, command, {"case": self.on_site.case, **body}, by=by, key=None)

    def application(self, case: str, *, uscc: str = "", **stated: Any) -> Reply:
        _command, by, _role, body = self.on_site.submission()
        asked = body | {
            "case": case,
            "uscc": uscc or code_for(999_001),
            "stated": body["stated"] | stated,
        }
        return in_process(self.place, "applications.SubmitApplication", asked, by=by, key=None)

    def last(self) -> int:
        last = self.store.last()
        assert last is not None
        return last.position


@pytest.fixture(scope="module")
def desk(postgres: PostgresServer) -> Iterator[Desk]:
    with founded(postgres, "bad_input") as (place, acts):
        OneCase.acts = acts
        case = OneCase()
        plain = list(case.table())
        case.asks_each(plain[: plain.index("findings")])
        yield Desk(place, case)


def sampled(checked: int, nonconforming: int, indicator: str = "5.1.2.1") -> dict[str, Any]:
    return {
        "indicator": indicator, "result": "sampled", "checked": checked,
        "nonconforming": nonconforming, "reason": "见记录", "evidence": [f"sha256:{'e' * 64}"],
    }  # fmt: skip


VALID = code_for(999_001)
WRONG = VALID[:-1] + ("A" if VALID[-1] != "A" else "B")
FULL_WIDTH = VALID.replace("1", "１")
APPLICATIONS: dict[str, tuple[dict[str, Any], str, str]] = {
    "wrong check character": ({"uscc": WRONG}, "USCC_INVALID", "uscc"),
    "full-width digits": ({"uscc": FULL_WIDTH}, "USCC_INVALID", "uscc"),
    "negative headcount": ({"covered_headcount": -5}, "HEADCOUNT_INVALID", "covered_headcount"),
    "no people": ({"covered_headcount": 0}, "HEADCOUNT_INVALID", "covered_headcount"),
    "huge headcount": ({"total_staff": 10**12}, "HEADCOUNT_INVALID", "total_staff"),
    "more covered than staff": (
        {"total_staff": 10, "covered_headcount": 11},
        "HEADCOUNT_INVALID",
        "covered_headcount",
    ),
    "system older than the business": (
        {"business_since": "2004-01-01", "system_since": "2003-01-01"},
        "DATES_OUT_OF_ORDER",
        "system_since",
    ),
    "a business of the future": (
        {"business_since": "2999-01-01"},
        "DATES_OUT_OF_ORDER",
        "business_since",
    ),
}
LEADER, AUDITOR = 0, 1
ON_SITE: dict[str, tuple[str, int, dict[str, Any], str]] = {
    "unknown indicator": (
        "RecordFindings", AUDITOR, {"findings": [sampled(5, 1, "9.9.9.9")]},
        "INDICATOR_NOT_IN_SCHEME",
    ),
    "more nonconforming than checked": (
        "RecordFindings", AUDITOR, {"findings": [sampled(3, 4)]}, "FIGURES_IMPOSSIBLE",
    ),
    "a negative sample": (
        "RecordFindings", AUDITOR, {"findings": [sampled(-3, 0)]}, "FIGURES_IMPOSSIBLE",
    ),
    "points taken without evidence": (
        "RecordFindings", AUDITOR, {"findings": [sampled(5, 1) | {"evidence": []}]},
        "EVIDENCE_REQUIRED",
    ),
    "nobody found on site": (
        "VerifyHeadcount", LEADER, {"headcount": 0, "basis": "花名册"}, "HEADCOUNT_INVALID",
    ),
    "a closing meeting before the last day": (
        "HoldClosingMeeting", LEADER, {"held_on": "2001-01-01", "attendees": ["总经理"]},
        "DATES_OUT_OF_ORDER",
    ),
}  # fmt: skip


def is_clear(reply: Reply, code: str, field: str) -> None:
    """A refusal somebody can act on."""
    assert (reply.status, reply.body["code"]) == (409, code)
    assert reply.body["facts"]["field"] == field
    assert reply.body["rule"]
    assert reply.body["clause"]
    assert any("一" <= letter <= "鿿" for letter in reply.body["sentence"]["zh"])
    assert reply.body["sentence"]["en"]


@pytest.mark.parametrize("name", APPLICATIONS)
def test_an_application_that_cannot_be_is_refused(desk: Desk, name: str) -> None:
    bad, code, field = APPLICATIONS[name]
    before = desk.last()
    is_clear(desk.application("B-2030-00001", **bad), code, field)
    assert desk.last() == before


@pytest.mark.parametrize("name", ON_SITE)
def test_an_act_on_site_that_cannot_be_is_refused(desk: Desk, name: str) -> None:
    command, place, bad, code = ON_SITE[name]
    before = desk.last()
    reply = desk.ask(f"auditing.{command}", desk.on_site.team[place], **bad)
    is_clear(reply, code, reply.body["facts"]["field"])
    assert desk.last() == before


def test_an_agreement_is_not_signed_before_it_was_quoted(desk: Desk) -> None:
    case = OneCase()
    plain = list(case.table())
    case.asks_each(plain[: plain.index("sign_agreement")])
    command, by, _role, body = case.signing()
    before = desk.last()
    early = body | {"case": case.case, "signed_by_client_on": "2001-01-01"}
    reply = in_process(desk.place, command, early, by=by, key=None)
    is_clear(reply, "DATES_OUT_OF_ORDER", "signed_by_client_on")
    assert desk.last() == before


def test_a_shape_that_cannot_be_names_every_field_in_both_languages(desk: Desk) -> None:
    before = desk.last()
    reply = desk.ask("auditing.VerifyHeadcount", desk.on_site.team[LEADER], headcount="many")
    assert reply.status == 422
    assert [each["path"] for each in reply.body["errors"]] == ["headcount", "basis"]
    assert all(each["message"]["zh"] and each["message"]["en"] for each in reply.body["errors"])
    assert desk.last() == before


def test_a_name_with_rare_characters_is_kept_letter_for_letter(desk: Desk) -> None:
    reply = desk.application("B-2030-00002", uscc=code_for(999_002), holder=RARE)
    assert reply.status == 200
    (submitted, *_more) = desk.store.stream("applications-case-B-2030-00002")
    assert submitted.event.facts.holder == RARE
