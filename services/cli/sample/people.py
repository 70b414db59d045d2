"""Who works at the demonstration body. Invented people."""

from dataclasses import dataclass

from events.vocabulary import Role

ADMIN = "admin"
"""The first person of the body."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person and the roles they hold."""

    person: str
    name: str
    roles: tuple[Role, ...]


STAFF = (
    Colleague("owner-shen", "沈方案", (Role.SCHEME_OWNER,)),
    Colleague("planner-he", "何计划", (Role.PLANNER,)),
    Colleague("auditor-lin", "林审查", (Role.TEAM_LEADER, Role.AUDITOR)),
    Colleague("auditor-zhao", "赵审查", (Role.AUDITOR,)),
    Colleague("reviewer-xu", "许复核", (Role.TECHNICAL_REVIEWER,)),
    Colleague("member-wang", "王委员", (Role.COMMITTEE_MEMBER,)),
    Colleague("member-chen", "陈委员", (Role.COMMITTEE_MEMBER,)),
    Colleague("member-sun", "孙委员", (Role.COMMITTEE_MEMBER,)),
    Colleague("secretary-qian", "钱秘书", (Role.COMMITTEE_SECRETARY,)),
    Colleague("head-li", "李机构", (Role.HEAD_OF_BODY,)),
    Colleague("officer-zhou", "周证书", (Role.CERTIFICATE_OFFICER,)),
)

TEAM = frozenset({"auditor-lin", "auditor-zhao"})
MEMBERS = ("member-wang", "member-chen", "member-sun")
SECRETARY, HEAD, OFFICER = "secretary-qian", "head-li", "officer-zhou"
REVIEWER, PLANNER, OWNER = "reviewer-xu", "planner-he", "owner-shen"
