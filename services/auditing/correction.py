"""A nonconformity on its way from raised to closed. Process 16."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from events.auditing_findings import (
    CorrectiveActionJudged,
    CorrectiveActionSubmitted,
    NonconformityClosed,
    NonconformityDeadlineExtended,
    NonconformityRaised,
)

CorrectionEvent = (
    NonconformityRaised
    | NonconformityDeadlineExtended
    | CorrectiveActionSubmitted
    | CorrectiveActionJudged
    | NonconformityClosed
)


@dataclass(frozen=True, slots=True)
class Nonconformity:
    """A demand that was not met, and what was done about it."""

    raised: NonconformityRaised
    due_on: date | None
    submitted: CorrectiveActionSubmitted | None = None
    judged: CorrectiveActionJudged | None = None
    """Of what was submitted last."""
    closed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the client still owes something; an observation asks for nothing. R-1601."""
        return not self.closed and self.raised.severity != "observation"


def corrected(known: Nonconformity | None, event: CorrectionEvent) -> Nonconformity:
    """The nonconformity after one more event."""
    if isinstance(event, NonconformityRaised):
        return Nonconformity(raised=event, due_on=event.due_on)
    assert known is not None
    match event:
        case NonconformityDeadlineExtended():
            return replace(known, due_on=event.due_on)
        case CorrectiveActionSubmitted():
            return replace(known, submitted=event, judged=None)
        case CorrectiveActionJudged():
            return replace(known, judged=event)
        case NonconformityClosed():
            return replace(known, closed=True)
        case _:
            assert_never(event)
