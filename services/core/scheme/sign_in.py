"""Whether a sign-in to a meeting was in time. Process 13; R-1301, R-1302."""

from datetime import time
from typing import Literal

from events.scheme_process import SignIn

DAY_END = 24 * 60 - 1


def in_time(
    rules: SignIn, kind: Literal["opening", "closing"], start: time, end: time, at: time
) -> bool:
    """Both ends of the time allowed included; all on the local day of the meeting.

    Opening: from the start of the day until hours after the planned start. Closing: from the
    start of the meeting until hours after its end.
    """
    if kind == "opening":
        hours, first, last = rules.opening.until_hours_after_planned_start, 0, _minutes(start)
    else:
        hours = rules.closing.until_hours_after_meeting_end
        first, last = _minutes(start), _minutes(end)
    return first <= _minutes(at) <= min(last + 60 * hours, DAY_END)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
