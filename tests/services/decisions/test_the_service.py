"""The service as one value: where events live, what commands may refuse, who may ask."""

import ast
from datetime import date
from pathlib import Path

import pytest

from events import decisions as happened
from events.vocabulary import StatusAct
from services.core.access import MAY
from services.decisions.certificate.rules import decide as certificate_rules
from services.decisions.certificate.rules.book import Rule as CertificateRule
from services.decisions.file.rules import decide as file_rules
from services.decisions.file.rules.book import Rule as FileRule
from services.decisions.service import DECISIONS
from tests.services.decisions.builders import CASE, NUMBER, USCC, opened
from tests.services.decisions.house import certified

ROOM = Path(file_rules.__file__).parents[2]
HALVES = {"file": FileRule, "certificate": CertificateRule}
STEPS = {"OpenFile": "open_file", "RefuseCertification": "refuse_certification"}


def verb(command):
    """``CastVote`` → ``cast_vote``: the generator of a command bears its name."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in command).lstrip("_")


def functions(half):
    """Function or method name → (rules it names, functions it calls), over a half's modules."""
    found = {}
    for module in sorted((ROOM / half / "rules").glob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                rules = {
                    n.attr
                    for n in ast.walk(node)
                    if isinstance(n, ast.Attribute)
                    and isinstance(n.value, ast.Name)
                    and n.value.id == "Rule"
                }
                called = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
                called |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
                key = node.name if node.name not in found else f"{module.stem}.{node.name}"
                found[key] = (rules, called)
    return found


def reachable(name, known, seen):
    """Rules a function names, itself or through what it calls."""
    if name in seen or name not in known:
        return set()
    seen.add(name)
    rules, called = known[name]
    return rules.union(*(reachable(each, known, seen) for each in called))


@pytest.mark.parametrize("command", [each.__name__ for each in DECISIONS.commands])
def test_a_command_may_refuse_what_its_source_refuses(command):
    half = "file" if command in file_rules.MAY_REFUSE else "certificate"
    source = reachable(verb(command), functions(half), {"decide", "reads"})
    assert {rule.name for rule in DECISIONS.may_refuse[command]} == source


def test_every_command_has_a_generator_and_roles():
    for command in DECISIONS.commands:
        half = "file" if command.__name__ in file_rules.MAY_REFUSE else "certificate"
        assert verb(command.__name__) in functions(half)
        assert MAY[f"decisions.{command.__name__}"]
    assert set(DECISIONS.may_refuse) == {command.__name__ for command in DECISIONS.commands}
    assert not set(file_rules.MAY_REFUSE) & set(certificate_rules.MAY_REFUSE)


def test_every_rule_may_be_refused_by_some_command_and_says_why():
    refused = {rule for rules in DECISIONS.may_refuse.values() for rule in rules}
    for book in DECISIONS.rules:
        assert set(book) <= refused
        for rule in book:
            assert all((rule.code, rule.rule, rule.clause, rule.zh, rule.en))


def test_every_event_has_its_home():
    house = certified()
    homes = {type(event).__name__: DECISIONS.home(event) for event in house.history}
    assert homes["VoteCast"] == homes["DecisionCountersigned"] == f"decisions-file-{CASE}"
    assert homes["CertificateNumberAssigned"] == "decisions-numbers-90026SC"
    assert homes["CertificateIssued"] == f"decisions-certificate-{NUMBER}"
    assert homes["HolderCertified"] == f"decisions-holder-{USCC}"
    voided = happened.CertificateNumberVoided(certificate=NUMBER, series="90026SC", reason="x")
    assert DECISIONS.home(voided) == "decisions-numbers-90026SC"


def test_an_event_belongs_to_its_case_else_to_its_certificate():
    house = certified()
    house.suspend("2026-11-23", "2026-11-23")
    correlations = {type(e).__name__: DECISIONS.correlation(e) for e in house.history}
    assert correlations["FileOpened"] == correlations["CertificateIssued"] == CASE
    assert correlations["CertificateSuspended"] == NUMBER


def test_an_event_says_since_when_it_holds():
    house = certified("2026-05-20")
    house.suspend("2026-11-23", "2026-11-25")
    house.day_opens("2027-05-26")
    house.act(StatusAct.WITHDRAW, "2027-05-27", ground="0115")
    since = {type(e).__name__: DECISIONS.effective_on(e) for e in house.history}
    assert since["FileOpened"] is None
    assert since["DecisionCountersigned"] == since["CertificateIssued"] == date(2026, 5, 20)
    assert since["SuspensionGroundConfirmed"] == date(2026, 11, 23)
    assert since["CertificateSuspended"] == date(2026, 11, 25)
    assert since["SuspensionLapsed"] == date(2027, 5, 26)
    assert since["CertificateWithdrawn"] == since["HolderCertificationEnded"] == date(2027, 5, 27)
    overdue = happened.SuspensionOverdue(certificate=NUMBER, suspend_by=date(2026, 11, 28))
    assert DECISIONS.effective_on(overdue) == date(2026, 11, 29)


def test_events_a_stream_never_holds_leave_a_fold_of_others_untouched():
    for prefix in ("body-profile", "schemes-x@1", "surveillance-x", "personnel-x"):
        fold = DECISIONS.fold_for(prefix)
        assert fold.evolve(fold.initial, opened()) == fold.initial
