"""What a certificate's status was on a day, by what was known at a moment. Lifecycle 5. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from events.vocabulary import CertificateStatus
from services.core.context import ZONE


class ActKind(StrEnum):
    """What was done to a certificate, as the register tells it."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    EXTENDED = "extended"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Act:
    """One public act; ``version`` is its place in the certificate's own history."""

    version: int
    kind: ActKind
    effective_on: date
    recorded_at: datetime
    last_day: date | None = None
    """Last day, inclusive, of what the act began: the validity, or the suspension."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A status and since when; ``status`` is None before the certificate was issued."""

    status: CertificateStatus | None = None
    since: date | None = None
    expires_on: date | None = None
    suspended_until: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How the certificate stood on ``effective``, as the record showed it at ``known``."""

    effective: date
    known: datetime
    standing: Standing
    recorded: bool
    """Whether the record held the certificate at all at that moment."""
    foreseen: bool
    """The day asked lies ahead of the moment."""
    told_then: Standing | None
    """What the record showed at the end of that day, where a later entry changed it."""

    @property
    def backdated(self) -> bool:
        """Whether something recorded later reached back over the day asked."""
        return self.told_then is not None


_BECOMES = {
    (CertificateStatus.VALID, ActKind.SUSPENDED): CertificateStatus.SUSPENDED,
    (CertificateStatus.SUSPENDED, ActKind.EXTENDED): CertificateStatus.SUSPENDED,
    (CertificateStatus.SUSPENDED, ActKind.RESTORED): CertificateStatus.VALID,
    **{
        (before, ActKind(after.value)): after
        for before in (CertificateStatus.VALID, CertificateStatus.SUSPENDED)
        for after in (
            CertificateStatus.WITHDRAWN,
            CertificateStatus.CANCELLED,
            CertificateStatus.EXPIRED,
        )
    },
}


def after(standing: Standing, act: Act) -> Standing:
    """The standing after one more act; an act that leads nowhere from here changes nothing."""
    if standing.status is None:
        issued = act.kind is ActKind.ISSUED
        return (
            Standing(CertificateStatus.VALID, act.effective_on, act.last_day)
            if issued
            else standing
        )
    becomes = _BECOMES.get((standing.status, act.kind))
    if becomes is None:
        return standing
    return Standing(
        status=becomes,
        since=standing.since if becomes is standing.status else act.effective_on,
        expires_on=standing.expires_on,
        suspended_until=act.last_day if becomes is CertificateStatus.SUSPENDED else None,
    )


def standing_on(acts: Iterable[Act], day: date) -> Standing:
    """How these acts leave the certificate on a day; expiry holds though no clock told it."""
    standing = Standing()
    for act in sorted(acts, key=lambda act: (act.effective_on, act.version)):
        if act.effective_on <= day:
            standing = after(standing, act)
    expires_on = standing.expires_on
    open_still = standing.status in (CertificateStatus.VALID, CertificateStatus.SUSPENDED)
    if open_still and expires_on is not None and day > expires_on:
        return Standing(CertificateStatus.EXPIRED, expires_on + timedelta(days=1), expires_on)
    return standing


def end_of(day: date) -> datetime:
    """The last moment of a day on the wall of the body."""
    return datetime.combine(day, time.max, tzinfo=ZONE)


def status(acts: Iterable[Act], effective: date, known: datetime) -> Answer:
    """The bitemporal answer: acts recorded by ``known``, in effect on ``effective``."""
    recorded = [act for act in acts if act.recorded_at <= known]
    standing = standing_on(recorded, effective)
    foreseen = effective > known.astimezone(ZONE).date()
    then = standing
    if not foreseen and end_of(effective) < known:
        at_the_time = [act for act in recorded if act.recorded_at <= end_of(effective)]
        then = standing_on(at_the_time, effective)
    changed = (then.status, then.since) != (standing.status, standing.since)
    return Answer(
        effective=effective,
        known=known,
        standing=standing,
        recorded=bool(recorded),
        foreseen=foreseen,
        told_then=then if changed else None,
    )
