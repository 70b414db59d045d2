"""The answer to each command about an audit, and what it must have read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from events.event import Event
from services.auditing import commands as asked
from services.auditing.facts import Commission
from services.auditing.rules import correcting, findings, on_site, planning, reporting, team
from services.auditing.rules.gates import Desk, desk
from services.auditing.state import Audit, Diary, GivenCode
from services.auditing.streams import (
    BODY,
    DIARY,
    application_stream,
    case_stream,
    diary_stream,
    person_stream,
    plan_stream,
    scheme_stream,
)
from services.core.context import Context
from services.core.service import States

OF_POLICIES = (asked.ReopenAudit, asked.ReleaseTeam)


def reads(command: asked.AuditCommand, states: States, facts: States) -> Iterator[str]:
    """The audit, the case it is for and its scheme; people, diaries and codes a rule needs."""
    yield case_stream(command.case)
    if isinstance(command, OF_POLICIES):
        yield from _reads_of_policy(command, states)
        return
    yield application_stream(command.case)
    known: Commission = facts.get(application_stream(command.case), Commission())
    if known.accepted is not None:
        yield scheme_stream(known.accepted.scheme)
    match command:
        case asked.AssignTeam():
            people = [member.person for member in command.members]
            yield from _of_team(people, command.case, states)
        case asked.ReplaceMember():
            people = [command.member, command.replacement.person]
            yield from _of_team(people, command.case, states)
        case asked.ReportPlan():
            yield plan_stream(command.plan_code)
        case asked.SendAuditNotice():
            yield BODY
        case _:
            return


def _of_team(people: Iterable[str], case: str, states: States) -> Iterator[str]:
    """Everybody asked for by what is recorded of them, and every diary that may change."""
    known: Audit = states.get(case_stream(case), Audit())
    for person in people:
        yield person_stream(person)
        yield diary_stream(person)
    for member in known.team:
        yield diary_stream(member.person)


def _reads_of_policy(command: asked.AuditCommand, states: States) -> Iterator[str]:
    if isinstance(command, asked.ReleaseTeam):
        known: Audit = states.get(case_stream(command.case), Audit())
        yield from (diary_stream(member.person) for member in known.team)


def _diaries(states: States) -> Mapping[str, Diary]:
    """Person → diary, of every diary that was read."""
    return {
        stream.removeprefix(DIARY): diary
        for stream, diary in states.items()
        if stream.startswith(DIARY)
    }


def decide(command: asked.AuditCommand, states: States, context: Context) -> Iterable[Event]:
    """The events a command gives rise to, or Refused."""
    audit: Audit = states[case_stream(command.case)]
    diaries = _diaries(states)
    match command:
        case asked.ReopenAudit():
            return reporting.reopen_audit(command, audit)
        case asked.ReleaseTeam():
            return team.release_team(command.case, audit, diaries)
        case _:
            return _decide(command, states, desk(command.case, audit, context), diaries)


def _decide(  # noqa: C901 - one line a command
    command: asked.AuditCommand, states: States, at: Desk, diaries: Mapping[str, Diary]
) -> Iterable[Event]:
    match command:
        case asked.CalculateManDays():
            return planning.calculate_man_days(command, at)
        case asked.PlanProgramme():
            return planning.plan_programme(command, at)
        case asked.AssignTeam():
            return team.assign_team(command, at, diaries)
        case asked.ReplaceMember():
            return team.replace_member(command, at, diaries)
        case asked.DeclareImpartiality():
            return team.declare_impartiality(command, at)
        case asked.SendAuditNotice():
            return planning.send_audit_notice(at)
        case asked.ObjectToMember():
            return team.object_to_member(command, at)
        case asked.DecideObjection():
            return team.decide_objection(command, at)
        case asked.WaiveObjection():
            return team.waive_objection(command, at)
        case asked.IssuePlan():
            return planning.issue_plan(command, at)
        case asked.ReportPlan():
            code: GivenCode = states[plan_stream(command.plan_code)]
            return planning.report_plan(command, code, at)
        case asked.CompleteDocumentReview():
            return on_site.complete_document_review(command, at)
        case asked.HoldOpeningMeeting():
            return on_site.hold_opening_meeting(command, at)
        case asked.VerifyHeadcount():
            return on_site.verify_headcount(command, at)
        case asked.RecordFindings():
            return findings.record_findings(command, at)
        case asked.RaiseSpecialDeduction():
            return findings.raise_special_deduction(command, at)
        case asked.ApproveSpecialBonus():
            return findings.approve_special_bonus(command, at)
        case asked.RaiseNonconformity():
            return correcting.raise_nonconformity(command, at)
        case asked.ExtendNonconformityDeadline():
            return correcting.extend_nonconformity_deadline(command, at)
        case asked.SubmitCorrectiveAction():
            return correcting.submit_corrective_action(command, at)
        case asked.JudgeCorrectiveAction():
            return correcting.judge_corrective_action(command, at)
        case asked.HoldClosingMeeting():
            return on_site.hold_closing_meeting(command, at)
        case asked.CloseScoreSheet():
            return reporting.close_score_sheet(at)
        case asked.FixReport():
            return reporting.fix_report(command, at)
        case asked.ReopenAudit() | asked.ReleaseTeam():
            return ()
        case _:
            assert_never(command)
