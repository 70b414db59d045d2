"""What a rule pack must be before cases can rest on it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from events.event import Event
from events.schemes import (
    SchemeVersionActivated,
    SchemeVersionDrafted,
    SchemeVersionFiled,
    SchemeVersionRetired,
)
from services.core.canonical import digest
from services.core.context import Context
from services.core.profile import Profile
from services.core.rule import RuleBook
from services.core.scheme.tree import faults
from services.core.service import States
from services.schemes.activation import failures
from services.schemes.commands import (
    ActivateVersion,
    DraftVersion,
    FileVersion,
    RetireVersion,
    SchemeCommand,
)
from services.schemes.state import Version

PROFILE_STREAM = "body-profile"


class Rule(RuleBook):
    """Why the schemes service refuses."""

    VERSION_IS_IMMUTABLE = (
        "SCHEME_VERSION_IMMUTABLE",
        "R-S01",
        "ISO/IEC 17065 7.1",
        "该方案版本已录入，内容不得更改；如需修改请建立新版本。",
        "A version once drafted never changes; a change is a new version.",
    )
    TREE_IS_WELL_FORMED = (
        "SCHEME_TREE_INVALID",
        "R-S02",
        "GB/T 27922-2011 5",
        "指标编号不得重复，只有指标组可以有下级指标。",
        "Every indicator has its own id, and only groups have indicators below them.",
    )
    VERSION_IS_DRAFTED = (
        "SCHEME_UNKNOWN",
        "R-S03",
        "ISO/IEC 17065 7.1",
        "没有此方案版本。",
        "No such scheme version was drafted.",
    )
    FILED_NOT_IN_FUTURE = (
        "FILING_IN_FUTURE",
        "R-S04",
        "认证认可条例 art. 17",
        "备案日期不得晚于今天。",
        "A rule is not filed on a day that has not come.",
    )
    FILED_ONCE = (
        "SCHEME_FILED_OTHERWISE",
        "R-S05",
        "认证认可条例 art. 17",
        "该方案版本已按其他备案信息登记。",
        "This version is recorded as filed under other data.",
    )
    VERSION_IS_NOT_RETIRED = (
        "SCHEME_RETIRED",
        "R-S06",
        "house rule",
        "该方案版本已停用。",
        "This version is retired.",
    )
    VERSION_IS_NOT_ACTIVE = (
        "SCHEME_ALREADY_ACTIVE",
        "R-S07",
        "house rule",
        "该方案版本已启用，启用日期不得更改。",
        "This version is active already; the day it took effect stays.",
    )
    DEMONSTRATION_STAYS_IN_ITS_BODY = (
        "DEMO_SCHEME",
        "R-S08",
        "house rule",
        "演示方案只能在演示机构中启用。",
        "A demonstration scheme can be activated only in a demonstration body.",
    )
    EVERY_INDICATOR_HAS_POINTS = (
        "SCHEME_POINTS_MISSING",
        "R-S09",
        "GB/T 27922-2011 6.2.1",
        "存在未赋分的指标，不得启用。",
        "Every indicator has points before a scheme is used.",
    )
    POINTS_ADD_UP = (
        "SCHEME_POINTS_MISMATCH",
        "R-S10",
        "GB/T 27922-2011 6.2.1",
        "指标分值与上级分值或规定总分不一致，不得启用。",
        "The points of a group, a section and the whole equal the sums and the totals stated.",
    )
    BANDS_ARE_ORDERED = (
        "SCHEME_BANDS_INVALID",
        "R-S11",
        "GB/T 27922-2011 6",
        "等级划分不完整或次序不严格，不得启用。",
        "Bands are complete and strictly ordered, each with a label and a line.",
    )
    PARAMETERS_ARE_KNOWN = (
        "SCHEME_PARAMETER_MISSING",
        "R-S12",
        "ISO/IEC 17065 7.1",
        "方案参数未确定，不得启用。",
        "Every parameter, contested ones above all, has a value before a scheme is used.",
    )
    PARAMETERS_CAN_BE_CARRIED_OUT = (
        "SCHEME_PARAMETER_INVALID",
        "R-S13",
        "ISO/IEC 17065 7.1",
        "方案参数相互矛盾或无法执行，不得启用。",
        "A parameter that contradicts another, or cannot be carried out, keeps a scheme from use.",
    )
    RULE_IS_FILED = (
        "SCHEME_NOT_FILED",
        "R-S14",
        "认证认可条例 art. 17",
        "认证规则尚未备案，不得启用。",
        "A certification rule is filed with number and day before it is used.",
    )
    FILED_BEFORE_IN_EFFECT = (
        "EFFECTIVE_BEFORE_FILING",
        "R-S15",
        "认证认可条例 art. 17",
        "启用日期不得早于备案日期。",
        "A rule takes effect on the day it was filed or later.",
    )
    VERSION_IS_ACTIVE = (
        "SCHEME_NOT_ACTIVE",
        "R-S16",
        "house rule",
        "该方案版本尚未启用。",
        "Only a version that was activated can be retired.",
    )
    RETIRED_AFTER_IN_EFFECT = (
        "RETIRED_BEFORE_EFFECTIVE",
        "R-S17",
        "house rule",
        "停用日期不得早于启用日期。",
        "The last day of a version is not before its first.",
    )


_GUARDING = (
    Rule.EVERY_INDICATOR_HAS_POINTS,
    Rule.POINTS_ADD_UP,
    Rule.BANDS_ARE_ORDERED,
    Rule.PARAMETERS_ARE_KNOWN,
    Rule.PARAMETERS_CAN_BE_CARRIED_OUT,
    Rule.RULE_IS_FILED,
)
GUARD = {rule.code: rule for rule in _GUARDING}
"""Refusal code → rule, for what the activation guard finds."""


def decide(command: SchemeCommand, states: States, context: Context) -> Iterator[Event]:
    """The events a command gives rise to."""
    version: Version = states[stream_of(command)]
    match command:
        case DraftVersion():
            return draft_version(command, version)
        case FileVersion():
            return file_version(command, version, context)
        case ActivateVersion():
            return activate_version(command, version, context.facts[PROFILE_STREAM])
        case RetireVersion():
            return retire_version(command, version)
        case _:
            assert_never(command)


def stream_of(command: SchemeCommand) -> str:
    """The version a command is about."""
    ref = command.pack.ref if isinstance(command, DraftVersion) else command.scheme
    return f"schemes-{ref}"


def draft_version(command: DraftVersion, version: Version) -> Iterator[Event]:
    """A pack is entered whole; the same content again changes nothing."""
    pack_digest = digest(command.pack)
    if version.pack is not None:
        Rule.VERSION_IS_IMMUTABLE.require(
            version.digest == pack_digest, known=version.digest, given=pack_digest
        )
        return
    wrong = faults(command.pack.indicators)
    Rule.TREE_IS_WELL_FORMED.require(not wrong, nodes=wrong)
    yield SchemeVersionDrafted(scheme=command.pack.ref, pack=command.pack, pack_digest=pack_digest)


def file_version(command: FileVersion, version: Version, context: Context) -> Iterator[Event]:
    """The filing is recorded once, with its number and day."""
    Rule.VERSION_IS_DRAFTED.require(version.pack is not None, scheme=command.scheme)
    filed = SchemeVersionFiled(**command.model_dump())
    if version.filing is not None:
        Rule.FILED_ONCE.require(version.filing == filed, rule_no=version.filing.rule_no)
        return
    Rule.FILED_NOT_IN_FUTURE.require(command.filed_on <= context.today, today=context.today)
    yield filed


def activate_version(command: ActivateVersion, version: Version, body: Profile) -> Iterator[Event]:
    """Cases may be opened under a pack that is complete, consistent and filed. Scoring 2."""
    Rule.VERSION_IS_DRAFTED.require(version.pack is not None, scheme=command.scheme)
    Rule.VERSION_IS_NOT_RETIRED.require(version.last_day is None, last_day=version.last_day)
    if version.pack is None or version.effective_from == command.effective_from:
        return
    Rule.VERSION_IS_NOT_ACTIVE.require(
        version.effective_from is None, effective_from=version.effective_from
    )
    demo = version.pack.demo
    Rule.DEMONSTRATION_STAYS_IN_ITS_BODY.require(not demo or body.demonstration, demo=demo)
    found = failures(version.pack, filed=demo or version.filed_on is not None)
    for first in found[:1]:
        every = [{"code": failure.code, **failure.facts} for failure in found]
        GUARD[first.code].require(False, **first.facts, failures=every)
    Rule.FILED_BEFORE_IN_EFFECT.require(
        version.filed_on is None or version.filed_on <= command.effective_from,
        filed_on=version.filed_on,
    )
    yield SchemeVersionActivated(
        scheme=command.scheme, demonstration=demo, effective_from=command.effective_from
    )


def retire_version(command: RetireVersion, version: Version) -> Iterator[Event]:
    """No new case after the last day; cases already open go on under it."""
    Rule.VERSION_IS_DRAFTED.require(version.pack is not None, scheme=command.scheme)
    if version.last_day == command.last_day:
        return
    Rule.VERSION_IS_NOT_RETIRED.require(version.last_day is None, last_day=version.last_day)
    Rule.VERSION_IS_ACTIVE.require(version.effective_from is not None)
    Rule.RETIRED_AFTER_IN_EFFECT.require(
        version.effective_from is None or version.effective_from <= command.last_day,
        effective_from=version.effective_from,
    )
    yield SchemeVersionRetired(**command.model_dump())


MAY_REFUSE: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "DraftVersion": (Rule.VERSION_IS_IMMUTABLE, Rule.TREE_IS_WELL_FORMED),
        "FileVersion": (Rule.VERSION_IS_DRAFTED, Rule.FILED_ONCE, Rule.FILED_NOT_IN_FUTURE),
        "ActivateVersion": (
            Rule.VERSION_IS_DRAFTED,
            Rule.VERSION_IS_NOT_RETIRED,
            Rule.VERSION_IS_NOT_ACTIVE,
            Rule.DEMONSTRATION_STAYS_IN_ITS_BODY,
            *_GUARDING,
            Rule.FILED_BEFORE_IN_EFFECT,
        ),
        "RetireVersion": (
            Rule.VERSION_IS_DRAFTED,
            Rule.VERSION_IS_NOT_RETIRED,
            Rule.VERSION_IS_ACTIVE,
            Rule.RETIRED_AFTER_IN_EFFECT,
        ),
    }
)
"""Command → what its generator may refuse."""
