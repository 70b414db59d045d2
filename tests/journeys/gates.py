"""The gate matrix once more, written from the process alone: what must stand before what. 0.2."""

from collections.abc import Sequence

from events.applications import PaymentRecorded
from events.auditing import ImpartialityDeclared, TeamAssigned, TeamMemberReplaced
from events.envelope import Recorded
from events.event import Event

NEEDS: dict[str, tuple[str, ...]] = {
    "ApplicationReviewed": ("ApplicationSubmitted", "application_fee"),
    "ApplicationAccepted": ("ApplicationReviewed",),
    "FeeQuoted": ("ApplicationAccepted",),
    "AgreementSigned": ("ApplicationAccepted", "FeeQuoted"),
    "ManDaysCalculated": ("ApplicationAccepted",),
    "ProgrammePlanned": ("AgreementSigned", "ManDaysCalculated"),
    "TeamAssigned": ("AgreementSigned", "ManDaysCalculated"),
    "AuditNoticeSent": ("TeamAssigned", "declarations"),
    "PlanIssued": ("TeamAssigned", "declarations"),
    "PlanReported": ("PlanIssued",),
    "DocumentReviewCompleted": ("TeamAssigned", "declarations", "AgreementSigned"),
    "OpeningMeetingHeld": (
        "DocumentReviewCompleted",
        "AuditNoticeSent",
        "PlanIssued",
        "PlanReported",
        "instalment",
        "declarations",
    ),
    "HeadcountVerified": ("OpeningMeetingHeld",),
    "IndicatorScored": ("OpeningMeetingHeld",),
    "ClosingMeetingHeld": ("OpeningMeetingHeld", "HeadcountVerified"),
    "ScoreSheetClosed": ("ClosingMeetingHeld", "IndicatorScored"),
    "AuditReportFixed": ("ClosingMeetingHeld", "ScoreSheetClosed"),
    "FileOpened": ("AuditReportFixed",),
    "ReviewCompleted": ("FileOpened",),
    "DecisionMeetingConvened": ("ReviewCompleted",),
    "VoteCast": ("DecisionMeetingConvened", "NonParticipationDeclared"),
    "VoteClosed": ("VoteCast",),
    "DecisionSigned": ("VoteClosed",),
    "DecisionCountersigned": ("VoteClosed", "DecisionSigned"),
    "CertificateIssued": ("DecisionCountersigned", "AgreementSigned"),
    "SurveillanceOpened": ("CertificateIssued",),
}
"""Event → what must have happened to its case before it."""

VOID_AFTER = {"AuditNoticeSent": "TeamAssigned", "PlanIssued": "TeamAssigned"}
"""What another team or other days make void."""


def missing(each: Recorded[Event], before: Sequence[Recorded[Event]]) -> list[str]:
    """What an event of a case lacks of all that came before it."""
    needed = NEEDS.get(type(each.event).__name__, ())
    return [name for name in needed if not _stands(name, [past.event for past in before])]


def _stands(name: str, past: Sequence[Event]) -> bool:
    if name in ("application_fee", "instalment"):
        return any(isinstance(each, PaymentRecorded) and each.purpose == name for each in past)
    if name == "declarations":
        return _team(past) <= {
            each.member for each in past if isinstance(each, ImpartialityDeclared)
        }
    kinds = [type(each).__name__ for each in past]
    if name not in kinds:
        return False
    voided = VOID_AFTER.get(name)
    if voided is None or voided not in kinds:
        return True
    last = len(kinds) - 1 - kinds[::-1].index(name)
    return last > len(kinds) - 1 - kinds[::-1].index(voided)


def _team(past: Sequence[Event]) -> set[str]:
    """Who is in the team by what was recorded."""
    team: set[str] = set()
    for each in past:
        if isinstance(each, TeamAssigned):
            team = {member.person for member in each.members}
        if isinstance(each, TeamMemberReplaced):
            team = (team - {each.member}) | {each.replacement.person}
    return team
