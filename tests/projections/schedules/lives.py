"""Grounds to suspend and what the clock notes of them, told shortly."""

from events.certificates import SuspensionGroundConfirmed, SuspensionLapsed, SuspensionOverdue
from tests.projections.lives import NUMBER, day


def confirmed(on: str, suspend_by: str) -> SuspensionGroundConfirmed:
    return SuspensionGroundConfirmed(
        certificate=NUMBER,
        ground="0112",
        facts="监督审查逾期",
        confirmed_on=day(on),
        suspend_by=day(suspend_by),
        surveillance=None,
    )


def overdue(suspend_by: str) -> SuspensionOverdue:
    return SuspensionOverdue(certificate=NUMBER, suspend_by=day(suspend_by))


def lapsed(last_day: str) -> SuspensionLapsed:
    return SuspensionLapsed(certificate=NUMBER, last_day=day(last_day))
