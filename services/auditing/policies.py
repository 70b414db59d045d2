"""When a case is sent back or given up elsewhere, what the service asks of itself."""

from collections.abc import Iterator

from events.applications import ApplicationAbandoned
from events.decisions import CaseReturned
from events.envelope import Recorded
from events.event import Event
from services.auditing.commands import ReleaseTeam, ReopenAudit

LISTENS_TO = (CaseReturned, ApplicationAbandoned)


def react(recorded: Recorded[Event]) -> Iterator[ReopenAudit | ReleaseTeam]:
    """A case sent back is audited further; the team of one given up has its days back."""
    match recorded.event:
        case CaseReturned() as returned:
            yield ReopenAudit(case=returned.case, to=returned.to, reasons=returned.reasons)
        case ApplicationAbandoned(case=case):
            yield ReleaseTeam(case=case)
        case _:
            return
