"""When a holder is audited again, and what counts as done, late or missed."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from events.event import Event
from events.scheme_pack import CompletePack
from events.surveillance import (
    SurveillanceCompleted,
    SurveillanceMissed,
    SurveillanceOpened,
    SurveillanceStopped,
    Window,
)
from services.core.context import Context
from services.core.rule import RuleBook
from services.core.ruling import Ruling
from services.core.service import States
from services.core.windows import Anchors, begins, window
from services.surveillance.commands import (
    CompleteSurveillance,
    NoteSurveillanceMissed,
    OpenCycle,
    StopCycle,
    SurveillanceCommand,
)
from services.surveillance.state import Cycle


class Rule(RuleBook):
    """Why the surveillance service refuses."""

    SCHEME_IS_KNOWN = (
        "SCHEME_UNKNOWN",
        "R-V01",
        "ISO/IEC 17065 7.9.1",
        "没有此方案版本，无法确定监督窗口。",
        "Without its scheme version nobody can say when a certificate is audited again.",
    )
    WINDOW_IS_OPEN = (
        "SURVEILLANCE_NOT_OPEN",
        "R-V02",
        "ISO/IEC 17065 7.9.1",
        "该证书没有处于待审状态的此次监督。",
        "No surveillance of that number waits for its audit.",
    )
    RESULT_STANDS = (
        "SURVEILLANCE_ALREADY_DONE",
        "R-V03",
        "ISO/IEC 17065 7.12",
        "此次监督已有记录，不得改写。",
        "The result of that surveillance is recorded and is not written over.",
    )
    AUDIT_FOLLOWS_ITS_ANCHOR = (
        "WINDOW_NOT_BEGUN",
        "R-V04",
        "house rule",
        "监督审查的结束日期不得早于窗口的起算日。",
        "A surveillance audit does not end before the day its window is counted from.",
    )
    AUDIT_IS_OVER = (
        "AUDIT_IN_FUTURE",
        "R-V05",
        "house rule",
        "监督审查的结束日期不得晚于今天。",
        "An audit is recorded as done when it is over, not before.",
    )
    AUDIT_LIES_WITHIN_VALIDITY = (
        "AUDIT_AFTER_EXPIRY",
        "R-V06",
        "ISO/IEC 17065 7.9.1",
        "监督审查须在证书有效期内完成。",
        "A certificate is surveyed while it is valid, its last day included.",
    )
    WINDOW_HAS_PASSED = (
        "WINDOW_NOT_PASSED",
        "R-V07",
        "ISO/IEC 17065 7.9.1",
        "监督窗口的最后一日尚未过去。",
        "A surveillance is missed only after the last day of its window.",
    )


def decide(command: SurveillanceCommand, states: States, context: Context) -> Iterator[Event]:
    """The events a command gives rise to."""
    cycle: Cycle = states[stream_of(command)]
    match command:
        case OpenCycle():
            return open_cycle(command, cycle, context.facts[f"schemes-{command.scheme}"])
        case StopCycle():
            return stop_cycle(command, cycle)
        case CompleteSurveillance():
            return complete_surveillance(command, cycle, context)
        case NoteSurveillanceMissed():
            return note_surveillance_missed(command, cycle, context)
        case _:
            assert_never(command)


def stream_of(command: SurveillanceCommand) -> str:
    """The certificate a command is about."""
    return f"surveillance-{command.certificate}"


def open_cycle(command: OpenCycle, cycle: Cycle, ruling: Ruling) -> Iterator[Event]:
    """The first window follows from the certificate's dates; a second opening changes nothing."""
    if cycle.opened is not None or cycle.stopped_on is not None:
        return
    rule = _pack(ruling).surveillance.first
    anchors = Anchors(
        decision=command.decided_on, award=command.awarded_on, last_audit_end=command.audit_end
    )
    if begins(window(rule, anchors)) > command.expires_on:
        return
    yield SurveillanceOpened(
        certificate=command.certificate,
        holder=command.holder,
        scheme=command.scheme,
        number=1,
        anchor=rule.anchor,
        anchor_on=anchors.on(rule.anchor),
        window=window(rule, anchors, expires_on=command.expires_on),
        decided_on=command.decided_on,
        awarded_on=command.awarded_on,
        expires_on=command.expires_on,
    )


def stop_cycle(command: StopCycle, cycle: Cycle) -> Iterator[Event]:
    """A certificate that ended is surveyed no more; said once."""
    if cycle.opened is not None and cycle.stopped_on is None:
        yield SurveillanceStopped(
            certificate=command.certificate, reason=command.reason, stopped_on=command.stopped_on
        )


def complete_surveillance(
    command: CompleteSurveillance, cycle: Cycle, context: Context
) -> Iterator[Event]:
    """The audit is recorded as done, in its window or outside it; the next window opens."""
    completed = cycle.done.get(command.number)
    if completed is not None:
        same = (completed.audit_end, completed.result) == (command.audit_end, command.result)
        Rule.RESULT_STANDS.require(same, audit_end=completed.audit_end)
        return
    opened = cycle.opened
    waiting = cycle.waiting and opened is not None and opened.number == command.number
    Rule.WINDOW_IS_OPEN.require(waiting, certificate=command.certificate, number=command.number)
    assert opened is not None
    Rule.AUDIT_FOLLOWS_ITS_ANCHOR.require(
        command.audit_end >= opened.anchor_on, anchor_on=opened.anchor_on
    )
    Rule.AUDIT_IS_OVER.require(command.audit_end <= context.today, today=context.today)
    Rule.AUDIT_LIES_WITHIN_VALIDITY.require(
        command.audit_end <= opened.expires_on, expires_on=opened.expires_on
    )
    yield SurveillanceCompleted(
        certificate=command.certificate,
        number=command.number,
        audit_end=command.audit_end,
        in_window=_lies_in(opened.window, command),
        result=command.result,
    )
    yield from _next_window(opened, command, _pack(context.facts[f"schemes-{opened.scheme}"]))


def _pack(ruling: Ruling) -> CompletePack:
    Rule.SCHEME_IS_KNOWN.require(ruling.pack is not None)
    assert ruling.pack is not None
    return ruling.pack


def _lies_in(due: Window, command: CompleteSurveillance) -> bool:
    early = due.earliest is not None and command.audit_end < due.earliest
    return not early and command.audit_end <= due.latest


def _next_window(
    opened: SurveillanceOpened, command: CompleteSurveillance, pack: CompletePack
) -> Iterator[Event]:
    """From the actual end of this audit, or from the certificate; none beyond its last day."""
    rule, number = pack.surveillance.next, opened.number + 1
    anchors = Anchors(
        decision=opened.decided_on,
        award=opened.awarded_on,
        last_audit_end=command.audit_end,
        last_surveillance_end=command.audit_end,
    )
    if begins(window(rule, anchors, number=number)) > opened.expires_on:
        return
    yield opened.model_copy(
        update={
            "number": number,
            "anchor": rule.anchor,
            "anchor_on": anchors.on(rule.anchor),
            "window": window(rule, anchors, number=number, expires_on=opened.expires_on),
        }
    )


def note_surveillance_missed(
    command: NoteSurveillanceMissed, cycle: Cycle, context: Context
) -> Iterator[Event]:
    """Missed once the last day is over; noted once, and never of an audit that was done."""
    opened = cycle.opened
    if opened is None or not cycle.waiting or cycle.missed or opened.number != command.number:
        return
    latest = opened.window.latest
    Rule.WINDOW_HAS_PASSED.require(context.today > latest, latest=latest, today=context.today)
    yield SurveillanceMissed(certificate=command.certificate, number=command.number, latest=latest)


MAY_REFUSE: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "OpenCycle": (Rule.SCHEME_IS_KNOWN,),
        "StopCycle": (),
        "CompleteSurveillance": (
            Rule.RESULT_STANDS,
            Rule.WINDOW_IS_OPEN,
            Rule.AUDIT_FOLLOWS_ITS_ANCHOR,
            Rule.AUDIT_IS_OVER,
            Rule.AUDIT_LIES_WITHIN_VALIDITY,
            Rule.SCHEME_IS_KNOWN,
        ),
        "NoteSurveillanceMissed": (Rule.WINDOW_HAS_PASSED,),
    }
)
"""Command → what its generator may refuse."""
