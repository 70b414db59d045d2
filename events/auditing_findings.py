"""What an audit found: points, exclusions, special deductions, nonconformities. Process 15, 16."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from events.event import Event
from events.scheme_scoring import Code, Count
from events.vocabulary import CaseNumber, Digest, Exact, Name, PersonId, Text

Evidence = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
"""The hash of a piece of evidence; the piece itself stays outside the history."""
Severity = Literal["major", "minor", "observation"]
Method = Literal["documentary", "on_site"]


class IndicatorScored(Event):
    """What was found for one indicator, and the points it earns. Process 15; scoring 7."""

    case: CaseNumber
    indicator: Code
    result: Literal["met", "not_met", "sampled", "ratio", "graded"]
    checked: Count | None
    nonconforming: Count | None
    base: Count | None
    present: Count | None
    given: Exact | None
    """Of a graded indicator: points given."""
    worth: Exact
    """Points the indicator can earn for this class of client."""
    points: Exact
    """Points obtained, exact."""
    reason: Text | None
    """The fact that led to a deduction."""
    evidence: tuple[Evidence, ...]
    scorer: PersonId


class IndicatorExcluded(Event):
    """An indicator does not apply and leaves the denominator (删减). GB/T 27922-2011 6.2.2."""

    case: CaseNumber
    indicator: Code
    worth: Exact
    reason: Text
    evidence: tuple[Evidence, ...]
    approved_by: PersonId


class SpecialDeductionRaised(Event):
    """A fact of 特别扣分 was found, outside the scored points. Scoring 4."""

    case: CaseNumber
    deduction: int = Field(ge=1)
    category: Code
    reason: Text
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    raised_by: PersonId


class SpecialBonusApproved(Event):
    """The leader approved a strength beyond legal demand. Scoring 4; R-1505."""

    case: CaseNumber
    bonus: int = Field(ge=1)
    reason: Text
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    approved_by: PersonId


class ScoredSection(BaseModel):
    """Points of one first-level section."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Code
    obtained: Exact
    applicable: Exact


class SensitiveReading(BaseModel):
    """A contested parameter whose other reading would change the result. Scoring 5."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    parameter: Name
    other_value: Name
    other_final: Exact
    other_band: Code | None


class ScoreSheetClosed(Event):
    """The sheet is whole; what it comes to follows from it exactly. Scoring 4, 7."""

    case: CaseNumber
    sheet: Digest
    """SHA-256 of the canonical sheet: scheme, class, findings, deductions, bonuses."""
    obtained: Exact
    applicable: Exact
    score: Exact
    final: Exact
    display: Name
    special_deductions: int = Field(ge=0)
    special_bonuses: int = Field(ge=0)
    passed: bool
    failed_by: Literal["veto", "section", "score"] | None
    band: Code | None
    sections: tuple[ScoredSection, ...]
    reading_sensitive: tuple[SensitiveReading, ...]
    closed_by: PersonId


class NonconformityRaised(Event):
    """A demand was not met. R-1601."""

    case: CaseNumber
    number: int = Field(ge=1)
    severity: Severity
    indicator: Code
    fact: Text
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    due_on: date | None
    """Last day to submit a corrective action, inclusive; None for an observation."""
    raised_by: PersonId
    raised_on: date


class NonconformityDeadlineExtended(Event):
    """A client has longer for a corrective action. Process 16."""

    case: CaseNumber
    number: int
    due_on: date
    reason: Text
    extended_by: PersonId


class CorrectiveActionSubmitted(Event):
    """The client says why it happened and what was done. Process 16."""

    case: CaseNumber
    number: int
    cause: Text
    correction: Text
    action: Text
    evidence: tuple[Evidence, ...]
    submitted_on: date


class CorrectiveActionJudged(Event):
    """A member of the team looked whether it works. R-1604."""

    case: CaseNumber
    number: int
    method: Method
    accepted: bool
    remarks: Text
    judged_by: PersonId
    judged_on: date


class NonconformityClosed(Event):
    """A nonconformity is settled. Process 16."""

    case: CaseNumber
    number: int
    closed_on: date


FindingEvent = (
    IndicatorScored
    | IndicatorExcluded
    | SpecialDeductionRaised
    | SpecialBonusApproved
    | ScoreSheetClosed
    | NonconformityRaised
    | NonconformityDeadlineExtended
    | CorrectiveActionSubmitted
    | CorrectiveActionJudged
    | NonconformityClosed
)
