"""From the programme to the fixed report: what planners, auditors and clients do."""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from events.auditing import ManDaysCalculated
from events.vocabulary import Role
from services.cli.sample.acts import Acts, one
from services.cli.sample.companies import Company
from services.cli.sample.findings import digest, evidence, findings
from services.cli.sample.people import EXPERT, PLANNER, REPORTER, TEAMS, TRAINEE
from services.runtime.handler import Answer
from services.runtime.packs import shipped

LEAD = 12
"""Days from the assignment to the first day on site, at the least: the client's notice is ten."""
HOURS = (9, 17)
EXCLUDES = frozenset({"5.2.6.1", "5.2.6.2"})
"""What a company without goods to take back leaves out."""


class Audit:
    """One audit of a company by a team of two, and who else is with them."""

    def __init__(self, acts: Acts, case: str, company: Company) -> None:
        self.acts, self.case, self.company = acts, case, company
        self.leader, self.auditor = min(TEAMS, key=lambda team: acts.busy.get(team[0], date.min))
        self.days: list[date] = []
        self.man_days = Fraction(0)

    def plan(self) -> None:
        """Man-days, programme and a team for the next days it is free."""
        counted = self._planner("CalculateManDays", reason="按覆盖人数查人日表。")
        calculated = one(ManDaysCalculated, counted)
        self.man_days = calculated.on_site
        self._planner(
            "PlanProgramme",
            modes=["document_review", "on_site"],
            sites=["总部"],
            objectives="评价售后服务体系、商品服务和顾客服务与 GB/T 27922-2011 的符合性。",
            reason="单一场所；人日按表，不作增减。",
        )
        self.days = list(self._free(ceil(calculated.on_site / 2)))
        self.acts.busy[self.leader] = self.days[-1]
        members = [
            {"person": self.leader, "role": "team_leader"},
            {"person": self.auditor, "role": "auditor"},
        ]
        if self._has_company(TRAINEE):
            members.append(
                {"person": TRAINEE, "role": "trainee_auditor", "supervisor": self.leader}
            )
        if self._has_company(EXPERT):
            members.append({"person": EXPERT, "role": "technical_expert"})
        self.people = {each["person"]: Role(each["role"]) for each in members}
        self._planner("AssignTeam", members=members, days=self.days)

    def _has_company(self, guest: str) -> bool:
        """A trainee and an expert come along to some audits, where their days allow."""
        wanted = self.company.serial % 4 == (0 if guest == TRAINEE else 2)
        if not wanted or self.acts.busy.get(guest, date.min) >= self.days[0]:
            return False
        self.acts.busy[guest] = self.days[-1]
        return True

    def _free(self, count: int) -> list[date]:
        """The next working days in a row on which the team has nothing else."""
        after = self.acts.busy.get(self.leader, date.min)
        day = max(self.acts.today + timedelta(days=LEAD), after + timedelta(days=1))
        found: list[date] = []
        while len(found) < count:
            if day.weekday() < 5:
                found.append(day)
            day += timedelta(days=1)
        return found

    def announce(self) -> None:
        """Everybody declares; the client is told who comes."""
        for person, role in self.people.items():
            self._ask("DeclareImpartiality", person, role)
        self._planner("SendAuditNotice")

    def read_documents(self) -> None:
        """The auditor reads manual and rules before anybody travels."""
        self._ask(
            "CompleteDocumentReview", self.auditor, Role.AUDITOR,
            documents=[
                {"kind": kind, "digest": digest(f"{self.case}|{kind}")}
                for kind in ("service_manual", "rules", "records_list")
            ],
            gaps=[{"text": "部分网点的人员培训记录未提供，现场核查。", "serious": False}],
            conclusion="文件基本满足要求，可进入现场审查。",
        )  # fmt: skip

    def report_plan(self) -> None:
        """The timetable goes to the client and to the regulator."""
        people = list(self.people)
        self._planner(
            "IssuePlan",
            timetable=[
                {
                    "day": day,
                    "from_hour": HOURS[0],
                    "to_hour": HOURS[1],
                    "site": "总部",
                    "subject": "首次会议、售后服务体系" if day == self.days[0] else "现场审查",
                    "members": people,
                }
                for day in self.days
            ],
        )
        self._ask(
            "ReportPlan", REPORTER, Role.REPORTING_OFFICER,
            version=1, plan_code=f"900-{self.case}",
        )  # fmt: skip

    def open(self) -> None:
        """The audit begins on site."""
        self._lead(
            "HoldOpeningMeeting",
            held_on=self.days[0],
            attendees=["总经理", "售后服务部经理", "质量部经理"],
            confirmed=["scope", "method", "confidentiality", "right_to_appeal"],
        )
        self._lead(
            "VerifyHeadcount",
            headcount=self.company.headcount,
            basis="社会保险缴纳证明与花名册相符。",
        )

    def find(self, *, deductions: int = 0, nonconformity: str | None = None) -> None:
        """Every indicator is judged; some companies do not meet more than that."""
        without = EXCLUDES if self.company.serial % 7 == 0 else frozenset()
        found = findings(
            self.case,
            shipped("gbt-27922-demo").indicators,
            score=self.company.score,
            excluded=without,
        )
        scored = [each for each in found if each["result"] != "excluded"]
        self._ask("RecordFindings", self.auditor, Role.AUDITOR, findings=scored)
        if without:
            left_out = [each for each in found if each["result"] == "excluded"]
            self._lead("RecordFindings", findings=left_out)
        for number in range(1, deductions + 1):
            self._lead(
                "RaiseSpecialDeduction",
                category="own_rules",
                reason=f"第 {number} 起投诉超出企业承诺时限且未答复。",
                evidence=[evidence(f"{self.case}|deduction|{number}")],
            )
        if nonconformity is not None:
            self._ask(
                "RaiseNonconformity", self.auditor, Role.AUDITOR,
                severity=nonconformity,
                indicator="5.3.2.2",
                fact="抽查的投诉记录中有两件没有在承诺时限内答复。",
                evidence=[evidence(f"{self.case}|nonconformity")],
            )  # fmt: skip

    def close(self) -> None:
        """The client hears everything that was found."""
        self._lead(
            "HoldClosingMeeting",
            held_on=self.days[-1],
            attendees=["总经理", "售后服务部经理"],
        )

    def score(self) -> None:
        """The sheet is closed and comes to what it comes to."""
        self._lead("CloseScoreSheet")

    def answer(self) -> None:
        """The client says what it did about a nonconformity; a planner enters the paper."""
        self._planner(
            "SubmitCorrectiveAction",
            number=1,
            cause="投诉升级后没有专人跟进。",
            correction="两件投诉已答复并回访。",
            action="指定专人，建立超时提醒台账。",
            evidence=[evidence(f"{self.case}|correction")],
        )

    def judge(self) -> None:
        """The auditor looks at the papers and accepts."""
        self._ask(
            "JudgeCorrectiveAction", self.auditor, Role.AUDITOR,
            number=1, method="documentary", accepted=True, remarks="台账与回访记录属实。",
        )  # fmt: skip

    def report(self) -> None:
        """The leader fixes the report; the file opens by itself."""
        self._lead("FixReport", client_comments="对审查结论无异议。")

    def _planner(self, command: str, **body: object) -> Answer:
        return self._ask(command, PLANNER, Role.PLANNER, **body)

    def _lead(self, command: str, **body: object) -> Answer:
        return self._ask(command, self.leader, Role.TEAM_LEADER, **body)

    def _ask(self, command: str, by: str, role: Role, **body: object) -> Answer:
        return self.acts.ask(f"auditing.{command}", by, role, case=self.case, **body)
