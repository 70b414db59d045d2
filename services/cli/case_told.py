"""Gathers a case from every stream it has, and says where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from events.certificates import CertificateIssued, HolderCertified
from events.decisions import FileOpened
from events.envelope import Recorded
from events.event import Event
from events.telling.sentences import sentence
from events.telling.words import word
from events.wire import moment_text
from projections.registry.names import number_of
from services.cli.place import Place
from services.cli.workshop import store
from services.core.context import ZONE
from services.runtime.event_store import EventStore

OF_CERTIFICATES = ("decisions-certificate-", "surveillance-")
"""Streams whose events hold from a day of their own."""

STATES: dict[str, tuple[str, str]] = {
    "ApplicationSubmitted": ("已申请", "submitted"),
    "ApplicationSupplementRequested": ("待补正", "supplement_requested"),
    "ApplicationSupplemented": ("已申请", "submitted"),
    "ApplicationReviewed": ("已评审", "under_review"),
    "ApplicationAccepted": ("已受理", "accepted"),
    "ApplicationRefused": ("不予受理", "refused"),
    "ApplicationAbandoned": ("已放弃", "abandoned"),
    "AgreementSigned": ("已签约", "contracted"),
    "TeamAssigned": ("已安排", "planned"),
    "DocumentReviewCompleted": ("已文审", "document_reviewed"),
    "PlanReported": ("待现场审查", "ready_on_site"),
    "OpeningMeetingHeld": ("现场审查中", "on_site"),
    "ClosingMeetingHeld": ("待整改或报告", "findings_open"),
    "CorrectiveActionSubmitted": ("整改中", "correction"),
    "AuditReportFixed": ("已出报告", "reported"),
    "ReviewCompleted": ("已复核", "reviewed"),
    "DecisionMeetingConvened": ("评定中", "deciding"),
    "VoteClosed": ("已计票", "deciding"),
    "DecisionRefused": ("不予认证", "decided_refuse"),
    "CaseReturned": ("已退回", "returned"),
    "DecisionCountersigned": ("已签署", "signed"),
    "CertificateIssued": ("已颁证", "issued"),
    "CaseClosed": ("已办结", "closed"),
    "CertificateSuspended": ("证书暂停", "suspended"),
    "CertificateRestored": ("证书有效", "valid"),
    "CertificateWithdrawn": ("证书撤销", "withdrawn"),
    "CertificateCancelled": ("证书注销", "cancelled"),
    "CertificateExpired": ("证书过期失效", "expired"),
}
"""Event → where it leaves the case, in Chinese and by its id. Process 1, lifecycle 1."""


@dataclass(frozen=True, slots=True)
class Told:
    """A case as it was known at a moment."""

    case: str
    known: datetime | None
    effective: date | None
    events: tuple[Recorded[Event], ...]

    def holds(self, recorded: Recorded[Event]) -> bool:
        """Whether an event had taken effect on the day asked about."""
        if self.effective is None or recorded.effective_on is None:
            return True
        if not recorded.stream.startswith(OF_CERTIFICATES):
            return True
        return recorded.effective_on <= self.effective

    @property
    def state(self) -> tuple[str, str]:
        """Where the case stood."""
        names = [type(each.event).__name__ for each in self.events if self.holds(each)]
        return next(
            (STATES[name] for name in reversed(names) if name in STATES), ("未知", "unknown")
        )

    def lines(self) -> Iterator[str]:
        """For people: where it stands, then every event in order."""
        zh, state = self.state
        when = "" if self.known is None else f"（截至 {_wall(self.known)} 已记录的内容）"
        yield f"案件 {self.case}：{zh} ({state.replace('_', ' ')}){when}"
        for heading, together in groupby(self.events, self._heading):
            yield heading
            for each in together:
                told = sentence(each.event)
                yield f"  {f'#{each.position}':<7} {told['zh']}"
                yield f"  {'':<7} {told['en']}"

    def _heading(self, each: Recorded[Event]) -> str:
        """When and by whom; what one person did at one moment stands under one heading."""
        zh, en = (word("role", each.role, language) for language in (0, 1))
        mark = "" if self.holds(each) else "  [尚未生效 not yet in effect]"
        return f"{_wall(each.recorded_at)}  {each.actor}（{zh} / {en}）{mark}"

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "case": self.case,
            "known": moment_text(self.known) if self.known else None,
            "effective": self.effective.isoformat() if self.effective else None,
            "state": self.state[1],
            "events": [self._event(each) for each in self.events],
        }

    def _event(self, each: Recorded[Event]) -> dict[str, Any]:
        return {
            "position": each.position,
            "recorded_at": moment_text(each.recorded_at),
            "effective_on": each.effective_on.isoformat() if each.effective_on else None,
            "actor": each.actor,
            "role": each.role,
            "type": each.type,
            "sentence": sentence(each.event),
            "holds": self.holds(each),
        }


def told(
    place: Place, number: str, *, effective: date | None, known: datetime | None
) -> Told | None:
    """A case by its own number or its certificate's; None where nobody knew it by then."""
    with_all = store(place, "projector")
    try:
        case = _case_of(with_all, number)
        if case is None:
            return None
        recorded = sorted(_everything(with_all, case), key=lambda each: each.position)
        events = tuple(each for each in recorded if known is None or each.recorded_at <= known)
        return Told(case, known, effective, events) if events else None
    finally:
        with_all.close()


def _case_of(ledger: EventStore, number: str) -> str | None:
    case = number.strip().upper()
    if any(ledger.stream(f"{prefix}-{case}") for prefix in ("applications-case", "decisions-file")):
        return case
    for each in ledger.stream(f"decisions-certificate-{number_of(number)}"):
        if isinstance(each.event, CertificateIssued):
            return each.event.case
    return None


def _everything(ledger: EventStore, case: str) -> Iterator[Recorded[Event]]:
    """The case's own streams, then those of the certificate it led to."""
    codes: set[str] = set()
    for prefix in ("applications-case", "auditing-case", "decisions-file"):
        for each in ledger.stream(f"{prefix}-{case}"):
            if isinstance(each.event, FileOpened):
                codes.add(each.event.uscc)
            yield each
    for code in sorted(codes):
        for each in ledger.stream(f"decisions-holder-{code}"):
            if isinstance(each.event, HolderCertified) and each.event.case == case:
                certificate = each.event.certificate
                yield from ledger.stream(f"decisions-certificate-{certificate}")
                yield from ledger.stream(f"surveillance-{certificate}")


def _wall(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
