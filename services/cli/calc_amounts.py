"""Man-days, samples and prices, JSON in and out. Process 7, 8."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import Field

from events.scheme_scoring import Part
from events.vocabulary import Exact, exact_text
from services.cli.scheme_reading import BadInput, pack_of, read_as
from services.core.scheme import published
from services.core.scheme import sampling as samples
from services.core.scheme.fees import fee as price
from services.core.scheme.mandays import Adjustment
from services.core.scheme.mandays import mandays as days
from services.core.scheme.rules import Rule

Activity = Literal["initial", "surveillance", "recertification"]


class ManDaysAsked(Part):
    """Covered people under a scheme."""

    scheme: str = "gbt-27922"
    headcount: int = Field(strict=True)
    activity: Activity
    adjustments: tuple[Adjustment, ...] = ()


class SitesAsked(Part):
    """Like sites, the central office not among them."""

    count: int = Field(strict=True, ge=0)
    activity: Activity


class FeeAsked(Part):
    """A case under a price table."""

    table: str
    activity: Activity
    headcount: int | None = Field(default=None, strict=True)
    man_days: Exact | None = None
    units: int | None = Field(default=None, strict=True)


def mandays(content: Any) -> dict[str, Any]:
    """``{"total", "planning", "on_site", "row", "reasons"}``."""
    asked = read_as(ManDaysAsked, content)
    rules = pack_of(asked.scheme).mandays
    Rule.SCHEME_KNOWS.require(rules is not None, parameter="/mandays")
    assert rules is not None
    with naming_the_field():
        found = days(
            published.mandays_table(rules.table),
            headcount=asked.headcount,
            activity=asked.activity,
            adjustments=asked.adjustments,
            round_to=rules.round_to,
            max_reduction_percent=rules.max_reduction_percent,
        )
    told: dict[str, Any] = _plain(asdict(found))
    return told


def sites(content: Any) -> dict[str, Any]:
    """``{"sample", "central_office"}``."""
    asked = read_as(SitesAsked, content)
    sample, central_office = samples.sites(asked.count, asked.activity)
    return {"sample": sample, "central_office": central_office}


def fee(content: Any) -> dict[str, Any]:
    """``{"man_days", "total", "lines"}``."""
    asked = read_as(FeeAsked, content)
    with naming_the_field():
        found = price(
            published.fee_table(asked.table),
            activity=asked.activity,
            headcount=asked.headcount,
            man_days=asked.man_days,
            units=asked.units,
        )
    told: dict[str, Any] = _plain(asdict(found))
    return told


@contextmanager
def naming_the_field() -> Iterator[None]:
    """What a calculation cannot be told without is named as bad input."""
    try:
        yield
    except (ValueError, OverflowError) as fault:
        raise BadInput(str(fault)) from fault


def _plain(value: Any) -> Any:
    match value:
        case Fraction():
            return exact_text(value)
        case Decimal():
            return f"{value:f}"
        case dict():
            return {name: _plain(each) for name, each in value.items() if each is not None}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return value
