"""When an audit report is fixed, what the service asks of itself."""

from collections.abc import Iterator

from events.auditing_report import AuditReportFixed
from events.envelope import Recorded
from events.event import Event
from services.decisions.file.commands import OpenFile

LISTENS_TO = (AuditReportFixed,)


def react(recorded: Recorded[Event]) -> Iterator[OpenFile]:
    """A fixed report is put before the reviewer and the committee. ISO/IEC 17065 7.4.9, 7.5."""
    if isinstance(recorded.event, AuditReportFixed):
        report = recorded.event
        told = OpenFile.model_fields.keys() & AuditReportFixed.model_fields.keys()
        yield OpenFile(**{name: getattr(report, name) for name in told})
