"""Which earlier stage is missing, said once for every rule about a case. Process 0.2."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from events.application_facts import ApplicationFacts, Flag
from events.applications import ApplicationSubmitted
from events.event import Event
from events.scheme_pack import CompletePack
from events.vocabulary import Role
from services.applications.facts import Scheme
from services.applications.rules.book import Rule
from services.applications.state import Case
from services.core.context import Context

E = TypeVar("E", bound=Event)

STAGES = {
    "application": "认证申请",
    "supplement": "补正答复",
    "application_fee": "申请费",
    "review": "申请评审",
    "positive_review": "评审同意受理",
    "acceptance": "受理",
    "quotation": "报价",
    Flag.HEADCOUNT_IMPLAUSIBLE.value: "申报人数与网点数量不匹配，请核实",
    Flag.INCIDENT_DISCLOSED.value: "事故或纠纷的特批",
    Flag.FORMER_BODY_DISQUALIFIED.value: "原认证机构被撤销资格的特批",
    Flag.FIRST_OF_ITS_KIND.value: "首次开展该类认证的特批",
}


def require_stages(**passed: bool) -> None:
    """Every stage named is done; the refusal names those that are not."""
    require_none_of(stage for stage, done in passed.items() if not done)


def require_none_of(stages: Iterable[str]) -> None:
    """None of these is missing; the refusal names them all."""
    missing = list(stages)
    words = "、".join(STAGES[stage] for stage in missing)
    Rule.GATES_ARE_PASSED.require(not missing, missing=missing, 缺少事项=words)


def require_open(case: Case) -> tuple[ApplicationSubmitted, ApplicationFacts]:
    """The application of a case that has not ended, and what it states now."""
    require_stages(application=case.submitted is not None)
    Rule.CASE_IS_OPEN.require(case.is_open)
    assert case.submitted is not None
    assert case.facts is not None
    return case.submitted, case.facts


def require_applying(case: Case) -> tuple[ApplicationSubmitted, ApplicationFacts]:
    """The same, while nobody has accepted it."""
    applied = require_open(case)
    Rule.CASE_IS_NOT_ACCEPTED.require(case.accepted is None)
    return applied


def require_own(contact: str, context: Context) -> None:
    """Whoever comes as a client's contact is the one the case names. Process 0.1."""
    own = context.role != Role.CLIENT_CONTACT or context.actor == contact
    Rule.CLIENT_ACTS_FOR_ITSELF.require(own, field="contact")


def require_pack(scheme: Scheme) -> CompletePack:
    """The pack of a scheme version that is known whole."""
    Rule.SCHEME_IS_FILED.require(scheme.pack is not None, field="scheme")
    assert scheme.pack is not None
    return scheme.pack


def require_between(day: date, *, field: str, after: date | None, today: date) -> None:
    """A day is not before what it follows, and not ahead."""
    holds = (after is None or after <= day) and day <= today
    Rule.DATES_ARE_IN_ORDER.require(
        holds, field=field, 项目=field, given=day, not_before=after, today=today
    )


def is_repeated(known: E | None, asked: E, *dated: str) -> bool:
    """Whether the same was recorded before, on whatever day: asked twice, done once."""
    if known is None:
        return False
    return known.model_copy(update={name: getattr(asked, name) for name in dated}) == asked
