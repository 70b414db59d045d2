"""When the next surveillance audit is due: months from an anchor. Lifecycle 6."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from events.scheme_process import Anchor, WindowRule
from events.surveillance import Window
from services.core.calendar import add_months


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days a window may be counted from; None where there is no such day yet."""

    decision: date | None = None
    award: date | None = None
    last_audit_end: date | None = None
    last_surveillance_end: date | None = None

    def on(self, anchor: Anchor) -> date:
        """The day an anchor stands for; ValueError where there is none."""
        days: Mapping[Anchor, date | None] = {
            "decision": self.decision,
            "award": self.award,
            "last_audit_end": self.last_audit_end,
            "last_surveillance_end": self.last_surveillance_end,
        }
        day = days[anchor]
        if day is None:
            raise ValueError(f"no day is known for the anchor {anchor}")
        return day


OF_THE_CERTIFICATE: frozenset[Anchor] = frozenset({"decision", "award"})
"""Anchors that never move: later windows are counted from their anniversaries."""


def window(
    rule: WindowRule, anchors: Anchors, *, number: int = 1, expires_on: date | None = None
) -> Window:
    """The four days of the n-th window; none of them lies after the last valid day."""
    anchor = anchors.on(rule.anchor)
    passed = 12 * (number - 1) if rule.anchor in OF_THE_CERTIFICATE else 0

    def day(months: int) -> date:
        counted = add_months(anchor, passed + months) - timedelta(days=rule.minus_one_day)
        return counted if expires_on is None else min(counted, expires_on)

    def optional(months: int | None) -> date | None:
        return None if months is None else day(months)

    return Window(
        earliest=optional(rule.earliest_months),
        target_from=optional(rule.target_from_months),
        target_to=optional(rule.target_to_months),
        latest=day(rule.latest_months),
    )


def begins(window: Window) -> date:
    """The first of its days that is known."""
    known = (window.earliest, window.target_from, window.target_to, window.latest)
    return next(day for day in known if day is not None)


@dataclass(frozen=True, slots=True)
class Profile:
    """A published or practised way to set the windows, for schemes to copy from."""

    first: WindowRule
    next: WindowRule | None
    """None where only the first was ever stated."""
    min_per_cycle: int | None = None
    min_per_certificate_year: int | None = None
    each_calendar_year: bool = False
    """After the first, the next one lies in the following calendar year. ISO/IEC 17021-1."""


def next_window(profile: Profile, anchors: Anchors, *, expires_on: date | None = None) -> Window:
    """The window after a surveillance audit, by a profile; ValueError where it states none."""
    if profile.next is None:
        raise ValueError("this profile states no window after the first")
    if not profile.each_calendar_year:
        return window(profile.next, anchors, expires_on=expires_on)
    year = anchors.on(profile.next.anchor).year + 1
    latest = date(year, 12, 31)
    return Window(
        earliest=date(year, 1, 1),
        target_from=None,
        target_to=None,
        latest=latest if expires_on is None else min(latest, expires_on),
    )


def _rule(
    anchor: Anchor,
    latest: int,
    *,
    earliest: int | None = None,
    target: tuple[int, int] | None = None,
    minus_one_day: bool = False,
) -> WindowRule:
    return WindowRule(
        anchor=anchor,
        earliest_months=earliest,
        target_from_months=target[0] if target else None,
        target_to_months=target[1] if target else None,
        latest_months=latest,
        minus_one_day=minus_one_day,
    )


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "guide-9-10": Profile(
            first=_rule("award", 12, earliest=7, target=(9, 10)),
            next=_rule("last_audit_end", 12, earliest=7, target=(9, 10)),
            min_per_certificate_year=1,
        ),
        "qms-2025": Profile(
            first=_rule("award", 12),
            next=_rule("last_surveillance_end", 12),
            min_per_cycle=2,
        ),
        "anniversary-11-12": Profile(
            first=_rule("last_audit_end", 12, earliest=11, minus_one_day=True),
            next=_rule("last_audit_end", 12, earliest=11, minus_one_day=True),
            min_per_cycle=2,
        ),
        "decision-12": Profile(first=_rule("decision", 12), next=None),
        "nine-to-fifteen": Profile(
            first=_rule("award", 12, earliest=9),
            next=_rule("last_surveillance_end", 15, earliest=9),
        ),
        "ms-calendar": Profile(
            first=_rule("decision", 12),
            next=_rule("last_surveillance_end", 12),
            each_calendar_year=True,
        ),
    }
)
"""Of ``decision-12`` only the last day is kept: its lower bound, award + 12, never lies before."""
