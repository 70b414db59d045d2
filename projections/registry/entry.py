"""A certificate as the public sees it, and its JSON. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from projections.registry import words
from projections.registry.status import Act, Answer, status
from services.core.context import ZONE


@dataclass(frozen=True, slots=True)
class Body:
    """Whose register this is."""

    name: str
    name_en: str
    approval_no: str
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the register holds of an issued certificate, whatever its status."""

    number: str
    holder: str
    holder_en: str | None
    uscc: str
    scope: str
    scope_en: str | None
    field: str
    site_names: Sequence[str]
    site_addresses: Sequence[str]
    headcount: int
    scheme: str
    title_zh: str
    title_en: str
    basis: Sequence[str]
    demonstration: bool
    grade: str | None
    grade_zh: str | None
    grade_en: str | None
    awarded_on: date
    first_certified_on: date
    expires_on: date
    previous: str | None
    next: str | None

    @property
    def sites(self) -> list[tuple[str, str]]:
        """(name, address) of each place covered."""
        return list(zip(self.site_names, self.site_addresses, strict=True))


@dataclass(frozen=True, slots=True)
class Found:
    """What one statement said of a number; ``certificate`` is None where none is shown."""

    number: str
    certificate: Certificate | None
    acts: tuple[Act, ...]
    held_since: datetime | None
    """Since when something about it could not be applied: no status is told till then."""
    body: Body | None
    position: int

    def entry(self, effective: date, known: datetime) -> "Entry":
        """The answer for a day, as the record showed it at a moment."""
        return Entry(self, status(self.acts, effective, known))


@dataclass(frozen=True, slots=True)
class Entry:
    """A certificate and the answer about a day. Lifecycle 5."""

    found: Found
    answer: Answer

    @property
    def held(self) -> bool:
        """Whether no status may be told."""
        return self.found.held_since is not None

    @property
    def history(self) -> list[Act]:
        """The acts the record held at the moment asked, in the order they took effect."""
        known = [act for act in self.found.acts if act.recorded_at <= self.answer.known]
        return sorted(known, key=lambda act: (act.effective_on, act.version))

    @property
    def sentence(self) -> Mapping[str, str]:
        """The first line, in Chinese and English."""
        if self.found.held_since is not None:
            return words.held(self.found.number, self.found.held_since)
        issued_on = self.found.certificate.awarded_on if self.found.certificate else None
        return words.standing(self.found.number, self.answer, issued_on)

    def as_json(self) -> dict[str, Any]:
        """The register entry of the public interface."""
        told = None if self.held else self.answer.standing.status
        since = self.answer.standing.since
        entry = {
            **_facts(self.found),
            "status": told.value if told else None,
            "status_label": words.STATUS[told].as_json() if told else None,
            "since": since.isoformat() if told and since else None,
            "effective": self.answer.effective.isoformat(),
            "known": self.answer.known.astimezone(ZONE).isoformat(),
            "held": self.held,
            "history": [] if self.held else [act_as_json(act) for act in self.history],
            "sentence": dict(self.sentence),
        }
        if self.answer.foreseen:
            entry["foreseen"] = True
        return entry


def act_as_json(act: Act) -> dict[str, Any]:
    """One public act: what, from when, and since when the record knew it."""
    return {
        "act": act.kind.value,
        "label": words.ACT[act.kind].as_json(),
        "effective_on": act.effective_on.isoformat(),
        "recorded_at": act.recorded_at.astimezone(ZONE).isoformat(),
        "last_day": act.last_day.isoformat() if act.last_day else None,
    }


def _facts(found: Found) -> dict[str, Any]:
    shown = found.certificate
    if shown is None:
        blank = ("holder", "scheme", "grade", "grade_label", "scope", "issued_on", "expires_on")
        return {"number": found.number, **dict.fromkeys(blank), "demonstration": None}
    label = {"zh": shown.grade_zh, "en": shown.grade_en} if shown.grade_zh else None
    return {
        "number": shown.number,
        "holder": {"name": shown.holder, "uscc": shown.uscc},
        "scheme": shown.scheme,
        "grade": shown.grade,
        "grade_label": label,
        "scope": shown.scope,
        "issued_on": shown.awarded_on.isoformat(),
        "expires_on": shown.expires_on.isoformat(),
        "demonstration": shown.demonstration,
    }
