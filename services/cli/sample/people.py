"""Who works at the demonstration body, and who speaks for a client of it. Invented people."""

from dataclasses import dataclass

from events.vocabulary import Employment, Role

ADMIN = "admin"
"""The first person of the body."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person and the roles they hold."""

    person: str
    name: str
    roles: tuple[Role, ...]
    employment: Employment = Employment.EMPLOYED


LEADING = (Role.TEAM_LEADER, Role.AUDITOR)
CLIENT = "contact-034"
"""Speaks for a client whose case waits for its corrective action."""

STAFF = (
    Colleague("owner-shen", "沈方案", (Role.SCHEME_OWNER,)),
    Colleague("clerk-gao", "高受理", (Role.INTAKE_CLERK,)),
    Colleague("contract-ma", "马评审", (Role.APPLICATION_REVIEWER,)),
    Colleague("approver-tang", "唐特批", (Role.SECOND_APPROVER,)),
    Colleague("finance-liu", "刘财务", (Role.FINANCE_CLERK,)),
    Colleague("planner-he", "何计划", (Role.PLANNER,)),
    Colleague("reporter-bao", "鲍上报", (Role.REPORTING_OFFICER,)),
    Colleague("auditor-lin", "林审查", LEADING),
    Colleague("auditor-zhao", "赵审查", (Role.AUDITOR,)),
    Colleague("auditor-feng", "冯审查", LEADING),
    Colleague("auditor-wei", "卫审查", (Role.AUDITOR,)),
    Colleague("auditor-jiang", "蒋审查", LEADING),
    Colleague("auditor-han", "韩审查", (Role.AUDITOR,), Employment.CONTRACTED),
    Colleague("trainee-yang", "杨实习", (Role.TRAINEE_AUDITOR,)),
    Colleague("expert-zhu", "朱专家", (Role.TECHNICAL_EXPERT,), Employment.CONTRACTED),
    Colleague("reviewer-xu", "许复核", (Role.TECHNICAL_REVIEWER,)),
    Colleague("member-wang", "王委员", (Role.COMMITTEE_MEMBER,)),
    Colleague("member-chen", "陈委员", (Role.COMMITTEE_MEMBER,)),
    Colleague("member-sun", "孙委员", (Role.COMMITTEE_MEMBER,)),
    Colleague("secretary-qian", "钱秘书", (Role.COMMITTEE_SECRETARY,)),
    Colleague("head-li", "李机构", (Role.HEAD_OF_BODY,)),
    Colleague("officer-zhou", "周证书", (Role.CERTIFICATE_OFFICER,)),
    Colleague(CLIENT, "赵联系", (Role.CLIENT_CONTACT,), Employment.OTHER_BODY),
)

TEAMS = (
    ("auditor-lin", "auditor-zhao"),
    ("auditor-feng", "auditor-wei"),
    ("auditor-jiang", "auditor-han"),
)
"""A leader and an auditor each."""
TRAINEE, EXPERT = "trainee-yang", "expert-zhu"
MEMBERS = ("member-wang", "member-chen", "member-sun")
SECRETARY, HEAD, OFFICER = "secretary-qian", "head-li", "officer-zhou"
CLERK, CONTRACT_REVIEWER, FINANCE = "clerk-gao", "contract-ma", "finance-liu"
REVIEWER, PLANNER, OWNER, REPORTER = "reviewer-xu", "planner-he", "owner-shen", "reporter-bao"
