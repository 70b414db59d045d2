"""The scoring half of a rule pack: points, bands, indicators. Format ``starledger-scheme/1``."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from events.vocabulary import Exact, Name, Text

Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$")]
"""A word others refer to: an indicator's id, a band, a client class."""


class Part(BaseModel):
    """A block of a rule pack. Frozen; an unknown key is an error; None means not known."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True
    )


class Exclusion(Part):
    """Which indicators may be left out of the denominator. GB/T 27922-2011 6.2.2."""

    allowed: Flag
    default_may_exclude: Flag
    whole_first_level_section: Flag
    max_percent: Exact | None
    formula: Literal["obtained/applicable*max_score"]


class SpecialDeductions(Part):
    """Points off outside the scored points, and how many of them fail. GB/T 27922-2011 6."""

    points_each: Exact
    fail_at: Count
    """From this many on the result is failed, whatever the score."""
    affects_score: Flag
    categories: tuple[Code, ...]


class SpecialBonus(Part):
    """Credit for strength above legal demand. GB/T 27922-2011 6."""

    points: Exact
    max_count: Count


class Rounding(Part):
    """What the band rests on and how a score is shown. House rule."""

    band_on: Literal["exact", "rounded"]
    display_decimals: Count
    display_mode: Literal["down", "half_up", "half_even"]


class Scoring(Part):
    """From indicators to a result. GB/T 27922-2011 6."""

    method: Literal["points", "pass_fail"]
    max_score: Exact | None
    exclusion: Exclusion | None
    special_deductions: SpecialDeductions | None
    special_bonus: SpecialBonus | None
    section_minimum_percent: Exact | None
    floor_at_zero: Flag
    cap_at_max: Flag
    rounding: Rounding
    qualitative_award: Literal["all_or_nothing", "graded"] | None
    sampled_award: Literal["proportional", "all_or_nothing"] | None


class Band(Part):
    """A grade and the least score that earns it. Order is by ``rank``, never by label."""

    code: Code
    rank: Count
    zh: Name
    en: Name
    min: Exact | None
    inclusive: Flag
    label_alternatives_zh: tuple[Name, ...] | None = None


class Fail(Part):
    """What a result below the lowest band is called."""

    code: Code
    zh: Name
    en: Name


class Ladder(Part):
    """Whether a higher grade waits for a time at the lowest. GB/T 27922-2011 6, contested."""

    qualify_first: Flag
    months_before_star: Count | None
    exception: Text | None


class SubItem(Part):
    """A lettered part of an indicator that carries no points of its own."""

    id: Code
    zh: Name
    en: Name


class Ratio(Part):
    """A head count against a need: required = max(minimum, rounded percentage of a base)."""

    of: Code
    percent: Exact
    need_rounding: Literal["ceil", "floor", "half_up"]
    need_minimum: Count
    award: Literal["all_or_nothing", "pro_rata"]


class Indicator(Part):
    """A node of the indicator tree; a leaf earns points, a group is the sum of its children."""

    id: Code
    zh: Name
    en: Name
    kind: Literal["group", "qualitative", "sampled", "ratio", "graded"]
    points: Exact | None
    children: tuple["Indicator", ...] | None = None
    children_known: Flag | None = None
    alternative_kind: Literal["qualitative", "sampled", "ratio", "graded"] | None = None
    sample_of: Code | None = None
    ratio: Ratio | None = None
    may_exclude: Flag | None = None
    sub_items: tuple[SubItem, ...] | None = None
    note_zh: Text | None = None
    note: Text | None = None


class ItemCount(Part):
    """How many sections and items an annex is said to have."""

    sections: Count
    items: Count
