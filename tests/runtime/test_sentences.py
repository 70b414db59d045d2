"""The sentence of a refusal is filled from its facts; braces are never shown."""

import re
from datetime import date
from types import MappingProxyType

import pytest

from services.cli.composition import SERVICES
from services.core.rule import Refused, RuleBook
from services.runtime import replies
from services.runtime.sentences import filled

RULES = [rule for service in SERVICES for book in service.rules for rule in book]


class Rule(RuleBook):
    IN_ORDER = (
        "X",
        "H-X",
        "house rule",
        "{人员}于{日期}：{缺少事项}",
        "{person} on {day}: {missing}",
    )


def test_a_refusal_says_what_is_missing_and_of_whom():
    facts = {"person": "p1", "day": date(2026, 11, 23), "missing": ["review", "votes"]}
    body = replies.refused(Refused(Rule.IN_ORDER, facts)).body
    assert body["sentence"] == {
        "zh": "p1于2026-11-23：review、votes",
        "en": "p1 on 2026-11-23: review, votes",
    }
    assert body["facts"]["day"] == "2026-11-23"


def test_a_fact_of_the_place_s_own_name_wins():
    facts = MappingProxyType({"status": "suspended", "状态": "暂停"})
    assert filled("当前状态“{状态}”", facts, language="zh") == "当前状态“暂停”"
    assert filled("The status {status}", facts, language="en") == "The status suspended"


def test_a_fact_is_text_and_never_read_for_places():
    facts = {"person": "{secret}", "secret": "x"}
    assert filled("{person}", facts, language="en") == "{secret}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (frozenset({"b", "a"}), "a, b"),
        ([{"code": "X", "node": "5.1"}], "code: X, node: 5.1"),
        (0, "0"),
        ([], "(not told)"),
        (None, "(not told)"),
    ],
)
def test_whatever_a_fact_is_it_is_readable(value: object, text: str):
    assert filled("{it}", {"it": value}, language="en") == text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{type(rule).__module__}.{rule.name}")
def test_no_rule_shows_its_braces_even_without_facts(rule: RuleBook):
    said = replies.refused(Refused(rule)).body["sentence"]
    assert not re.search(r"[{}]", said["zh"] + said["en"])


def test_replies_of_ours_bear_house_ids_that_no_rule_has():
    ours = {replies.not_allowed("a.B").body["rule"], replies.erased().body["rule"]}
    assert ours == {"H-0001", "H-0002"}
    assert not ours & {rule.rule for rule in RULES}
