"""Until when something is due, by its kind. Lifecycle 4; regulator 2; process 24, 29, 31."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pydantic import Field

from events.scheme_pack import SchemePack
from events.scheme_scoring import Part
from services.cli.calc_amounts import naming_the_field
from services.cli.scheme_reading import BadInput, pack_of, read_as
from services.core import calendar
from services.core.scheme import published
from services.core.scheme.rules import Rule


class Asked(Part):
    """What every kind may name: the scheme whose figures count."""

    kind: str
    scheme: str = "gbt-27922"


class ReportAsked(Asked):
    """Rows of a month."""

    month: str = Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")


class RetentionAsked(Asked):
    """A certificate that ended, and the cycle after it where there is one."""

    certificate_end: date
    next_cycle_end: date | None = None


class SuspensionEndAsked(Asked):
    """A suspension from a day; held to a scheme's limit and to the last valid day where told."""

    from_: date = Field(alias="from")
    months: int | None = Field(default=None, strict=True, ge=1)
    expires: date | None = None


class SuspendByAsked(Asked):
    """A confirmed ground, and the day of the suspension where it was made."""

    confirmed: date
    suspended: date | None = None


class AppealAsked(Asked):
    """A decision notified on a day, and the day of the appeal."""

    profile: str | None = None
    decided: date
    lodged: date | None = None
    days_off: tuple[date, ...] = ()
    working_weekends: tuple[date, ...] = ()


def due(content: Any) -> dict[str, Any]:
    """``{"due"}``, and ``"accepted"`` where a day was given to be judged by it."""
    kind = str(content.get("kind")) if isinstance(content, dict) else "nothing"
    if kind not in KINDS:
        raise BadInput(f"kind: {kind} is none of {', '.join(KINDS)}")
    with naming_the_field():
        return KINDS[kind](content)


def _report(content: Any) -> dict[str, Any]:
    asked = read_as(ReportAsked, content)
    rules = _known(pack_of(asked.scheme), "reporting").reporting
    assert rules is not None
    first = date.fromisoformat(f"{asked.month}-01")
    return _told(calendar.add_months(first, 1).replace(day=rules.month_deadline_day))


def _retention(content: Any) -> dict[str, Any]:
    asked = read_as(RetentionAsked, content)
    rules = _known(pack_of(asked.scheme), "retention").retention
    assert rules is not None
    kept = calendar.add_months(asked.certificate_end, rules.after_end_months)
    if rules.also_until_end_of_next_cycle and asked.next_cycle_end is not None:
        kept = max(kept, asked.next_cycle_end)
    return _told(kept)


def _suspension_end(content: Any) -> dict[str, Any]:
    asked = read_as(SuspensionEndAsked, content)
    rules = _known(pack_of(asked.scheme), "suspension").suspension
    assert rules is not None
    months = rules.default_months if asked.months is None else asked.months
    limited = "scheme" in asked.model_fields_set
    most = rules.max_months
    Rule.SUSPENSION_IS_SHORT_ENOUGH.require(not limited or months <= most, most=most)
    return _told(calendar.suspension_end(asked.from_, months, asked.expires or date.max))


def _suspend_by(content: Any) -> dict[str, Any]:
    asked = read_as(SuspendByAsked, content)
    rules = _known(pack_of(asked.scheme), "suspension").suspension
    assert rules is not None
    last = calendar.suspend_by(asked.confirmed, rules.start_within_days_of_confirming)
    return _told(last, asked.suspended)


def _appeal(content: Any) -> dict[str, Any]:
    asked = read_as(AppealAsked, content)
    profile = asked.profile or pack_of(asked.scheme).appeals_profile
    Rule.SCHEME_KNOWS.require(profile is not None, parameter="/appeals_profile")
    term = published.appeal_profile(profile or "").appeal.lodge
    Rule.SCHEME_KNOWS.require(term is not None, parameter=f"{profile}/appeal/lodge")
    assert term is not None
    holidays = calendar.Holidays(frozenset(asked.days_off), frozenset(asked.working_weekends))
    return _told(term.due(asked.decided, holidays), asked.lodged)


def _told(last: date, done: date | None = None) -> dict[str, Any]:
    """The last day in time, inclusive."""
    told = {"due": last.isoformat()}
    return told if done is None else {"accepted": done <= last, **told}


def _known(pack: SchemePack, block: str) -> SchemePack:
    Rule.SCHEME_KNOWS.require(getattr(pack, block) is not None, parameter=f"/{block}")
    return pack


KINDS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "report": _report,
    "retention": _retention,
    "suspension_end": _suspension_end,
    "suspend_by": _suspend_by,
    "appeal": _appeal,
}
