"""Points, exclusions, special deductions and bonuses. Process 15; scoring 3, 4."""

from collections.abc import Iterator
from fractions import Fraction

from events.auditing_findings import (
    IndicatorExcluded,
    IndicatorScored,
    SpecialBonusApproved,
    SpecialDeductionRaised,
)
from events.event import Event
from events.scheme_scoring import Indicator
from services.auditing.commands import (
    ApproveSpecialBonus,
    Found,
    RaiseSpecialDeduction,
    RecordFindings,
)
from services.auditing.rules.book import Rule
from services.auditing.rules.gates import (
    Desk,
    require_counted,
    require_leader,
    require_not_reported,
    require_stages,
)
from services.auditing.rules.on_site import require_unclosed
from services.auditing.state import Audit, Scored
from services.core.scheme.awards import award
from services.core.scheme.entered import worths
from services.core.scheme.rules import Rule as SchemeRule
from services.core.scheme.sheet import INPUTS, Finding
from services.core.scheme.tree import leaves

FIGURES = ("checked", "nonconforming", "base", "present", "points")


def record_findings(command: RecordFindings, desk: Desk) -> Iterator[Event]:
    """Each finding is of the scheme, possible, and reasoned where it takes points. R-1501."""
    audit = desk.audit
    require_stages(opening_meeting=audit.opening is not None)
    require_counted(audit, desk.context)
    worth = worths(desk.pack, desk.accepted.client_class)
    known = {leaf.id: leaf for leaf in leaves(desk.pack.indicators)}
    strange = [each.indicator for each in command.findings if each.indicator not in worth]
    SchemeRule.INDICATOR_IS_OF_THE_SCHEME.require(
        not strange, field="findings.indicator", indicators=strange
    )
    names = [each.indicator for each in command.findings]
    twice = sorted({name for name in names if names.count(name) > 1})
    SchemeRule.FINDING_IS_SINGLE.require(not twice, field="findings", indicators=twice)
    for found in command.findings:
        event = _event(found, known[found.indicator], worth[found.indicator], desk)
        if audit.scored.get(found.indicator) != event:
            require_open_sheet(audit)
            yield event


def require_open_sheet(audit: Audit) -> None:
    """A closed sheet is corrected by a procedure of its own, never by scoring again. R-1506."""
    Rule.SHEET_IS_OPEN.require(audit.sheet is None)
    require_not_reported(audit)


def _event(found: Found, leaf: Indicator, worth: Fraction, desk: Desk) -> Scored:
    finding = _finding(found)
    if found.result == "excluded":
        return _excluded(found, worth, desk)
    earned = award(leaf, finding, worth, desk.pack.scoring).points
    argued = bool((found.reason or "").strip()) and bool(found.evidence)
    Rule.EVIDENCE_IS_GIVEN.require(
        earned == worth or argued, field="findings", indicator=found.indicator
    )
    return IndicatorScored(
        case=desk.accepted.case,
        indicator=found.indicator,
        result=found.result,
        checked=found.checked,
        nonconforming=found.nonconforming,
        base=found.base,
        present=found.present,
        given=found.points,
        worth=worth,
        points=earned,
        reason=found.reason,
        evidence=found.evidence,
        scorer=desk.context.actor,
    )


def _excluded(found: Found, worth: Fraction, desk: Desk) -> IndicatorExcluded:
    reason = (found.reason or "").strip()
    Rule.EXCLUSION_IS_APPROVED.require(
        bool(reason) and desk.context.actor == desk.audit.leader,
        field="findings",
        indicator=found.indicator,
    )
    return IndicatorExcluded(
        case=desk.accepted.case,
        indicator=found.indicator,
        worth=worth,
        reason=found.reason or "",
        evidence=found.evidence,
        approved_by=desk.context.actor,
    )


def _finding(found: Found) -> Finding:
    """The same as a line of a score sheet, once its figures can be."""
    for why, en in _impossible(found):
        Rule.FIGURES_ARE_POSSIBLE.require(
            False, field="findings", indicator=found.indicator, 项目=why, why=en
        )
    return Finding.model_validate(dict(found))


def _impossible(found: Found) -> Iterator[tuple[str, str]]:
    wanted = INPUTS[found.result]
    for name in FIGURES:
        given = getattr(found, name) is not None
        if given and name not in wanted:
            yield f"{found.result} 不填 {name}", f"a result {found.result} has no {name}"
        if not given and name in wanted:
            yield f"{found.result} 须填 {name}", f"a result {found.result} needs {name}"
    for name in ("nonconforming", "base", "present"):
        if (getattr(found, name) or 0) < 0:
            yield f"{name} 不得小于 0", f"{name} is below 0"
    if found.checked is not None and found.checked < 1:
        yield "抽样数须不少于 1", "checked is below 1"
    if found.checked is not None and (found.nonconforming or 0) > found.checked:
        yield "不合格数多于抽样数", "nonconforming is more than checked"


def raise_special_deduction(command: RaiseSpecialDeduction, desk: Desk) -> Iterator[Event]:
    """One for each fact, of a category of the scheme, with evidence. Scoring 4."""
    audit = desk.audit
    require_stages(opening_meeting=audit.opening is not None)
    require_counted(audit, desk.context)
    known = [(each.category, each.reason, each.evidence) for each in audit.deductions]
    if (command.category, command.reason, command.evidence) in known:
        return
    require_unclosed(audit)
    require_open_sheet(audit)
    rules = desk.pack.scoring.special_deductions
    SchemeRule.CATEGORY_IS_OF_THE_SCHEME.require(
        rules is not None and command.category in rules.categories,
        field="category",
        categories=[command.category],
    )
    Rule.EVIDENCE_IS_GIVEN.require(
        bool(command.reason.strip()) and bool(command.evidence),
        field="evidence",
        indicator=command.category,
    )
    yield SpecialDeductionRaised(
        **dict(command), deduction=len(audit.deductions) + 1, raised_by=desk.context.actor
    )


def approve_special_bonus(command: ApproveSpecialBonus, desk: Desk) -> Iterator[Event]:
    """The leader approves as many as the scheme counts. R-1505."""
    audit = desk.audit
    require_stages(opening_meeting=audit.opening is not None)
    require_leader(audit, desk.context)
    if (command.reason, command.evidence) in [
        (each.reason, each.evidence) for each in audit.bonuses
    ]:
        return
    require_open_sheet(audit)
    rules = desk.pack.scoring.special_bonus
    most, offered = rules.max_count if rules else 0, len(audit.bonuses) + 1
    SchemeRule.BONUS_IS_WITHIN_LIMIT.require(offered <= most, most=most, offered=offered)
    Rule.EVIDENCE_IS_GIVEN.require(
        bool(command.reason.strip()) and bool(command.evidence),
        field="evidence",
        indicator="special_bonus",
    )
    yield SpecialBonusApproved(**dict(command), bonus=offered, approved_by=desk.context.actor)
