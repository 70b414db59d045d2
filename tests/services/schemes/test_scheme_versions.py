"""A scheme version from draft to retired. ISO/IEC 17065 7.1; 认证认可条例 art. 17."""

from datetime import date
from typing import Any

import pytest

from events.body import BodyOpened
from events.schemes import (
    SchemeVersionActivated,
    SchemeVersionDrafted,
    SchemeVersionFiled,
    SchemeVersionRetired,
)
from events.vocabulary import BodyKind
from services.core.canonical import digest
from services.core.ruling import RULING
from services.runtime.packs import shipped
from services.schemes.commands import ActivateVersion, DraftVersion, FileVersion, RetireVersion
from services.schemes.rules import Rule
from services.schemes.service import SCHEMES
from services.schemes.state import Version, evolve
from tests.given import Specification
from tests.services.schemes.packs import changed

given = Specification(SCHEMES)
DEMO = shipped("gbt-27922-demo")
REF = DEMO.ref
drafted = SchemeVersionDrafted(scheme=REF, pack=DEMO, pack_digest=digest(DEMO))
REAL = changed(lambda raw: raw.update(demo=False, scheme_id="gbt-27922"))
real = SchemeVersionDrafted(scheme=REAL.ref, pack=REAL, pack_digest=digest(REAL))
FROM = date(2026, 12, 1)
activated = SchemeVersionActivated(scheme=REF, demonstration=True, effective_from=FROM)
file_real = FileVersion(
    scheme=REAL.ref,
    rule_no="SC-2026-01",
    rule_name="售后服务认证规则",
    filed_on=date(2026, 11, 20),
    publisher="示例认证有限公司",
)
filed = SchemeVersionFiled(**file_real.model_dump())
retire = RetireVersion(scheme=REF, last_day=date(2027, 12, 31), reason="replaced")
retired = SchemeVersionRetired(**retire.model_dump())


def body(kind: BodyKind) -> dict[str, list[BodyOpened]]:
    opened = BodyOpened(
        kind=kind,
        name="示例认证有限公司",
        name_en="Sample Certification",
        approval_no="CNCA-R-2099-900",
        opened_on=date(2026, 1, 1),
    )
    return {"body-profile": [opened]}


def activate(ref: str = REF, day: date = FROM) -> ActivateVersion:
    return ActivateVersion(scheme=ref, effective_from=day)


def test_a_pack_is_drafted_whole_with_its_digest():
    given().when(DraftVersion(pack=DEMO)).then(drafted)


def test_the_same_pack_drafted_again_is_no_news():
    given(drafted).when(DraftVersion(pack=DEMO)).then_nothing_happens()


def test_a_version_once_drafted_never_changes():
    other = changed(lambda raw: raw["validity"].update(months=24))
    facts = given(drafted).when(DraftVersion(pack=other)).then_refused(Rule.VERSION_IS_IMMUTABLE)
    assert facts["known"] == digest(DEMO)


@pytest.mark.parametrize(
    ("change", "node"),
    [
        (lambda raw: raw["indicators"][1].update(id="5.1"), "5.1"),
        (
            lambda raw: raw["indicators"][0]["children"][0].update(kind="qualitative"),
            "5.1.1",
        ),
    ],
)
def test_an_indicator_has_its_own_id_and_only_groups_have_children(change, node):
    facts = given().when(DraftVersion(pack=changed(change))).then_refused(Rule.TREE_IS_WELL_FORMED)
    assert node in facts["nodes"]


def test_a_filing_is_recorded_once():
    given(real).when(file_real).then(filed)
    given(real, filed).when(file_real).then_nothing_happens()
    other = file_real.model_copy(update={"rule_no": "SC-2026-02"})
    given(real, filed).when(other).then_refused(Rule.FILED_ONCE)


def test_a_filing_lies_today_or_before():
    today = file_real.model_copy(update={"filed_on": date(2026, 11, 23)})
    tomorrow = file_real.model_copy(update={"filed_on": date(2026, 11, 24)})
    given(real).when(today).then(SchemeVersionFiled(**today.model_dump()))
    given(real).when(tomorrow).then_refused(Rule.FILED_NOT_IN_FUTURE)


@pytest.mark.parametrize("command", [file_real, activate(REAL.ref), retire])
def test_nothing_is_done_with_a_version_never_drafted(command):
    given().knowing(body(BodyKind.REAL)).when(command).then_refused(Rule.VERSION_IS_DRAFTED)


def test_a_demonstration_pack_counts_as_filed_in_a_demonstration_body_w_8():
    given(drafted).knowing(body(BodyKind.DEMONSTRATION)).when(activate()).then(activated)


def test_a_demonstration_pack_stays_out_of_a_real_body_w_8():
    given(drafted).knowing(body(BodyKind.REAL)).when(activate()).then_refused(
        Rule.DEMONSTRATION_STAYS_IN_ITS_BODY
    )
    given(drafted).when(activate()).then_refused(Rule.DEMONSTRATION_STAYS_IN_ITS_BODY)


def test_a_real_pack_is_activated_once_filed():
    given(real).knowing(body(BodyKind.REAL)).when(activate(REAL.ref)).then_refused(
        Rule.RULE_IS_FILED
    )
    given(real, filed).knowing(body(BodyKind.REAL)).when(activate(REAL.ref)).then(
        SchemeVersionActivated(scheme=REAL.ref, demonstration=False, effective_from=FROM)
    )


def test_a_pack_may_bring_its_filing_with_it():
    def with_filing(raw: Any) -> None:
        raw.update(demo=False, scheme_id="gbt-27922")
        raw["filing"].update(rule_no="SC-2026-01", filed_on="2026-11-20")

    pack = changed(with_filing)
    brought = SchemeVersionDrafted(scheme=pack.ref, pack=pack, pack_digest=digest(pack))
    given(brought).when(activate(pack.ref)).then(
        SchemeVersionActivated(scheme=pack.ref, demonstration=False, effective_from=FROM)
    )


def test_a_rule_takes_effect_on_the_day_of_its_filing_or_later():
    same_day, day_before = (
        activate(REAL.ref, date(2026, 11, 20)),
        activate(REAL.ref, date(2026, 11, 19)),
    )
    given(real, filed).when(same_day).then(
        SchemeVersionActivated(
            scheme=REAL.ref, demonstration=False, effective_from=date(2026, 11, 20)
        )
    )
    given(real, filed).when(day_before).then_refused(Rule.FILED_BEFORE_IN_EFFECT)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (
            lambda raw: raw["indicators"][0]["children"][0]["children"][0].update(points=None),
            Rule.EVERY_INDICATOR_HAS_POINTS,
        ),
        (lambda raw: raw["indicators"][0].update(points="41"), Rule.POINTS_ADD_UP),
        (lambda raw: raw["bands"][0].update(min="90"), Rule.BANDS_ARE_ORDERED),
        (lambda raw: raw.update(validity=None), Rule.PARAMETERS_ARE_KNOWN),
        (lambda raw: raw["validity"].update(months=0), Rule.PARAMETERS_CAN_BE_CARRIED_OUT),
    ],
)
def test_the_guard_refuses_and_names_everything_it_found(change, rule):
    pack = changed(change)
    broken = SchemeVersionDrafted(scheme=pack.ref, pack=pack, pack_digest=digest(pack))
    facts = given(broken).knowing(body(BodyKind.DEMONSTRATION)).when(activate()).then_refused(rule)
    assert facts["failures"][0]["code"] == rule.code


def test_a_section_of_41_is_refused_with_node_expected_and_found_o_19():
    pack = changed(lambda raw: raw["indicators"][0].update(points="41"))
    broken = SchemeVersionDrafted(scheme=pack.ref, pack=pack, pack_digest=digest(pack))
    known = given(broken).knowing(body(BodyKind.DEMONSTRATION))
    facts = known.when(activate()).then_refused(Rule.POINTS_ADD_UP)
    assert (facts["node"], facts["expected"], facts["found"]) == ("5.1", "40", "41")


def test_a_version_is_activated_once():
    known = given(drafted, activated).knowing(body(BodyKind.DEMONSTRATION))
    known.when(activate()).then_nothing_happens()
    known.when(activate(day=date(2027, 1, 1))).then_refused(Rule.VERSION_IS_NOT_ACTIVE)


def test_an_active_version_is_retired_once():
    given(drafted, activated).when(retire).then(retired)
    given(drafted, activated, retired).when(retire).then_nothing_happens()
    later = retire.model_copy(update={"last_day": date(2028, 12, 31)})
    given(drafted, activated, retired).when(later).then_refused(Rule.VERSION_IS_NOT_RETIRED)


def test_a_retired_version_is_not_activated_again():
    known = given(drafted, activated, retired).knowing(body(BodyKind.DEMONSTRATION))
    known.when(activate()).then_refused(Rule.VERSION_IS_NOT_RETIRED)


def test_only_an_active_version_is_retired_and_not_before_its_first_day():
    given(drafted).when(retire).then_refused(Rule.VERSION_IS_ACTIVE)
    first = retire.model_copy(update={"last_day": FROM})
    before = retire.model_copy(update={"last_day": date(2026, 11, 30)})
    given(drafted, activated).when(first).then(SchemeVersionRetired(**first.model_dump()))
    given(drafted, activated).when(before).then_refused(Rule.RETIRED_AFTER_IN_EFFECT)


def test_a_version_governs_from_its_first_day_to_its_last():
    ruling = RULING.initial
    for event in (drafted, activated, retired):
        assert not ruling.governs(date(2026, 11, 30))
        ruling = RULING.evolve(ruling, event)
    days = [date(2026, 11, 30), FROM, retire.last_day, date(2028, 1, 1)]
    assert [ruling.governs(day) for day in days] == [False, True, True, False]
    assert ruling.demonstration


def test_filing_is_of_no_concern_to_other_services():
    assert RULING.evolve(RULING.initial, filed) == RULING.initial


def test_every_event_has_its_day_and_its_stream():
    days = {SCHEMES.effective_on(event) for event in (drafted, filed, activated, retired)}
    assert days == {None, filed.filed_on, FROM, retire.last_day}
    assert SCHEMES.home(drafted) == f"schemes-{REF}"
    with pytest.raises(ValueError, match="BodyOpened"):
        SCHEMES.home(body(BodyKind.REAL)["body-profile"][0])


def test_an_unfiled_version_has_no_filing_day():
    assert Version().filed_on is None
    assert evolve(Version(), drafted).filed_on is None
