"""Until when an appeal, a complaint or a dispute is lodged and answered. ISO/IEC 17065 7.13."""

from datetime import date, timedelta
from typing import Literal, assert_never

from pydantic import Field

from events.scheme_scoring import Code, Part
from events.vocabulary import Text
from services.core.calendar import Holidays, add_months, working_days


class Term(Part):
    """So many days or months from a day that is itself not counted."""

    amount: int = Field(ge=1)
    unit: Literal["working_days", "calendar_days", "months"]
    from_: Code = Field(alias="from")

    def due(self, start: date, holidays: Holidays) -> date:
        """The last day in time, inclusive."""
        match self.unit:
            case "working_days":
                return working_days(start, self.amount, holidays)
            case "calendar_days":
                return start + timedelta(days=self.amount)
            case "months":
                return add_months(start, self.amount)
            case _:
                assert_never(self.unit)


class Second(Part):
    """The appeal against an appeal."""

    lodge: Term | None
    to: Code
    decide: Term | None


class Terms(Part):
    """Deadlines of one kind of filing; None where none is published."""

    lodge: Term | None
    decide: Term | None
    second: Second | None = None


class AppealProfile(Part):
    """The deadlines of one published procedure."""

    id: Code
    source: Text
    appeal: Terms
    complaint: Terms
    dispute: Terms
