"""The tables published with the product: man-days, prices, deadlines of appeals."""

import csv
import json
from fractions import Fraction
from functools import cache
from importlib.resources import files

from services.core.scheme.appeals import AppealProfile
from services.core.scheme.fees import FeeTable
from services.core.scheme.mandays import ManDayTable, Row

FOLDER = "services.published"


class NotPublished(ValueError):
    """No table of that name is shipped; the names that are stand in the message."""


@cache
def mandays_table(name: str) -> ManDayTable:
    """A man-day table by its file name; NotPublished where there is none."""
    known = sorted(
        each.name for each in files(FOLDER).iterdir() if each.name.startswith("mandays-")
    )
    if name not in known:
        raise NotPublished(f"table: {name} is none of {', '.join(known)}")
    lines = csv.DictReader(_text(name).splitlines())
    return ManDayTable(name=name, rows=tuple(_row(line) for line in lines))


@cache
def fee_table(name: str) -> FeeTable:
    """A price table by its id; NotPublished where there is none."""
    tables = {each["id"]: each for each in json.loads(_text("fees.json"))["tables"]}
    if name not in tables:
        raise NotPublished(f"table: {name} is none of {', '.join(tables)}")
    days = tables[name]["man_days"]["table"]
    return FeeTable.model_validate(
        {**tables[name], "days": None if days is None else mandays_table(days)}
    )


@cache
def appeal_profile(name: str) -> AppealProfile:
    """The deadlines of one body's published procedure; NotPublished where there are none."""
    profiles = {each["id"]: each for each in json.loads(_text("appeals.json"))["profiles"]}
    if name not in profiles:
        raise NotPublished(f"profile: {name} is none of {', '.join(profiles)}")
    return AppealProfile.model_validate(profiles[name])


def _text(name: str) -> str:
    return files(FOLDER).joinpath(name).read_text(encoding="utf-8")


def _row(line: dict[str, str]) -> Row:
    figures = {
        name: Fraction(value) for name, value in line.items() if not name.startswith("headcount")
    }
    return Row(
        fewest=int(line["headcount_min"]),
        most=int(line["headcount_max"]),
        total={
            "initial": figures["initial_total"],
            "surveillance": figures["surveillance_total"],
            "recertification": figures["recert_total"],
        },
        on_site={
            "initial": figures["initial_onsite"],
            "surveillance": figures["surveillance_onsite"],
            "recertification": figures["recert_onsite"],
        },
    )
