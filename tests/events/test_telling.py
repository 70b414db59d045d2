"""Every event can be told in Chinese and English, and nobody's name with it."""

import json
import re

import pytest

from events.catalogue import HOUSE
from events.event import Event
from events.telling.sentences import PATTERNS, sentence
from events.wire import decode, personal_fields
from tests.events.test_samples import sample, stored
from tests.services.auditing.builders import walked


def event_of(name: str) -> Event:
    return decode(stored(name, sample(name))).event


def test_every_kind_of_event_has_its_sentence_and_no_other() -> None:
    assert {cls.__name__ for cls in HOUSE.classes.values()} == set(PATTERNS)


@pytest.mark.parametrize("name", sorted(HOUSE.classes))
def test_an_event_is_told_in_both_languages(name: str) -> None:
    told = sentence(event_of(name))
    for text in told.values():
        assert "{" not in text
        assert "None" not in text
        assert "frozenset" not in text
        assert "=" not in text
    assert re.search(r"[一-鿿].*。$", told["zh"])
    assert told["en"].endswith(".")


@pytest.mark.parametrize("name", sorted(HOUSE.classes))
def test_no_sealed_text_is_told(name: str) -> None:
    event = event_of(name)
    told = json.dumps(sentence(event), ensure_ascii=False)
    for field in personal_fields(type(event)):
        assert str(getattr(event, field)) not in told


def test_exact_numbers_are_told_exactly() -> None:
    report = walked("report").history[-1]
    assert sentence(report)["zh"] == (
        "审查报告第 1 版定稿：100 分，推荐等级 five_star，未关闭严重不符合 0 项。"
    )
    assert sentence(report)["en"] == (
        "Version 1 of the report was fixed: 100 points, band five_star, 0 majors open."
    )
