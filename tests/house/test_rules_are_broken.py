"""Every rule is broken by a test, names its clause, and speaks both languages."""

from pathlib import Path

import pytest

from services.cli.composition import SERVICES
from services.core.rule import RuleBook

TESTS = Path(__file__).parents[1]

RULES = [rule for service in SERVICES for book in service.rules for rule in book]


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    """Service → the text of its tests."""
    return {
        service.name: "\n".join(
            path.read_text() for path in (TESTS / "services" / service.name).rglob("*.py")
        )
        for service in SERVICES
    }


@pytest.mark.parametrize(
    ("service", "rule"),
    [(service.name, rule) for service in SERVICES for book in service.rules for rule in book],
    ids=lambda value: value.name if isinstance(value, RuleBook) else value,
)
def test_every_rule_is_broken_by_some_test(
    service: str, rule: RuleBook, written: dict[str, str]
) -> None:
    assert f"Rule.{rule.name}" in written[service]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_names_its_code_its_clause_and_its_sentence(rule: RuleBook) -> None:
    assert rule.code.isupper()
    assert rule.clause
    assert any("一" <= letter <= "鿿" for letter in rule.zh)
    assert rule.en.isascii() or "’" in rule.en
