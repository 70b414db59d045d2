"""Certificate numbers: reserved once, for ever; a gap, never a reuse. R-2103, lifecycle 8."""

from collections.abc import Iterator
from dataclasses import dataclass

from events.certificates import CertificateNumberAssigned, CertificateNumberVoided
from events.decisions import FileOpened
from events.event import Event
from events.scheme_pack import CompletePack
from services.core import numbers
from services.core.context import Context
from services.core.service import States
from services.decisions.certificate.commands import AssignNumber, VoidNumber
from services.decisions.certificate.rules.book import Rule
from services.decisions.certificate.state import Certificate, Holder, Series
from services.decisions.file.facts import Body, body_in, scheme_in
from services.decisions.file.state import File
from services.decisions.streams import (
    certificate_stream,
    file_stream,
    holder_stream,
    numbers_stream,
)


@dataclass(frozen=True, slots=True)
class Numbering:
    """How one case's certificate is numbered in one year."""

    body: Body
    pack: CompletePack
    opened: FileOpened
    year: int
    recertifications: int

    @property
    def series(self) -> str:
        """The printed prefix: body, year, letters."""
        letters = self.pack.certificate.number.letters
        return numbers.series(self.body.approval_no, self.year, letters)

    def number(self, serial: int) -> str:
        """The number with this serial, by the pattern of the scheme."""
        pattern = self.pack.certificate.number
        return numbers.issue(
            pattern.issue_pattern,
            approval_no=self.body.approval_no,
            year=self.year,
            letters=pattern.letters,
            serial=serial,
            serial_digits=pattern.serial_digits,
            recert=self.recertifications,
            headcount=self.opened.covered_headcount,
            size_bands=pattern.size_bands,
        )

    def fits(self, serial: int) -> bool:
        """Whether the pattern still has digits for a serial."""
        return len(str(serial)) <= self.pack.certificate.number.serial_digits

    def reserved(self, series: Series) -> CertificateNumberAssigned | None:
        """The case's reserved number, if it is still what would be printed."""
        held = series.reserved_for(self.opened.case)
        return held if held and held.certificate == self.number(held.serial) else None

    def next(self, series: Series) -> CertificateNumberAssigned:
        """The next number of the series, for the case."""
        Rule.SERIAL_IS_LEFT.require(self.fits(series.last + 1), series=self.series)
        serial = series.last + 1
        return CertificateNumberAssigned(
            certificate=self.number(serial),
            case=self.opened.case,
            series=self.series,
            serial=serial,
        )

    def expected(self, series: Series) -> str | None:
        """The number the case will get; None where no serial is left."""
        held = self.reserved(series)
        if held:
            return held.certificate
        return self.number(series.last + 1) if self.fits(series.last + 1) else None


def assign_number(command: AssignNumber, states: States, context: Context) -> Iterator[Event]:
    """A number of the present year is reserved for a case; asked again, the case keeps it."""
    file: File = states[file_stream(command.case)]
    opened = file.opened
    Rule.FILE_IS_IN_HAND.require(
        opened is not None and not (file.refused or file.returned),
        missing=["file"],
        缺少事项="评定案卷",
    )
    assert opened is not None
    holder: Holder = states[holder_stream(opened.uscc)]
    if command.case in holder.by_case:
        return
    Rule.YEAR_IS_PRESENT.require(command.year == context.today.year, year=command.year)
    scheme, body = scheme_in(context.facts, opened.scheme), body_in(context.facts)
    Rule.SCHEME_IS_FILED.require(scheme.pack is not None and bool(body.approval_no))
    assert scheme.pack is not None
    numbering = Numbering(
        body, scheme.pack, opened, command.year, recertifications=printed_count(opened)
    )
    series: Series = states[numbers_stream(numbering.series)]
    if numbering.reserved(series) is None:
        assigned = numbering.next(series)
        require_free(assigned.certificate, series, states)
        yield assigned


def printed_count(opened: FileOpened) -> int:
    """The count printed after R, if the case is not decided too late to be a recertification."""
    return opened.recertification_count + (opened.activity.value == "recertification")


def require_free(number: str, series: Series, states: States) -> None:
    """Nobody was ever given this number."""
    certificate: Certificate = states[certificate_stream(number)]
    free = number not in series.assigned and certificate.issued is None
    Rule.NUMBER_IS_FREE.require(free, certificate=number)


def void_number(command: VoidNumber, states: States) -> Iterator[Event]:
    """A reserved number that was not issued is voided; its serial stays a gap."""
    series: Series = states[numbers_stream(command.series)]
    Rule.NUMBER_IS_RESERVED.require(command.certificate in series.assigned)
    certificate: Certificate = states[certificate_stream(command.certificate)]
    Rule.NUMBER_IS_FREE.require(certificate.issued is None, certificate=command.certificate)
    if command.certificate not in series.voided:
        yield CertificateNumberVoided(**dict(command))
