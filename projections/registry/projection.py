"""Events of certificates and of the body's profile → rows of the public register."""

from collections.abc import Iterator
from datetime import date

from events.body import BodyDataChanged, BodyOpened
from events.certificates import (
    CertificateCancelled,
    CertificateExpired,
    CertificateIssued,
    CertificateRestored,
    CertificateSuspended,
    CertificateWithdrawn,
    SuspensionExtended,
)
from events.envelope import Recorded
from events.event import Event
from events.vocabulary import CertificateStatus
from projections.registry.names import folded, pairs_of
from projections.registry.status import ActKind
from projections.view import Change, Put, Row, Set
from services.core.context import ZONE

HEARS: tuple[type[Event], ...] = (
    BodyOpened,
    BodyDataChanged,
    CertificateIssued,
    CertificateSuspended,
    SuspensionExtended,
    CertificateRestored,
    CertificateWithdrawn,
    CertificateCancelled,
    CertificateExpired,
)

_ENDED: dict[type[Event], CertificateStatus] = {
    CertificateWithdrawn: CertificateStatus.WITHDRAWN,
    CertificateCancelled: CertificateStatus.CANCELLED,
    CertificateExpired: CertificateStatus.EXPIRED,
}

TABLES = {"body": ("stream",), "certificate": ("number",), "act": ("number", "version")}


def project(recorded: Recorded[Event]) -> Iterator[Change]:
    """The rows an event changes; the same event twice gives the same rows."""
    match recorded.event:
        case BodyOpened() as opened:
            yield Put("body", {"stream": recorded.stream, **_body(opened)})
        case BodyDataChanged(name=name, name_en=name_en):
            yield Set("body", {"stream": recorded.stream}, {"name": name, "name_en": name_en})
        case CertificateIssued() as issued:
            yield from _issued(issued, recorded)
        case SuspensionExtended(certificate=number, last_day=last_day):
            extended_on = recorded.effective_on or recorded.time.astimezone(ZONE).date()
            yield _act(recorded, number, ActKind.EXTENDED, extended_on, last_day)
        case CertificateSuspended() as suspended:
            number, begins = suspended.certificate, suspended.effective_on
            yield _act(recorded, number, ActKind.SUSPENDED, begins, suspended.last_day)
            yield _status(number, CertificateStatus.SUSPENDED, begins)
        case CertificateRestored(certificate=number, effective_on=day):
            yield _act(recorded, number, ActKind.RESTORED, day)
            yield _status(number, CertificateStatus.VALID, day)
        case CertificateWithdrawn() | CertificateCancelled() | CertificateExpired() as ended:
            status, number, begins = _ENDED[type(ended)], ended.certificate, ended.effective_on
            yield _act(recorded, number, ActKind(status.value), begins)
            yield _status(number, status, begins)


def _body(opened: BodyOpened) -> Row:
    return {
        "name": opened.name,
        "name_en": opened.name_en,
        "approval_no": opened.approval_no,
        "kind": opened.kind.value,
    }


def _issued(issued: CertificateIssued, recorded: Recorded[Event]) -> Iterator[Change]:
    number, awarded_on = issued.certificate, issued.awarded_on
    yield Put("certificate", _certificate(issued, recorded.stream))
    yield _act(recorded, number, ActKind.ISSUED, awarded_on, issued.expires_on)
    if issued.previous_certificate is not None:
        yield Set("certificate", {"number": issued.previous_certificate}, {"next": number})


def _certificate(issued: CertificateIssued, stream: str) -> Row:
    names = [folded(name) for name in (issued.holder, issued.holder_en) if name is not None]
    label = issued.grade_label
    return {
        "number": issued.certificate,
        "stream": stream,
        "holder": issued.holder,
        "holder_en": issued.holder_en,
        "uscc": issued.uscc,
        "searched": "\n".join(names),
        "bigrams": sorted({pair for name in names for pair in pairs_of(name)}),
        "scope": issued.scope,
        "scope_en": issued.scope_en,
        "field": issued.field,
        "site_names": [site.name for site in issued.sites],
        "site_addresses": [site.address for site in issued.sites],
        "headcount": issued.covered_headcount,
        "scheme": issued.scheme,
        "title_zh": issued.scheme_title.zh,
        "title_en": issued.scheme_title.en,
        "basis": list(issued.basis),
        "demonstration": issued.demonstration,
        "grade": issued.grade,
        "grade_zh": label.zh if label else None,
        "grade_en": label.en if label else None,
        "awarded_on": issued.awarded_on,
        "first_certified_on": issued.first_certified_on,
        "expires_on": issued.expires_on,
        "previous": issued.previous_certificate,
        "next": None,
        "status": CertificateStatus.VALID.value,
        "since": issued.awarded_on,
    }


def _act(
    recorded: Recorded[Event],
    number: str,
    kind: ActKind,
    effective_on: date,
    last_day: date | None = None,
) -> Put:
    return Put(
        "act",
        {
            "number": number,
            "version": recorded.version,
            "kind": kind.value,
            "effective_on": effective_on,
            "recorded_at": recorded.recorded_at,
            "position": recorded.position,
            "last_day": last_day,
        },
    )


def _status(number: str, status: CertificateStatus, since: date) -> Set:
    return Set("certificate", {"number": number}, {"status": status.value, "since": since})
