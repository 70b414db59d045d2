"""``starledger calc``: the body's arithmetic, JSON in and out."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from services.cli.calc import CALCULATIONS, app


def run(name: str, content: Any) -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    return CliRunner().invoke(app, [name, text])


def told(name: str, **content: Any) -> Any:
    result = run(name, content)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_man_days_o_42():
    found = told("mandays", scheme="gbt-27922", headcount=300, activity="initial")
    reasons = found.pop("reasons")
    assert found == {"total": "11.5", "planning": "1.5", "on_site": "10", "row": "276-425"}
    assert reasons[0]["code"] == "table"


def test_sites_o_55():
    assert told("sites", count=26, activity="surveillance") == {
        "sample": 4, "central_office": True,
    }  # fmt: skip


def test_a_price_o_48():
    found = told("fee", table="committee-trial", activity="initial", headcount=8)
    assert (found["man_days"], found["total"]) == ("3", "14000.00")


@pytest.mark.parametrize(
    ("decided", "until"),
    [("2026-11-23", "2029-11-22"), ("2025-01-31", "2028-01-30"), ("2026-05-20", "2029-05-19")],
)
def test_expiry_o_62_o_65_w_1(decided, until):
    assert told("expiry", scheme="gbt-27922", decided=decided) == {"valid_until": until}


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        (
            {"profile": "anniversary-11-12", "last_audit_end": "2024-02-29"},
            ("2025-01-28", None, None, "2025-02-27"),
        ),
        (
            {"profile": "guide-9-10", "award": "2026-01-15"},
            ("2026-08-15", "2026-10-15", "2026-11-15", "2027-01-15"),
        ),
        (
            {"scheme": "gbt-27922", "award": "2026-05-22"},
            ("2026-12-22", "2027-02-22", "2027-03-22", "2027-05-22"),
        ),
    ],
)
def test_windows_o_66_o_69_w_1(asked, days):
    names = ("earliest", "target_from", "target_to", "latest")
    assert told("windows", **asked) == dict(zip(names, days, strict=True))


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"kind": "report", "month": "2026-10"}, {"due": "2026-11-10"}),
        ({"kind": "report", "month": "2026-12"}, {"due": "2027-01-10"}),
        ({"kind": "suspend_by", "confirmed": "2026-11-23"}, {"due": "2026-11-28"}),
        (
            {"kind": "suspend_by", "confirmed": "2026-11-23", "suspended": "2026-11-29"},
            {"accepted": False, "due": "2026-11-28"},
        ),
        ({"kind": "suspension_end", "from": "2027-05-27", "months": 6}, {"due": "2027-11-27"}),
        ({"kind": "suspension_end", "from": "2026-08-31", "months": 6}, {"due": "2027-02-28"}),
        ({"kind": "retention", "certificate_end": "2024-02-29"}, {"due": "2026-02-28"}),
        (
            {"kind": "retention", "certificate_end": "2024-02-29", "next_cycle_end": "2027-02-27"},
            {"due": "2027-02-27"},
        ),
    ],
)
def test_due_days_o_71_o_75_w_1(asked, answer):
    assert told("due", **asked) == answer


@pytest.mark.parametrize(("lodged", "accepted"), [("2026-11-16", True), ("2026-11-17", False)])
def test_an_appeal_has_ten_working_days_o_121(lodged, accepted):
    asked = {"kind": "appeal", "profile": "ten-working-days", "decided": "2026-11-02"}
    assert told("due", **asked, lodged=lodged) == {"accepted": accepted, "due": "2026-11-16"}
    assert told("due", **asked) == {"due": "2026-11-16"}


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("91510107MA68JH4Q3F", True),
        ("91330100799655058B", True),
        ("91350100M000100Y43", True),
        ("91350100M000100Y4Z", False),
        ("９1350100m000100y43 ", True),
    ],
)
def test_codes_o_80a_e_01_e_02(code, valid):
    assert told("uscc", code=code)["valid"] is valid


def test_numbers_o_81_o_84():
    for text in ("71223SC0002R0S", " 71223sc 0002 r0s "):
        assert told("number", number=text) == {
            "cb": "712", "yy": "23", "letters": "SC", "serial": "0002", "recert": 0,
            "size": "S", "sub": None, "issuable": True, "warnings": [],
        }  # fmt: skip
    assert told("number", number="71223SC002R0S")["warnings"] == ["SERIAL_LENGTH"]
    assert told("number", number="word")["issuable"] is False


@pytest.mark.parametrize(
    ("kind", "at", "fine"),
    [
        ("opening", "06:00", True),
        ("opening", "11:00", True),
        ("opening", "11:01", False),
        ("closing", "08:59", False),
        ("closing", "09:00", True),
        ("closing", "11:30", True),
        ("closing", "11:31", False),
    ],
)
def test_sign_in_o_78(kind, at, fine):
    assert told("sign_in", kind=kind, meeting=["09:00", "09:30"], at=at) == {
        "ok": fine, "anomaly": None if fine else "out_of_window",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "asked", "code"),
    [
        ("mandays", {"headcount": 0, "activity": "initial"}, "HEADCOUNT_INVALID"),
        ("mandays", {"headcount": 8501, "activity": "initial"}, "MANDAYS_ABOVE_TABLE"),
        (
            "fee",
            {"table": "committee-trial", "activity": "recertification", "headcount": 8},
            "FEE_NOT_PUBLISHED",
        ),
        (
            "due",
            {"kind": "suspension_end", "scheme": "gbt-27922", "from": "2026-01-01", "months": 7},
            "SUSPENSION_TOO_LONG",
        ),
        ("expiry", {"scheme": "sbt-10401", "decided": "2026-01-01"}, "SCHEME_PARAMETER_MISSING"),
    ],
)
def test_refusals_name_code_rule_and_sentence(name, asked, code):
    result = run(name, asked)
    found = json.loads(result.stdout)
    assert (result.exit_code, found["refused"]) == (1, code)
    assert found["rule"]
    assert set(found["message"]) == {"zh", "en"}


@pytest.mark.parametrize(
    ("name", "asked", "field"),
    [
        ("sites", {"count": -1, "activity": "initial"}, "count"),
        ("sites", {"count": 1.5, "activity": "initial"}, "count"),
        ("mandays", {"headcount": 8, "activity": "x"}, "activity"),
        ("mandays", {"headcount": 8, "activity": "initial", "scheme": "none"}, "scheme"),
        ("fee", {"table": "large-body-service", "activity": "initial"}, "man_days"),
        ("fee", {"table": "none", "activity": "initial"}, "table"),
        ("windows", {"profile": "none"}, "profile"),
        ("windows", {"profile": "guide-9-10"}, "award"),
        ("expiry", {}, "decided"),
        ("due", {"kind": "none"}, "kind"),
        ("due", {"kind": "suspend_by", "confirmed": "9999-12-31"}, "out of range"),
        ("expiry", {"decided": "9999-12-31"}, "out of range"),
        ("due", {"kind": "report", "month": "2026-13"}, "month"),
        ("sign_in", {"kind": "opening", "meeting": ["9", "10:00"], "at": "09:00"}, "meeting"),
        ("uscc", {"code": "x", "colour": "red"}, "colour"),
        ("uscc", "[1", "JSON"),
        ("uscc", "[]", "object"),
    ],
)
def test_bad_input_is_wrong_use_and_names_the_field(name, asked, field):
    result = run(name, asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert field in result.stderr


def test_an_unknown_calculation_lists_those_known():
    result = run("nowhere", {})
    assert result.exit_code == 2
    assert all(name in result.stderr for name in CALCULATIONS)
