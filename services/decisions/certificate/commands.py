"""What may be asked about numbers and certificates."""

from datetime import date

from pydantic import Field

from events.vocabulary import CaseNumber, CertificateNumber, PersonId, StatusAct, Text
from services.core.service import Command


class OfCertificate(Command):
    """Names the certificate it is about."""

    certificate: CertificateNumber


class AssignNumber(Command):
    """Reserve the next number of a year for a case."""

    case: CaseNumber
    year: int = Field(ge=2000, le=2200)
    """The year printed in the number: the present one."""


class VoidNumber(OfCertificate):
    """Declare that a reserved number will never be issued."""

    series: str = Field(pattern=r"^[0-9]{5}[A-Z]{1,4}$")
    """The printed prefix the number counts under: body, year, letters."""
    reason: Text


class IssueCertificate(Command):
    """Issue what was decided, under the case's reserved number or the next one."""

    case: CaseNumber
    awarded_on: date


class HandOverCertificate(OfCertificate):
    """Record that the document reached the holder."""

    handed_over_on: date
    to: Text


class ConfirmSuspensionGround(OfCertificate):
    """Confirm a ground to suspend; the days to suspend run from today."""

    ground: str
    """Code of the list ``suspend_reason``; a missed surveillance is 0112."""
    facts: Text
    surveillance: int | None = Field(default=None, ge=1)
    """Number of the missed surveillance, where that is the ground."""


class DecideStatus(OfCertificate):
    """Decide on a change of status; the head has still to approve."""

    act: StatusAct
    ground: str
    """Code of the list of the act; to restore or extend, the ground of the suspension."""
    facts: Text
    """What happened; to restore, how the removal of the cause was verified."""
    months: int | None = Field(default=None, ge=1, le=120)
    """Length of a suspension (None: the scheme's) or of its extension."""
    conditions: Text | None = None
    contact: PersonId | None = None
    effective_on: date | None = None
    """A day asked for; None means the day of approval."""
    requested_on: date | None = None
    """To cancel: the day of the holder's request or notice."""
    order: Text | None = None
    """To withdraw: the order of an authority or court, which may state an earlier day."""


class ApproveStatus(OfCertificate):
    """Approve, as the head of the body, a status decision."""

    decision: int = Field(ge=1)


class SendBackStatus(OfCertificate):
    """Decline, as the head of the body, a status decision."""

    decision: int = Field(ge=1)
    reasons: tuple[Text, ...] = Field(min_length=1)


class ExpireCertificate(OfCertificate):
    """Record, on a day after the last valid one, that it passed."""

    day: date


class NoteSuspensionLapsed(OfCertificate):
    """Record, on a day after the last suspended one, that nothing was solved."""

    day: date


class NoteSuspensionOverdue(OfCertificate):
    """Record, on a day after the day to suspend by, that nobody had suspended."""

    day: date
    suspend_by: date


NumberCommand = AssignNumber | VoidNumber | IssueCertificate
StatusCommand = DecideStatus | ApproveStatus | SendBackStatus
ClockCommand = ExpireCertificate | NoteSuspensionLapsed | NoteSuspensionOverdue
CertificateCommand = (
    NumberCommand | HandOverCertificate | ConfirmSuspensionGround | StatusCommand | ClockCommand
)
