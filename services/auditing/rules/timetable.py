"""A timetable: whole hours of the days on site. Process 12."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from events.auditing import Appointment
from services.auditing.rules.book import Rule
from services.auditing.state import Audit


def hours_worked(timetable: Iterable[Appointment], people: AbstractSet[str]) -> int:
    """Hours these people are on site, each hour of a person counted once."""
    return len(
        {
            (person, line.day, hour)
            for line in timetable
            for person in line.members & people
            for hour in range(line.from_hour, line.to_hour)
        }
    )


def require_whole(timetable: Sequence[Appointment], audit: Audit) -> None:
    """Every day, member and site of the programme is in it, and nothing besides."""
    faults = list(_faults(timetable, audit))
    words = "；".join(zh for zh, _en in faults)
    Rule.PLAN_IS_WHOLE.require(
        not faults, field="timetable", 项目=words, why="; ".join(en for _zh, en in faults)
    )


def _faults(timetable: Sequence[Appointment], audit: Audit) -> Iterator[tuple[str, str]]:
    if any(line.from_hour >= line.to_hour for line in timetable):
        yield "起止时间颠倒", "an entry ends before it begins"
    sites = frozenset(audit.programme.sites if audit.programme else ())
    members = frozenset(each.person for each in audit.team)
    named: frozenset[str] = frozenset().union(*(line.members for line in timetable))
    for zh, en, given, wanted in (
        ("日期", "days", {line.day.isoformat() for line in timetable}, _texts(audit)),
        ("场所", "sites", {line.site for line in timetable}, sites),
        ("成员", "members", named, members),
    ):
        if given != wanted:
            amiss = sorted(given ^ wanted)
            yield f"{zh}不符：{'、'.join(amiss)}", f"{en} differ: {', '.join(amiss)}"


def _texts(audit: Audit) -> frozenset[str]:
    return frozenset(day.isoformat() for day in audit.days)
