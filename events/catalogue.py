"""Names in the store ↔ classes in memory. The only place that knows both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from events import (
    applications,
    auditing,
    auditing_findings,
    auditing_report,
    body,
    certificates,
    decisions,
    personnel,
    schemes,
    surveillance,
)
from events.event import Event
from events.upcasts import UPCASTS, Upcast


class UnknownEvent(Exception):
    """A type or version this code does not know: the code is older than the store."""

    def __init__(self, name: str, position: int | None = None) -> None:
        where = "" if position is None else f"position {position}: "
        super().__init__(f"{where}{name} is younger than this code: upgrade it")
        self.name = name
        self.position = position


def _first_version(service: str, *classes: type[Event]) -> dict[str, type[Event]]:
    return {f"{service}.{cls.__name__}.v1": cls for cls in classes}


CATALOGUE: dict[str, type[Event]] = {
    **_first_version(
        "body",
        body.BodyOpened,
        body.BodyDataChanged,
        body.ApprovedFieldGranted,
        body.ApprovedFieldEnded,
        body.HolidaysPublished,
        body.DayOpened,
    ),
    **_first_version(
        "personnel",
        personnel.PersonRegistered,
        personnel.RoleGranted,
        personnel.RoleRevoked,
        personnel.TokenIssued,
        personnel.TokenRevoked,
    ),
    **_first_version(
        "schemes",
        schemes.SchemeVersionDrafted,
        schemes.SchemeVersionFiled,
        schemes.SchemeVersionActivated,
        schemes.SchemeVersionRetired,
    ),
    **_first_version(
        "applications",
        applications.ApplicationSubmitted,
        applications.ApplicationSupplementRequested,
        applications.ApplicationSupplemented,
        applications.ApplicationAbandoned,
        applications.ApplicationReviewed,
        applications.ApplicationFlagResolved,
        applications.ApplicationAccepted,
        applications.ApplicationRefused,
        applications.FeeQuoted,
        applications.AgreementSigned,
        applications.PaymentRecorded,
        applications.CaseClosed,
        applications.HolderCaseOpened,
        applications.HolderCaseEnded,
    ),
    **_first_version(
        "auditing",
        auditing.ManDaysCalculated,
        auditing.ProgrammePlanned,
        auditing.TeamAssigned,
        auditing.TeamMemberReplaced,
        auditing.ImpartialityDeclared,
        auditing.AuditNoticeSent,
        auditing.MemberObjected,
        auditing.ObjectionDecided,
        auditing.ObjectionWaived,
        auditing.PlanIssued,
        auditing.PlanReported,
        auditing.PlanCodeTaken,
        auditing.AuditorBooked,
        auditing.AuditorReleased,
        auditing_report.DocumentReviewCompleted,
        auditing_report.OpeningMeetingHeld,
        auditing_report.HeadcountVerified,
        auditing_report.ScopeAdjustedOnSite,
        auditing_findings.IndicatorScored,
        auditing_findings.IndicatorExcluded,
        auditing_findings.SpecialDeductionRaised,
        auditing_findings.SpecialBonusApproved,
        auditing_findings.NonconformityRaised,
        auditing_findings.NonconformityDeadlineExtended,
        auditing_findings.CorrectiveActionSubmitted,
        auditing_findings.CorrectiveActionJudged,
        auditing_findings.NonconformityClosed,
        auditing_report.ClosingMeetingHeld,
        auditing_findings.ScoreSheetClosed,
        auditing_report.AuditReportFixed,
        auditing_report.AuditReopened,
    ),
    **_first_version(
        "decisions",
        decisions.FileOpened,
        decisions.ReviewCompleted,
        decisions.DecisionMeetingConvened,
        decisions.NonParticipationDeclared,
        decisions.MemberRecused,
        decisions.VoteCast,
        decisions.VoteClosed,
        decisions.DecisionRefused,
        decisions.CaseReturned,
        decisions.DecisionSigned,
        decisions.DecisionCountersigned,
        decisions.DecisionSentBack,
        certificates.CertificateNumberAssigned,
        certificates.CertificateNumberVoided,
        certificates.CertificateIssued,
        certificates.CertificateHandedOver,
        certificates.SuspensionGroundConfirmed,
        certificates.SuspensionOverdue,
        certificates.StatusDecided,
        certificates.StatusDecisionSentBack,
        certificates.CertificateSuspended,
        certificates.SuspensionExtended,
        certificates.SuspensionLapsed,
        certificates.CertificateRestored,
        certificates.CertificateWithdrawn,
        certificates.CertificateCancelled,
        certificates.CertificateExpired,
        certificates.HolderCertified,
        certificates.HolderCertificationEnded,
    ),
    **_first_version(
        "surveillance",
        surveillance.SurveillanceOpened,
        surveillance.SurveillanceCompleted,
        surveillance.SurveillanceMissed,
        surveillance.SurveillanceStopped,
    ),
}


@dataclass(frozen=True)
class Catalogue:
    """A set of names; tests may hold one with a type the house does not know."""

    classes: Mapping[str, type[Event]]
    upcasts: Mapping[str, Upcast] = field(default_factory=lambda: UPCASTS)
    names: Mapping[type[Event], str] = field(init=False)

    def __post_init__(self) -> None:
        names = MappingProxyType({cls: name for name, cls in self.classes.items()})
        object.__setattr__(self, "names", names)

    def name_of(self, event: Event) -> str:
        """The name written in the store and on the wire, such as ``decisions.VoteCast.v1``."""
        return self.names[type(event)]

    def class_of(self, name: str) -> type[Event]:
        """The present class of a name; UnknownEvent where this code does not know it."""
        if name not in self.classes:
            raise UnknownEvent(name)
        return self.classes[name]

    def read(self, name: str, body: dict[str, Any]) -> Event:
        """Any version ever written, in its present shape; UnknownEvent for one not yet known."""
        present, body = self.present(name, body)
        return present.model_validate(body)

    def present(self, name: str, body: dict[str, Any]) -> tuple[type[Event], dict[str, Any]]:
        """The present class of any version ever written, and the body in its shape."""
        while name in self.upcasts:
            name, body = self.upcasts[name](body)
        return self.class_of(name), body


HOUSE = Catalogue(CATALOGUE)
"""The catalogue of this version of the house."""
