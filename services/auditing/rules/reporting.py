"""The sheet closed and scored, the report fixed, the case sent back. Process 15, 17."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from events.auditing_findings import (
    IndicatorExcluded,
    ScoredSection,
    ScoreSheetClosed,
    SensitiveReading,
)
from events.auditing_report import AuditReopened, AuditReportFixed, FindingSummary
from events.decisions import AgreementRef
from events.event import Event
from events.vocabulary import exact_text
from services.auditing.commands import FixReport, ReopenAudit
from services.auditing.rules.book import Rule
from services.auditing.rules.gates import (
    Desk,
    is_repeated,
    require_agreement,
    require_leader,
    require_stages,
)
from services.auditing.rules.planning import on_site_due
from services.auditing.state import Audit, Scored
from services.core.canonical import digest
from services.core.scheme.scoring import Scored as Outcome
from services.core.scheme.scoring import score
from services.core.scheme.sheet import Finding, ScoreSheet, SpecialBonus, SpecialDeduction


def sheet_of(desk: Desk) -> ScoreSheet:
    """Everything found, as the score sheet that anybody can calculate again. Scoring 7."""
    audit = desk.audit
    return ScoreSheet(
        scheme=desk.accepted.scheme,
        client_class=desk.accepted.client_class,
        findings=tuple(_line(audit.scored[name]) for name in sorted(audit.scored)),
        special_deductions=tuple(
            SpecialDeduction(category=each.category, reason=each.reason, evidence=each.evidence)
            for each in audit.deductions
        ),
        special_bonuses=tuple(
            SpecialBonus(reason=each.reason, evidence=each.evidence) for each in audit.bonuses
        ),
    )


def _line(scored: Scored) -> Finding:
    if isinstance(scored, IndicatorExcluded):
        return Finding(
            indicator=scored.indicator,
            result="excluded",
            reason=scored.reason,
            evidence=scored.evidence,
        )
    return Finding(
        indicator=scored.indicator,
        result=scored.result,
        checked=scored.checked,
        nonconforming=scored.nonconforming,
        base=scored.base,
        present=scored.present,
        points=scored.given,
        reason=scored.reason,
        evidence=scored.evidence,
    )


def close_score_sheet(desk: Desk) -> Iterator[Event]:
    """Every indicator has its finding; the sheet is scored exactly and closed. R-1506."""
    audit = desk.audit
    require_leader(audit, desk.context)
    require_stages(
        opening_meeting=audit.opening is not None, closing_meeting=audit.closing is not None
    )
    if audit.sheet is not None:
        return
    sheet = sheet_of(desk)
    yield _closed(sheet, score(desk.pack, sheet), desk)


def _closed(sheet: ScoreSheet, outcome: Outcome, desk: Desk) -> ScoreSheetClosed:
    return ScoreSheetClosed(
        case=desk.accepted.case,
        sheet=digest(sheet),
        obtained=outcome.obtained,
        applicable=outcome.applicable,
        score=outcome.score,
        final=outcome.final,
        display=outcome.display,
        special_deductions=outcome.special_deductions,
        special_bonuses=len(desk.audit.bonuses),
        passed=outcome.passed,
        failed_by=outcome.failed_by,
        band=outcome.grade,
        sections=tuple(
            ScoredSection(id=each.id, obtained=each.obtained, applicable=each.applicable)
            for each in outcome.sections
        ),
        reading_sensitive=tuple(
            SensitiveReading(
                parameter=each.parameter,
                other_value=str(each.other_value),
                other_final=each.other_final,
                other_band=each.other_band,
            )
            for each in outcome.reading_sensitive
        ),
        closed_by=desk.context.actor,
    )


def fix_report(command: FixReport, desk: Desk) -> Iterator[Event]:
    """The leader fixes what the reviewer and the committee decide on. Process 17."""
    audit, accepted = desk.audit, desk.accepted
    require_leader(audit, desk.context)
    agreement = require_agreement(desk)
    require_stages(closing_meeting=audit.closing is not None, score_sheet=audit.sheet is not None)
    assert audit.plan is not None
    assert audit.opening is not None
    assert audit.closing is not None
    assert audit.sheet is not None
    content: dict[str, Any] = {
        **_of_the_case(desk),
        "version": audit.reports + 1,
        "agreement": AgreementRef(number=agreement.number, signed_on=agreement.signed_on),
        "audit_start": audit.opening.held_on,
        "audit_end": audit.closing.held_on,
        "team": audit.took_part | {each.person for each in audit.team},
        "leader": audit.leader,
        **_worked(command, audit),
        "sheet": audit.sheet.sheet,
        "score": audit.sheet.final,
        "special_deductions": audit.sheet.special_deductions,
        "band": audit.sheet.band,
        **_findings(audit),
        "client_comments": command.client_comments,
        "previous_certificate": accepted.previous_certificate,
        "recertification_count": accepted.recertification_count,
        "fixed_by": desk.context.actor,
        "fixed_on": desk.context.today,
    }
    fixed = AuditReportFixed(**content, report=digest(content))
    if not is_repeated(audit.report, fixed, "version", "fixed_on", "report"):
        Rule.REPORT_IS_NOT_FIXED.require(audit.report is None)
        yield fixed


def _of_the_case(desk: Desk) -> dict[str, Any]:
    """What was accepted, as it was found on site."""
    audit, accepted = desk.audit, desk.accepted
    names = frozenset(audit.programme.sites if audit.programme else ())
    scope = audit.scope
    return {
        "case": accepted.case,
        "activity": accepted.activity,
        "holder": accepted.holder,
        "holder_en": accepted.holder_en,
        "uscc": accepted.uscc,
        "scope": scope.scope if scope else accepted.scope,
        "scope_en": scope.scope_en if scope else accepted.scope_en,
        "field": accepted.field,
        "client_class": accepted.client_class,
        "covered_headcount": (
            audit.headcount.verified if audit.headcount else accepted.covered_headcount
        ),
        "sites": accepted.sites,
        "visited": tuple(site.name for site in accepted.sites if site.name in names),
        "scheme": accepted.scheme,
    }


def _worked(command: FixReport, audit: Audit) -> dict[str, Any]:
    """Man-days on site; fewer than are due only with a reason. R-0707."""
    assert audit.plan is not None
    planned, due = audit.plan.man_days, on_site_due(audit)
    worked: Fraction = planned if command.man_days_worked is None else command.man_days_worked
    argued = bool((command.man_days_reason or "").strip())
    Rule.MAN_DAYS_ARE_WORKED.require(
        worked > 0 and (worked >= due or argued),
        field="man_days_worked",
        due=exact_text(due),
        given=exact_text(worked),
    )
    return {"man_days": worked, "man_days_reason": command.man_days_reason}


def _findings(audit: Audit) -> dict[str, Any]:
    return {
        "excluded": tuple(
            name
            for name, scored in sorted(audit.scored.items())
            if isinstance(scored, IndicatorExcluded)
        ),
        "findings": tuple(
            FindingSummary(number=number, severity=each.raised.severity, closed=each.closed)
            for number, each in sorted(audit.nonconformities.items())
        ),
        "open_majors": audit.open_majors,
    }


def reopen_audit(command: ReopenAudit, audit: Audit) -> Iterator[Event]:
    """The committee's return opens what it names again; one without a report needs nothing."""
    if audit.report is not None:
        yield AuditReopened(**dict(command))
