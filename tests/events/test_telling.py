"""Every event can be told in Chinese and English, in words, and nobody's name with it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from events import applications, auditing, vocabulary
from events.catalogue import HOUSE
from events.event import Event
from events.telling.grounds import CANCEL, SUSPEND, WITHDRAW
from events.telling.sentences import PATTERNS, sentence
from events.telling.words import TABLES
from events.vocabulary import StatusAct
from events.wire import decode, personal_fields
from services.decisions.certificate import grounds
from tests.events.test_samples import sample, stored

PACKS = Path(__file__).parents[2] / "services" / "published" / "schemes"
CLASSES: Mapping[str, type[Event]] = {cls.__name__: cls for cls in HOUSE.classes.values()}
FIELD = re.compile(r"\{([a-z_.]+)(?::([a-z_]+|\{[a-z_]+\}))?\}")
CODED_BY_DATA = {"band", "ground", "category"}
"""Codes of a scheme or a list, which the type of a field does not tell from any text."""
WRITTEN_GROUNDS = {"MemberObjected", "MemberRecused"}
"""Where the ground is somebody's own sentence."""


def event_of(name: str) -> Event:
    return decode(stored(name, sample(name))).event


def codes_in(kind: Any) -> frozenset[str]:
    """The codes a field's type allows, were they an Enum, a Literal or a pattern of words."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return frozenset(str(each.value) for each in kind)
    if get_origin(kind) is Literal:
        return frozenset(str(each) for each in get_args(kind))
    if kind is bool:
        return frozenset({"True", "False"})
    if get_origin(kind) in (Annotated, Union, UnionType, tuple, frozenset):
        return frozenset[str]().union(*(codes_in(each) for each in get_args(kind)))
    return frozenset()


def field_of(cls: type[BaseModel], path: str) -> Any:
    """The declared field at a path; KeyError where the class has none."""
    first, _, rest = path.partition(".")
    field = cls.model_fields[first]
    return field_of(field.annotation, rest) if rest else field  # type: ignore[arg-type]  # a path ends in a plain value


def worded_by(cls: type[BaseModel], path: str) -> frozenset[str]:
    field = field_of(cls, path)
    patterns = [each.pattern for each in field.metadata if getattr(each, "pattern", None)]
    words = [re.fullmatch(r"\^\(([a-z_|]+)\)\$", str(each)) for each in patterns]
    listed = frozenset(code for each in words if each for code in each[1].split("|"))
    return codes_in(field.annotation) | listed


@dataclass(frozen=True)
class Slot:
    kind: str
    language: str
    field: str
    table: str


def slots() -> Iterator[Slot]:
    for kind, pair in sorted(PATTERNS.items()):
        for language, pattern in zip(("zh", "en"), pair, strict=True):
            for field, table in FIELD.findall(pattern):
                yield Slot(kind, language, field, table)


SLOTS = tuple(slots())
CODES = {
    member.value
    for module in (vocabulary, applications, auditing)
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum
    for member in each
} | {code for cls in CLASSES.values() for name in cls.model_fields for code in worded_by(cls, name)}


def test_every_kind_of_event_has_its_sentence_and_no_other() -> None:
    assert set(CLASSES) == set(PATTERNS)


@pytest.mark.parametrize("kind", sorted(PATTERNS))
def test_a_pattern_asks_for_what_the_event_has_and_codes_by_their_words(kind: str) -> None:
    for slot in SLOTS:
        if slot.kind == kind:
            assert_told_by_words(CLASSES[kind], slot)


def assert_told_by_words(cls: type[Event], slot: Slot) -> None:
    codes = worded_by(cls, slot.field)
    if slot.table.startswith("{"):
        named = worded_by(cls, slot.table.strip("{}"))
        assert named
        assert named <= set(TABLES)
    elif slot.table:
        assert codes <= set(TABLES[slot.table]), slot
    else:
        assert not codes, slot
        assert slot.field not in CODED_BY_DATA or slot.kind in WRITTEN_GROUNDS, slot


@pytest.mark.parametrize("scheme", sorted(PACKS.glob("*.json")), ids=lambda path: path.stem)
def test_every_band_and_category_that_is_shipped_has_its_words(scheme: Path) -> None:
    pack = json.loads(scheme.read_text("utf-8"))
    for band in pack["bands"] or ():
        assert TABLES["band"][band["code"]] == (band["zh"], band["en"])
    deductions = (pack.get("scoring") or {}).get("special_deductions") or {}
    assert set(deductions.get("categories") or ()) <= set(TABLES["deduction"])


@pytest.mark.parametrize("kind", sorted(PATTERNS))
def test_no_pattern_asks_for_a_sealed_text(kind: str) -> None:
    asked = {slot.field for slot in SLOTS if slot.kind == kind}
    assert asked.isdisjoint(personal_fields(CLASSES[kind]))


@pytest.mark.parametrize("kind", sorted(PATTERNS))
def test_what_may_be_absent_is_asked_for_only_in_an_optional_part(kind: str) -> None:
    for pattern in PATTERNS[kind]:
        for field, _ in FIELD.findall(re.sub(r"\[[^\]]*\]", "", pattern)):
            assert not may_hold_nothing(CLASSES[kind], field), field


def may_hold_nothing(cls: type[BaseModel], path: str) -> bool:
    field = field_of(cls, path)
    if type(None) in get_args(field.annotation):
        return True
    longer = [each.min_length for each in field.metadata if getattr(each, "min_length", None)]
    return get_origin(field.annotation) is tuple and not longer


@pytest.mark.parametrize("pattern", [each for pair in PATTERNS.values() for each in pair])
def test_a_pattern_is_well_formed(pattern: str) -> None:
    assert pattern.count("[") == pattern.count("]") == len(re.findall(r"\[[^\[\]]+\]", pattern))
    assert not pattern.startswith("[")
    assert "{" not in FIELD.sub("", pattern)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_word_of_a_table_is_given_in_both_languages(name: str) -> None:
    for zh, en in TABLES[name].values():
        assert name == "late" or re.search(r"[一-鿿]", zh)
        assert "_" not in en
        assert not re.search(r"[一-鿿]", en)


def test_every_table_is_asked_for() -> None:
    asked = {slot.table for slot in SLOTS}
    by_act = {str(act) for act in StatusAct}
    of_parts = {"role", "tie"}
    assert set(TABLES) == {each for each in asked if each and "{" not in each} | by_act | of_parts


def test_the_grounds_have_the_names_the_deciders_read() -> None:
    for words, listed in (
        (SUSPEND, grounds.SUSPEND),
        (WITHDRAW, grounds.WITHDRAW),
        (CANCEL, grounds.CANCEL),
    ):
        assert words == {code: (each.zh, each.en) for code, each in listed.items()}


@pytest.mark.parametrize("name", sorted(HOUSE.classes))
def test_a_sample_is_told_in_both_languages_and_in_words(name: str) -> None:
    told = sentence(event_of(name))
    assert re.search(r"[一-鿿].*。$", told["zh"])
    assert told["en"].endswith(".")
    for text in told.values():
        assert_reads_well(text)
    for code in CODES:
        assert not has_code(told["zh"], code)
        assert "_" not in code or not has_code(told["en"], code)


def has_code(text: str, code: str) -> bool:
    return re.search(rf"(?<![\w.@-]){re.escape(code)}(?![\w.@-])", text, re.ASCII) is not None


def assert_reads_well(text: str) -> None:
    for mark in "{}[]=<>":
        assert mark not in text
    for word in ("None", "frozenset", "True", "False", "sealed:", "sha256"):
        assert word not in text
    plain = text.replace("Ltd.,", "Ltd,").replace("Co.,", "Co,")
    assert not re.search(r"[，。；：、,;:.]\s*[，。；：、,;.]", plain), text
    assert not re.search(
        r"（\s*）|\(\s*\)|“”|\s{2}|\s[，。；：,;.]|^\s|[，；：,;:]\s*[。.]$", text
    ), text


@pytest.mark.parametrize("name", sorted(HOUSE.classes))
def test_no_sealed_text_is_told(name: str) -> None:
    event = event_of(name)
    told = json.dumps(sentence(event), ensure_ascii=False)
    for field in personal_fields(type(event)):
        assert str(getattr(event, field)) not in told
