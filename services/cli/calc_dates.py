"""Expiry and surveillance windows, JSON in and out. Lifecycle 4, 6."""

from datetime import date
from typing import Any

from events.scheme_pack import SchemePack
from events.scheme_scoring import Part
from events.surveillance import Window
from services.cli.calc_amounts import naming_the_field
from services.cli.scheme_reading import BadInput, pack_of, read_as
from services.core import calendar
from services.core.scheme.rules import Rule
from services.core.windows import PROFILES, Anchors, Profile, next_window, window


class ExpiryAsked(Part):
    """A decision, and the award where the scheme counts from it."""

    scheme: str = "gbt-27922"
    decided: date | None = None
    award: date | None = None


class WindowsAsked(Part):
    """A profile or a scheme, and the days windows are counted from."""

    profile: str | None = None
    scheme: str | None = None
    decided: date | None = None
    award: date | None = None
    last_audit_end: date | None = None
    last_surveillance_end: date | None = None


def expiry(content: Any) -> dict[str, Any]:
    """``{"valid_until"}``: the last valid day, inclusive."""
    asked = read_as(ExpiryAsked, content)
    validity = pack_of(asked.scheme).validity
    Rule.SCHEME_KNOWS.require(validity is not None, parameter="/validity")
    assert validity is not None
    anchor = asked.award if validity.anchor == "award" else asked.decided
    if anchor is None:
        field = "award" if validity.anchor == "award" else "decided"
        raise BadInput(f"{field}: the scheme counts the validity from it")
    with naming_the_field():
        until = calendar.expiry(anchor, validity.months, validity.end_rule)
    return {"valid_until": until.isoformat()}


def windows(content: Any) -> dict[str, Any]:
    """``{"earliest", "target_from", "target_to", "latest"}``; null where a profile has none."""
    asked = read_as(WindowsAsked, content)
    anchors = Anchors(
        decision=asked.decided,
        award=asked.award,
        last_audit_end=asked.last_audit_end,
        last_surveillance_end=asked.last_surveillance_end,
    )
    with naming_the_field():
        found = _window(_profile(asked), anchors)
    return {name: day and day.isoformat() for name, day in found.model_dump().items()}


def _window(profile: Profile, anchors: Anchors) -> Window:
    """The next window where the day it is counted from is known, else the first."""
    following = profile.next
    if following is not None and following.anchor in ("last_audit_end", "last_surveillance_end"):
        known = (anchors.last_audit_end, anchors.last_surveillance_end)
        if known[following.anchor == "last_surveillance_end"] is not None:
            return next_window(profile, anchors)
    return window(profile.first, anchors)


def _profile(asked: WindowsAsked) -> Profile:
    if asked.profile is None:
        return _of_scheme(pack_of(asked.scheme or "gbt-27922"))
    if asked.profile not in PROFILES:
        raise BadInput(f"profile: {asked.profile} is none of {', '.join(PROFILES)}")
    return PROFILES[asked.profile]


def _of_scheme(pack: SchemePack) -> Profile:
    rules = pack.surveillance
    Rule.SCHEME_KNOWS.require(rules is not None, parameter="/surveillance")
    assert rules is not None
    return Profile(first=rules.first, next=rules.next)
