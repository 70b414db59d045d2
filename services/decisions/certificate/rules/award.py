"""A signed decision about to become a certificate: number, dates, what is printed. Lifecycle 4."""

from dataclasses import dataclass
from datetime import date, timedelta

from events.certificates import CertificateIssued
from events.decisions import DecisionCountersigned, FileOpened, VoteClosed
from events.scheme_pack import CompletePack
from events.vocabulary import Activity, CertificateStatus, Label
from services.core import calendar
from services.core.service import States
from services.decisions.certificate.rules.numbering import Numbering, printed_count
from services.decisions.certificate.state import Certificate
from services.decisions.file.facts import Body, Scheme, body_in, scheme_in
from services.decisions.file.state import File
from services.decisions.streams import certificate_stream


@dataclass(frozen=True, slots=True)
class Award:
    """A signed decision about to become a certificate."""

    opened: FileOpened
    result: VoteClosed
    decided: DecisionCountersigned
    awarded_on: date
    scheme: Scheme
    pack: CompletePack
    body: Body
    previous: Certificate | None

    @property
    def followed(self) -> CertificateIssued | None:
        """The certificate this one follows in time; a late recertification is an initial one."""
        issued = self.previous.issued if self.previous else None
        if self.previous is None or issued is None:
            return None
        ended = (CertificateStatus.WITHDRAWN, CertificateStatus.CANCELLED)
        months = self.pack.recertification.restore_after_expiry_months
        in_time = self.decided.decided_on <= calendar.add_months(issued.expires_on, months)
        return issued if in_time and self.previous.status not in ended else None

    @property
    def numbering(self) -> Numbering:
        """How the certificate is numbered."""
        count = printed_count(self.opened) if self.followed else 0
        return Numbering(self.body, self.pack, self.opened, self.awarded_on.year, count)

    @property
    def expires_on(self) -> date:
        """The last valid day. Lifecycle 4."""
        validity, followed = self.pack.validity, self.followed
        anchor = self.decided.decided_on if validity.anchor == "decision" else self.awarded_on
        by_expiry = self.pack.recertification.validity_anchor == "previous_expiry"
        if followed and by_expiry and self.decided.decided_on <= followed.expires_on:
            anchor = followed.expires_on + timedelta(days=1)
        return calendar.expiry(anchor, validity.months, validity.end_rule)

    @property
    def first_certified_on(self) -> date:
        """Kept from the certificate before only without a gap. Lifecycle 7."""
        followed = self.followed
        if followed and self.awarded_on <= followed.expires_on + timedelta(days=1):
            return followed.first_certified_on
        return self.awarded_on

    def certificate(self, number: str) -> CertificateIssued:
        """The certificate under its number, with everything printed on it."""
        graded = self.pack.certificate.show_grade
        bands = [band for band in self.pack.bands or () if band.code == self.result.band]
        label = Label(zh=bands[0].zh, en=bands[0].en) if graded and bands else None
        opened = self.opened
        return CertificateIssued(
            certificate=number,
            case=opened.case,
            holder=opened.holder,
            holder_en=opened.holder_en,
            uscc=opened.uscc,
            scope=opened.scope,
            scope_en=opened.scope_en,
            field=opened.field,
            sites=opened.sites,
            covered_headcount=opened.covered_headcount,
            scheme=opened.scheme,
            scheme_title=Label(zh=self.pack.title_zh, en=self.pack.title_en),
            basis=tuple(self.pack.basis_documents),
            demonstration=self.scheme.demonstration,
            grade=self.result.band if graded else None,
            grade_label=label,
            decided_on=self.decided.decided_on,
            awarded_on=self.awarded_on,
            expires_on=self.expires_on,
            audit_end=opened.audit_end,
            team=opened.team,
            deciders=self.result.voters,
            head=self.decided.signer,
            first_certified_on=self.first_certified_on,
            previous_certificate=opened.previous_certificate,
        )


def award_of(awarded_on: date, file: File, states: States, facts: States) -> Award | None:
    """The award a file may lead to; None while it is not decided or its scheme is unknown."""
    opened, result, decided = file.opened, file.result, file.decided
    if opened is None or result is None or decided is None:
        return None
    scheme, body = scheme_in(facts, opened.scheme), body_in(facts)
    if scheme.pack is None or not body.approval_no:
        return None
    previous = None
    if opened.activity is Activity.RECERTIFICATION and opened.previous_certificate:
        previous = states.get(certificate_stream(opened.previous_certificate), Certificate())
    return Award(opened, result, decided, awarded_on, scheme, scheme.pack, body, previous)
