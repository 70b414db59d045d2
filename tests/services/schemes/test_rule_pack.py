"""A rule pack is read whole: nothing lost, nothing invented. Scoring 6.1."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from events.scheme_pack import SchemePack, complete, missing_blocks
from events.schemes import SchemeVersionDrafted
from events.vocabulary import exact
from services.core.canonical import digest
from services.core.scheme.tree import leaves, walk
from services.runtime.packs import NoSuchPack, shipped, shipped_names
from tests.services.schemes.packs import plain


def same(raw: Any, read: Any, path: str = "") -> None:
    """Equal but for keys that were not given, and the spelling of exact numbers."""
    if isinstance(raw, dict):
        assert set(raw) <= set(read), path
        for key, value in read.items():
            same(raw.get(key), value, f"{path}/{key}")
    elif isinstance(raw, list):
        assert len(raw) == len(read), path
        for place, (before, after) in enumerate(zip(raw, read, strict=True)):
            same(before, after, f"{path}/{place}")
    elif raw != read or type(raw) is not type(read):
        assert exact(raw) == exact(read), path


@pytest.mark.parametrize("name", shipped_names())
def test_nothing_of_a_file_is_lost(name):
    same(plain(name), shipped(name).model_dump(mode="json"))


@pytest.mark.parametrize("name", shipped_names())
def test_a_pack_survives_being_an_event(name):
    pack = shipped(name)
    drafted = SchemeVersionDrafted(scheme=pack.ref, pack=pack, pack_digest=digest(pack))
    again = SchemeVersionDrafted.model_validate_json(drafted.model_dump_json())
    assert again == drafted
    assert digest(again.pack) == drafted.pack_digest


def test_the_spelling_of_a_number_does_not_change_the_digest():
    raw = plain("gbt-27922-demo")
    raw["site_sampling"]["surveillance"] = "0.60"
    assert digest(SchemePack.model_validate(raw)) == digest(shipped("gbt-27922-demo"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("colour",), "red"),
        (("scoring", "colour"), "red"),
        (("scoring", "max_score"), 100.0),
        (("validity", "months"), "36"),
        (("validity", "end_rule"), "next_day"),
        (("committee", "pass"), "yes_votes>0"),
        (("demo",), "true"),
        (("format",), "starledger-scheme/2"),
        (("indicators", 0, "children", 0, "colour"), "red"),
    ],
)
def test_an_unknown_key_or_word_or_a_float_is_an_error(path, value):
    raw = plain("gbt-27922-demo")
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValidationError):
        SchemePack.model_validate(raw)


def test_attributes_are_those_of_the_file():
    pack = complete(shipped("gbt-27922-demo"))
    assert pack is not None
    assert pack.ref == "gbt-27922-demo@2026-1"
    assert pack.committee.min_voters == 3
    assert pack.committee.quorum_fraction == Fraction(2, 3)
    assert pack.committee.pass_ == "yes_votes*2>voters"
    assert pack.validity.months == 36
    assert pack.certificate.number.issue_pattern == "{cb3}{yy}{letters}{serial}R{recert}{size}"
    assert pack.certificate.number.letters == "SC"
    assert pack.surveillance.first.anchor == "award"
    assert pack.sign_in.opening.from_ == "same_local_day"


def test_what_a_file_does_not_give_is_not_known():
    pack = shipped("sbt-10401-2006")
    assert pack.validity is None
    assert complete(pack) is None
    assert "validity" in missing_blocks(pack)
    assert missing_blocks(shipped("gbt-27922-2011.skeleton")) == ()


def test_the_demonstration_pack_is_artificial_and_says_so():
    pack = shipped("gbt-27922-demo")
    assert pack.demo
    ends = list(leaves(pack.indicators))
    assert [leaf.zh for leaf in ends] == [f"演示指标 {n}" for n in range(1, len(ends) + 1)]
    assert [leaf.en for leaf in ends] == [
        f"demonstration indicator {n}" for n in range(1, len(ends) + 1)
    ]
    assert sum((leaf.points or Fraction(0) for leaf in ends), Fraction(0)) == 100


def test_the_demonstration_pack_keeps_every_known_id_and_every_published_point():
    real = {node.id: node for node in walk(shipped("gbt-27922-2011.skeleton").indicators)}
    demo = {node.id: node for node in walk(shipped("gbt-27922-demo").indicators)}
    assert real.keys() <= demo.keys()
    for name, node in real.items():
        assert node.points in (None, demo[name].points)
        assert demo[name].kind == node.kind


def test_a_pack_that_is_not_shipped_is_named():
    with pytest.raises(NoSuchPack, match="gbt-27922-demo"):
        shipped("gbt-1")
