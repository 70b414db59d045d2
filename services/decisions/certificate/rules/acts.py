"""What each change of status asks for, and the event it becomes. Lifecycle 2, 4, 5; process 24."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from events.certificates import (
    CertificateCancelled,
    CertificateIssued,
    CertificateRestored,
    CertificateSuspended,
    CertificateWithdrawn,
    HolderCertificationEnded,
    StatusDecided,
    SuspensionExtended,
)
from events.event import Event
from events.scheme_pack import CompletePack
from events.vocabulary import CertificateStatus as Status
from events.vocabulary import StatusAct
from services.core import calendar
from services.core.context import Context
from services.decisions.certificate import grounds
from services.decisions.certificate.facts import Surveillance, surveillance_in
from services.decisions.certificate.rules.book import Rule
from services.decisions.certificate.rules.life import require_pack, require_transition
from services.decisions.certificate.state import Certificate, Suspension
from services.decisions.file.facts import is_of_this_body, standing_in

IN_FORCE = (Status.VALID, Status.SUSPENDED)
FROM = {
    StatusAct.SUSPEND: (Status.VALID,),
    StatusAct.EXTEND_SUSPENSION: (Status.SUSPENDED,),
    StatusAct.RESTORE: (Status.SUSPENDED,),
    StatusAct.WITHDRAW: IN_FORCE,
    StatusAct.CANCEL: IN_FORCE,
}
"""The statuses each act may start from: T2, T9, T3, T4 and T5, T6."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A status decision beside everything it must agree with."""

    certificate: Certificate
    decided: StatusDecided
    issued: CertificateIssued
    since: date
    pack: CompletePack
    surveillance: Surveillance
    contact_is_ours: bool
    today: date

    @property
    def effective_on(self) -> date:
        """The day asked for, else today."""
        return self.decided.effective_on or self.today

    @property
    def suspension(self) -> Suspension:
        """The suspension an act is about; the transition was allowed."""
        assert self.certificate.suspension is not None
        return self.certificate.suspension

    def ends_after(self, start: date, months: int) -> date:
        """The last suspended day. Lifecycle 4."""
        if self.pack.suspension.cut_to_expiry:
            return calendar.suspension_end(start, months, self.issued.expires_on)
        return calendar.add_months(start, months)


def matter_of(certificate: Certificate, decided: StatusDecided, context: Context) -> Matter:
    """Gather a matter; the act must be allowed in the present status, today and on its day."""
    days = (context.today, decided.effective_on or context.today)
    issued = require_transition(certificate, FROM[decided.act], *days)
    contact = decided.contact
    return Matter(
        certificate=certificate,
        decided=decided,
        issued=issued,
        since=certificate.since or issued.awarded_on,
        pack=require_pack(issued, context),
        surveillance=surveillance_in(context.facts, issued.certificate),
        contact_is_ours=contact is not None
        and is_of_this_body(standing_in(context.facts, contact)),
        today=context.today,
    )


def require_act(matter: Matter) -> None:
    """What must be true when it is decided and again when it is approved."""
    match matter.decided.act:
        case StatusAct.SUSPEND:
            _require_suspension(matter)
        case StatusAct.EXTEND_SUSPENSION:
            _require_extension(matter)
        case StatusAct.RESTORE:
            _require_restoring(matter)
        case StatusAct.WITHDRAW:
            _require_ground(matter, grounds.may_decide(grounds.WITHDRAW, matter.decided.ground))
            _require_effective(matter, matter.today)
        case StatusAct.CANCEL:
            _require_cancellation(matter)
        case _:
            assert_never(matter.decided.act)


def _require_ground(matter: Matter, known: bool) -> None:
    given = known and bool(matter.decided.facts.strip())
    Rule.GROUND_IS_GIVEN.require(given, ground=matter.decided.ground)


def _require_effective(matter: Matter, earliest: date) -> None:
    if matter.decided.act is StatusAct.WITHDRAW and matter.decided.order:
        earliest = matter.issued.awarded_on
    else:
        earliest = max(earliest, matter.since)
    Rule.EFFECTIVE_IN_TIME.require(matter.effective_on >= earliest, earliest=earliest)


def _require_suspension(matter: Matter) -> None:
    decided, most = matter.decided, matter.pack.suspension.max_months
    _require_ground(matter, grounds.may_decide(grounds.SUSPEND, decided.ground))
    confirmed = {ground.ground for ground in matter.certificate.grounds}
    Rule.GROUND_IS_CONFIRMED.require(decided.ground in confirmed, confirmed=sorted(confirmed))
    named = bool(decided.conditions and decided.conditions.strip() and decided.contact)
    Rule.CONDITIONS_ARE_NAMED.require(named)
    Rule.CONTACT_IS_OF_THIS_BODY.require(matter.contact_is_ours, contact=decided.contact)
    Rule.SUSPENSION_IS_SHORT_ENOUGH.require((decided.months or 0) <= most, max_months=most)
    _require_effective(matter, matter.today)


def _require_extension(matter: Matter) -> None:
    decided, suspension = matter.decided, matter.suspension
    _require_ground(matter, decided.ground == suspension.ground)
    Rule.TRANSITION_IS_ALLOWED.require(
        matter.today <= suspension.last_day, last_day=suspension.last_day, 状态="暂停已期满"
    )
    total, most = _total_months(matter), matter.pack.suspension.max_months
    Rule.SUSPENSION_IS_SHORT_ENOUGH.require(total <= most, months=total, max_months=most)
    Rule.EXTENSION_IS_LONGER.require(
        decided.months is not None
        and matter.ends_after(suspension.since, total) > suspension.last_day
    )


def _total_months(matter: Matter) -> int:
    """Months from the start of the suspension to the end of its extension, in one step."""
    start, last_day, months = matter.suspension.since, matter.suspension.last_day, 0
    while calendar.add_months(start, months) < last_day:
        months += 1
    return months + (matter.decided.months or 0)


def _require_restoring(matter: Matter) -> None:
    suspension = matter.suspension
    _require_ground(matter, matter.decided.ground == suspension.ground)
    Rule.RESTORED_IN_TIME.require(
        matter.effective_on <= suspension.last_day, last_day=suspension.last_day
    )
    outstanding = sorted(matter.surveillance.outstanding)
    Rule.SURVEILLANCE_IS_DONE.require(
        not outstanding, missing=["surveillance"], surveillance=outstanding, 缺少事项="监督审查"
    )
    _require_effective(matter, matter.today)


def _require_cancellation(matter: Matter) -> None:
    requested_on = matter.decided.requested_on
    _require_ground(matter, grounds.may_decide(grounds.CANCEL, matter.decided.ground))
    Rule.REQUEST_IS_DATED.require(requested_on is not None and requested_on <= matter.today)
    assert requested_on is not None
    _require_effective(matter, requested_on)


def carried_out(matter: Matter, *, approver: str) -> Iterator[Event]:
    """The change of status that an approved decision is."""
    match matter.decided.act:
        case StatusAct.SUSPEND:
            yield _suspended(matter, approver)
        case StatusAct.EXTEND_SUSPENSION:
            yield _extended(matter, approver)
        case StatusAct.RESTORE:
            yield _restored(matter, approver)
        case StatusAct.WITHDRAW:
            yield _withdrawn(matter, approver)
            yield _ended(matter)
        case StatusAct.CANCEL:
            yield _cancelled(matter, approver)
            yield _ended(matter)
        case _:
            assert_never(matter.decided.act)


def _suspended(matter: Matter, approver: str) -> CertificateSuspended:
    decided, start = matter.decided, matter.effective_on
    suspend_by = min(ground.suspend_by for ground in matter.certificate.grounds)
    return CertificateSuspended(
        certificate=decided.certificate,
        ground=decided.ground,
        facts=decided.facts,
        effective_on=start,
        last_day=matter.ends_after(start, decided.months or 0),
        conditions=decided.conditions or "",
        contact=decided.contact or "",
        decider=decided.decider,
        approver=approver,
        late=start > suspend_by,
    )


def _extended(matter: Matter, approver: str) -> SuspensionExtended:
    return SuspensionExtended(
        certificate=matter.decided.certificate,
        last_day=matter.ends_after(matter.suspension.since, _total_months(matter)),
        reason=matter.decided.facts,
        decider=matter.decided.decider,
        approver=approver,
    )


def _restored(matter: Matter, approver: str) -> CertificateRestored:
    return CertificateRestored(
        certificate=matter.decided.certificate,
        effective_on=matter.effective_on,
        verification=matter.decided.facts,
        decider=matter.decided.decider,
        approver=approver,
    )


def _withdrawn(matter: Matter, approver: str) -> CertificateWithdrawn:
    return CertificateWithdrawn(
        certificate=matter.decided.certificate,
        ground=matter.decided.ground,
        facts=matter.decided.facts,
        effective_on=matter.effective_on,
        decider=matter.decided.decider,
        approver=approver,
        order=matter.decided.order,
    )


def _cancelled(matter: Matter, approver: str) -> CertificateCancelled:
    return CertificateCancelled(
        certificate=matter.decided.certificate,
        ground=matter.decided.ground,
        facts=matter.decided.facts,
        requested_on=matter.decided.requested_on or matter.today,
        effective_on=matter.effective_on,
        decider=matter.decided.decider,
        approver=approver,
    )


def _ended(matter: Matter) -> HolderCertificationEnded:
    return HolderCertificationEnded(
        uscc=matter.issued.uscc,
        certificate=matter.issued.certificate,
        ended_on=matter.effective_on,
    )
