"""Which earlier stage is missing, said once for every rule about an audit. Process 0.2."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from events.applications import AgreementSigned, ApplicationAccepted
from events.auditing import TeamRole
from events.event import Event
from events.scheme_pack import CompletePack
from events.vocabulary import Role
from services.auditing.facts import Commission
from services.auditing.rules.book import Rule
from services.auditing.state import Audit
from services.auditing.streams import application_stream, scheme_stream
from services.core.context import Context
from services.core.ruling import Ruling

E = TypeVar("E", bound=Event)

STAGES = {
    "acceptance": "受理",
    "scheme": "认证规则",
    "agreement": "认证合同",
    "man_days": "人日核算",
    "programme": "审查方案",
    "team": "审查组",
    "days": "现场审查日期",
    "notice": "审查通知",
    "objection_time": "异议期届满或放弃异议",
    "objection_decided": "异议答复",
    "member_replaced": "更换成员",
    "plan": "审查计划",
    "document_review": "文件审查",
    "first_instalment": "首期认证费",
    "opening_meeting": "首次会议",
    "headcount": "人数核实",
    "closing_meeting": "末次会议",
    "score_sheet": "评分表关闭",
}
COUNTED = (TeamRole.TEAM_LEADER, TeamRole.AUDITOR)
"""Those who score and whose days count. R-0704, R-1502."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a rule about one audit looks at: accepted, open, its scheme known whole."""

    audit: Audit
    commission: Commission
    accepted: ApplicationAccepted
    pack: CompletePack
    context: Context


def desk(case: str, audit: Audit, context: Context) -> Desk:
    """The audit of an accepted case that has not ended, under its scheme."""
    known = commission_in(context.facts, case)
    require_stages(acceptance=known.accepted is not None)
    assert known.accepted is not None
    Rule.CASE_IS_OPEN.require(not known.ended)
    ruling: Ruling = context.facts.get(scheme_stream(known.accepted.scheme), Ruling())
    require_stages(scheme=ruling.pack is not None)
    assert ruling.pack is not None
    return Desk(audit, known, known.accepted, ruling.pack, context)


def commission_in(facts: Mapping[str, Any], case: str) -> Commission:
    """The case among the facts told; an unknown one was never accepted."""
    known: Commission = facts.get(application_stream(case), Commission())
    return known


def require_stages(**passed: bool) -> None:
    """Every stage named is done; the refusal names those that are not."""
    missing = [stage for stage, done in passed.items() if not done]
    words = "、".join(STAGES[stage] for stage in missing)
    Rule.GATES_ARE_PASSED.require(not missing, missing=missing, 缺少事项=words)


def require_agreement(desk: Desk) -> AgreementSigned:
    """Nothing is evaluated before both have signed. R-0802."""
    require_stages(agreement=desk.commission.agreement is not None)
    assert desk.commission.agreement is not None
    return desk.commission.agreement


def require_declared(desk: Desk) -> None:
    """A team is there, everybody in it declared, and nobody is tied to the client. R-1004, 1005."""
    audit = desk.audit
    require_stages(team=bool(audit.team))
    silent = [each.person for each in audit.team if each.person not in audit.declarations]
    Rule.DECLARATION_IS_SIGNED.require(not silent, people=silent, 人员="、".join(silent))
    tied = [each.person for each in audit.team if audit.declarations[each.person].barred]
    Rule.MEMBER_HAS_NO_TIE.require(not tied, people=tied, 人员="、".join(tied))


def require_not_begun(audit: Audit) -> None:
    """Team, notice and plan are as they are once the audit began."""
    Rule.AUDIT_HAS_NOT_BEGUN.require(audit.opening is None)


def require_not_reported(audit: Audit) -> None:
    """After the report is fixed nothing changes until the case is sent back. Process 17."""
    Rule.REPORT_IS_NOT_FIXED.require(audit.report is None)


def require_leader(audit: Audit, context: Context) -> None:
    """Only the leader of this very team."""
    Rule.LEADER_ACTS.require(context.actor == audit.leader, person=context.actor)


def require_counted(audit: Audit, context: Context) -> None:
    """Leader or auditor of this very team; nobody else judges anything. R-1502."""
    Rule.SCORER_MAY_SCORE.require(audit.role_of(context.actor) in COUNTED, person=context.actor)


def require_own(desk: Desk) -> None:
    """Whoever comes as a client's contact is the one the case names. Process 0.1."""
    context = desk.context
    own = context.role != Role.CLIENT_CONTACT or context.actor == desk.commission.contact
    Rule.CLIENT_ACTS_FOR_ITSELF.require(own, field="case")


def require_between(
    day: date, *, field: str, after: date | None = None, until: date | None = None
) -> None:
    """A day is neither before what it follows nor after what it precedes."""
    holds = (after is None or after <= day) and (until is None or day <= until)
    Rule.DATES_ARE_IN_ORDER.require(
        holds, field=field, 项目=field, given=day, not_before=after, not_after=until
    )


def is_repeated(known: E | None, asked: E, *dated: str) -> bool:
    """Whether the same was recorded before, on whatever day: asked twice, done once."""
    if known is None:
        return False
    return known.model_copy(update={name: getattr(asked, name) for name in dated}) == asked
