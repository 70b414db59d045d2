"""Role × command: who may ask for what; printed by ``starledger commands``. Process 0.1."""

from collections.abc import Mapping
from types import MappingProxyType

from events.vocabulary import Role

CLOCK = "clock"
POLICY = "policy"
"""Roles nobody can be granted: the opening of a day, and a service's own policy."""

_SCORERS = (Role.TEAM_LEADER, Role.AUDITOR)
_TEAM = (*_SCORERS, Role.TRAINEE_AUDITOR, Role.TECHNICAL_EXPERT, Role.WITNESS)

_MAY: dict[str, tuple[str, ...]] = {
    "body.OpenBody": (Role.SYSTEM_ADMIN,),
    "body.ChangeBodyData": (Role.SYSTEM_ADMIN,),
    "body.GrantApprovedField": (Role.SYSTEM_ADMIN,),
    "body.EndApprovedField": (Role.SYSTEM_ADMIN,),
    "body.PublishHolidays": (Role.SYSTEM_ADMIN,),
    "body.OpenDay": (CLOCK,),
    "personnel.RegisterPerson": (Role.SYSTEM_ADMIN,),
    "personnel.GrantRole": (Role.SYSTEM_ADMIN,),
    "personnel.RevokeRole": (Role.SYSTEM_ADMIN,),
    "personnel.IssueToken": (Role.SYSTEM_ADMIN,),
    "personnel.RevokeToken": (Role.SYSTEM_ADMIN,),
    "schemes.DraftVersion": (Role.SCHEME_OWNER,),
    "schemes.FileVersion": (Role.SCHEME_OWNER,),
    "schemes.ActivateVersion": (Role.SCHEME_OWNER,),
    "schemes.RetireVersion": (Role.SCHEME_OWNER,),
    "applications.SubmitApplication": (Role.CLIENT_CONTACT, Role.INTAKE_CLERK),
    "applications.RequestSupplement": (Role.INTAKE_CLERK,),
    "applications.SupplementApplication": (Role.CLIENT_CONTACT, Role.INTAKE_CLERK),
    "applications.AbandonApplication": (Role.INTAKE_CLERK, Role.CLIENT_CONTACT),
    "applications.ReviewApplication": (Role.APPLICATION_REVIEWER,),
    "applications.ResolveFlag": (Role.SECOND_APPROVER, Role.APPLICATION_REVIEWER),
    "applications.AcceptApplication": (Role.INTAKE_CLERK,),
    "applications.RefuseApplication": (Role.INTAKE_CLERK,),
    "applications.QuoteFee": (Role.FINANCE_CLERK,),
    "applications.SignAgreement": (Role.INTAKE_CLERK,),
    "applications.RecordPayment": (Role.FINANCE_CLERK,),
    "applications.CloseCase": (POLICY,),
    "auditing.CalculateManDays": (Role.PLANNER,),
    "auditing.PlanProgramme": (Role.PLANNER,),
    "auditing.AssignTeam": (Role.PLANNER,),
    "auditing.ReplaceMember": (Role.PLANNER,),
    "auditing.DeclareImpartiality": _TEAM,
    "auditing.SendAuditNotice": (Role.PLANNER,),
    "auditing.ObjectToMember": (Role.CLIENT_CONTACT, Role.PLANNER),
    "auditing.DecideObjection": (Role.PLANNER,),
    "auditing.WaiveObjection": (Role.CLIENT_CONTACT, Role.PLANNER),
    "auditing.IssuePlan": (Role.PLANNER,),
    "auditing.ReportPlan": (Role.REPORTING_OFFICER, Role.PLANNER),
    "auditing.CompleteDocumentReview": _SCORERS,
    "auditing.HoldOpeningMeeting": (Role.TEAM_LEADER,),
    "auditing.VerifyHeadcount": (Role.TEAM_LEADER,),
    "auditing.RecordFindings": _SCORERS,
    "auditing.RaiseSpecialDeduction": _SCORERS,
    "auditing.ApproveSpecialBonus": (Role.TEAM_LEADER,),
    "auditing.RaiseNonconformity": _SCORERS,
    "auditing.ExtendNonconformityDeadline": (Role.TEAM_LEADER,),
    "auditing.SubmitCorrectiveAction": (Role.CLIENT_CONTACT, Role.PLANNER),
    "auditing.JudgeCorrectiveAction": _SCORERS,
    "auditing.HoldClosingMeeting": (Role.TEAM_LEADER,),
    "auditing.CloseScoreSheet": (Role.TEAM_LEADER,),
    "auditing.FixReport": (Role.TEAM_LEADER,),
    "auditing.ReopenAudit": (POLICY,),
    "auditing.ReleaseTeam": (POLICY,),
    "decisions.OpenFile": (POLICY,),
    "decisions.CompleteReview": (Role.TECHNICAL_REVIEWER,),
    "decisions.ConveneMeeting": (Role.COMMITTEE_SECRETARY,),
    "decisions.DeclareNonParticipation": (Role.COMMITTEE_MEMBER,),
    "decisions.RecuseMember": (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY),
    "decisions.CastVote": (Role.COMMITTEE_MEMBER,),
    "decisions.CloseVote": (Role.COMMITTEE_SECRETARY,),
    "decisions.RefuseCertification": (Role.COMMITTEE_SECRETARY,),
    "decisions.ReturnCase": (Role.COMMITTEE_SECRETARY,),
    "decisions.SignDecision": (Role.COMMITTEE_MEMBER,),
    "decisions.CountersignDecision": (Role.HEAD_OF_BODY,),
    "decisions.SendBackDecision": (Role.HEAD_OF_BODY,),
    "decisions.IssueCertificate": (Role.CERTIFICATE_OFFICER,),
    "decisions.AssignNumber": (Role.CERTIFICATE_OFFICER,),
    "decisions.VoidNumber": (Role.CERTIFICATE_OFFICER,),
    "decisions.HandOverCertificate": (Role.CERTIFICATE_OFFICER,),
    "decisions.ConfirmSuspensionGround": (Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY),
    "decisions.DecideStatus": (Role.COMMITTEE_MEMBER,),
    "decisions.ApproveStatus": (Role.HEAD_OF_BODY,),
    "decisions.SendBackStatus": (Role.HEAD_OF_BODY,),
    "decisions.ExpireCertificate": (CLOCK,),
    "decisions.NoteSuspensionLapsed": (CLOCK,),
    "decisions.NoteSuspensionOverdue": (CLOCK,),
    "surveillance.OpenCycle": (POLICY,),
    "surveillance.StopCycle": (POLICY,),
    "surveillance.CompleteSurveillance": (Role.PLANNER, POLICY),
    "surveillance.NoteSurveillanceMissed": (CLOCK,),
}

MAY: Mapping[str, frozenset[str]] = MappingProxyType(
    {command: frozenset(roles) for command, roles in _MAY.items()}
)


def roles_for(command: str) -> frozenset[str]:
    """Roles that may give a command such as ``decisions.CastVote``; empty for an unknown one."""
    return MAY.get(command, frozenset())


def role_to_use(command: str, held: frozenset[str]) -> str | None:
    """The first role of the table in which somebody holding these may ask; None: may not."""
    return next((role for role in _MAY.get(command, ()) if role in held), None)
