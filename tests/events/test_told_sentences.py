"""Some sentences word for word, and how each varies with what the event holds."""

from datetime import date
from fractions import Fraction
from typing import Any

from events import auditing, surveillance
from events.telling.sentences import sentence
from events.vocabulary import StatusAct, Vote
from tests.events.test_telling import event_of


def changed(name: str, **fields: Any) -> dict[str, str]:
    event = event_of(name)
    return sentence(event.model_copy(update=fields))


def test_an_application_is_told_with_its_kind_and_its_doubts() -> None:
    assert sentence(event_of("applications.ApplicationSubmitted.v1")) == {
        "zh": "示例甲电器有限公司（91350100M000100Y43）申请认证（初审），"
        "方案 gbt-27922-demo@2026-1，范围“家用电器的售后服务”，覆盖人数 5；"
        "待核实：申报人数与网点数量不匹配。",
        "en": "Example Jia Appliances (91350100M000100Y43) applied for initial certification under "
        "gbt-27922-demo@2026-1: “After-sales service of household appliances”, "
        "covered headcount 5; to be settled: numbers of people and of outlets do not match.",
    }
    assert changed("applications.ApplicationSubmitted.v1", flags=())["zh"].endswith("覆盖人数 5。")


def test_a_team_is_told_with_roles_and_a_run_of_days() -> None:
    assert sentence(event_of("auditing.TeamAssigned.v1")) == {
        "zh": "组成审查组：lin（审查组长）、zhao（审查员）；现场日期 2026-04-07 至 2026-04-10。",
        "en": "The team was formed: lin (team leader), zhao (auditor); "
        "on site 2026-04-07 to 2026-04-10.",
    }
    before, after = date(2026, 4, 3), [date(2026, 4, day) for day in (6, 7, 8)]
    apart = changed("auditing.TeamAssigned.v1", days=(before, *after))
    assert apart["zh"].endswith("现场日期 2026-04-03、2026-04-06 至 2026-04-08。")
    assert apart["en"].endswith("on site 2026-04-03, 2026-04-06 to 2026-04-08.")


def test_a_trainee_is_told_with_whoever_watches() -> None:
    trainee = auditing.Member(person="mo", role=auditing.TeamRole.TRAINEE_AUDITOR, supervisor="lin")
    told = changed("auditing.TeamMemberReplaced.v1", replacement=trainee)
    assert told == {
        "zh": "审查组成员 zhao 由 mo（实习审查员，由 lin 指导）接替：客户异议成立。",
        "en": "In the team zhao was replaced by mo (trainee auditor, under lin): 客户异议成立.",
    }


def test_a_member_without_ties_is_told_without_them() -> None:
    assert changed("auditing.ImpartialityDeclared.v1", ties=()) == {
        "zh": "lin 签署公正性声明，可参加本案审查。",
        "en": "lin signed the declaration of impartiality and may take part in this audit.",
    }
    assert changed("auditing.ImpartialityDeclared.v1", barred=True) == {
        "zh": "lin 签署公正性声明，利益关系：任职，至 2023-01-31，须回避本案。",
        "en": "lin signed the declaration of impartiality (ties to the client: employment, "
        "until 2023-01-31) and must keep away from this audit.",
    }


def test_a_vote_is_told_by_its_word() -> None:
    assert sentence(event_of("decisions.VoteCast.v1")) == {
        "zh": "member-wang 投票：赞成。",
        "en": "member-wang voted yes.",
    }
    assert changed("decisions.VoteCast.v1", vote=Vote.ABSTAIN, replaces=Vote.YES) == {
        "zh": "member-wang 投票：弃权（原投赞成）。",
        "en": "member-wang voted to abstain instead of yes.",
    }


def test_exact_numbers_are_cut_after_two_decimals_and_told_exactly() -> None:
    assert sentence(event_of("auditing.ScoreSheetClosed.v1")) == {
        "zh": "评分表关闭：实得分 97.14（680/7），涉及项总分值 98，最终得分 98.12（33657/343），"
        "通过，五星级。",
        "en": "The score sheet was closed: 97.14 (680/7) out of 98, "
        "final score 98.12 (33657/343), passed, band five-star.",
    }
    below = changed("auditing.ScoreSheetClosed.v1", final=Fraction(284999, 3000))["en"]
    assert "final score 94.99 (284999/3000)" in below
    assert (
        "final score 94.995,"
        in changed("auditing.ScoreSheetClosed.v1", final=Fraction("94.995"))["en"]
    )


def test_a_failed_sheet_says_why_and_has_no_band() -> None:
    told = changed(
        "auditing.ScoreSheetClosed.v1",
        passed=False,
        failed_by="veto",
        band=None,
        final=Fraction(91),
    )
    assert told["zh"].endswith("最终得分 91，未通过（特别扣分达到否决项数）。")
    assert told["en"].endswith("final score 91, not passed (too many special deductions).")
    report = changed("auditing.AuditReportFixed.v1", band=None, client_comments=None, score=91)
    assert report["zh"] == "审查报告第 1 版定稿：得分 91，未关闭的严重不符合 0 项。"


def test_a_sampled_indicator_says_what_was_looked_at_and_a_met_one_only_its_points() -> None:
    name = "auditing.IndicatorScored.v1"
    assert sentence(event_of(name)) == {
        "zh": "lin 评指标 5.1.2.1：抽样，查 7 个，不符合 2 个，得分 2.14（15/7），满分 3；"
        "两名员工未持证。",
        "en": "lin scored 5.1.2.1: by a sample, 2 of 7 not conforming, 2.14 (15/7) out of 3; "
        "两名员工未持证.",
    }
    met = {"result": "met", "checked": None, "nonconforming": None, "reason": None}
    assert changed(name, **met, points=Fraction(3)) == {
        "zh": "lin 评指标 5.1.2.1：符合，得分 3，满分 3。",
        "en": "lin scored 5.1.2.1: met, 3 out of 3.",
    }


def test_an_observation_is_told_without_a_last_day() -> None:
    name = "auditing.NonconformityRaised.v1"
    assert changed(name, severity="observation", due_on=None) == {
        "zh": "开具第 1 号不符合项（观察项），指标 5.3.2.2：投诉未在时限内答复。",
        "en": "Nonconformity 1 (observation) at 5.3.2.2: 投诉未在时限内答复.",
    }


def test_a_ground_is_told_from_the_list_of_its_act() -> None:
    name = "decisions.StatusDecided.v1"
    assert sentence(event_of(name)) == {
        "zh": "member-wang 决定暂停证书（第 1 号决定，6 个月；事由“未履行合同义务”）："
        "未在期限内接受监督审查；恢复条件：接受监督审查并经评定。",
        "en": "member-wang decided to suspend the certificate (decision 1, 6 months; "
        "ground “contract duties not met”): 未在期限内接受监督审查; "
        "to be restored: 接受监督审查并经评定.",
    }
    withdrawn = changed(name, act=StatusAct.WITHDRAW, months=None, conditions=None)
    assert withdrawn["zh"] == (
        "member-wang 决定撤销证书（第 1 号决定；事由“拒绝监督检查或提供虚假材料”）："
        "未在期限内接受监督审查。"
    )
    assert "（第 1 号决定，1 个月；" in changed(name, months=1)["zh"]
    assert "(decision 1, 1 month; " in changed(name, months=1)["en"]


def test_a_suspension_that_came_late_says_so() -> None:
    name = "decisions.CertificateSuspended.v1"
    assert "2026-04-04 止；事由" in sentence(event_of(name))["zh"]
    assert "2026-04-04 止，晚于规定期限；事由" in changed(name, late=True)["zh"]
    assert "until 2026-04-04, later than it had to be; ground" in changed(name, late=True)["en"]


def test_a_company_keeps_the_dot_of_its_name_and_a_text_loses_its_full_stop() -> None:
    name = "decisions.CertificateHandedOver.v1"
    assert changed(name, to="Jia Co., Ltd.") == {
        "zh": "证书 90026SC0001R0M 交付Jia Co., Ltd。",
        "en": "90026SC0001R0M was handed over to Jia Co., Ltd.",
    }
    assert sentence(event_of("decisions.CertificateIssued.v1"))["en"] == (
        "90023SC0001R0M was issued to Demo Songhuajiang Farm Machinery Co., Ltd., "
        "grade qualified, valid from 2023-10-24 until 2026-10-21."
    )
    assert changed(name, to="the manager. ")["en"].endswith("to the manager.")


def test_a_certificate_without_grades_is_told_without_one() -> None:
    told = changed("decisions.CertificateIssued.v1", grade=None, grade_label=None)
    assert told["zh"] == (
        "向演示松花江农机有限公司颁发证书 90023SC0001R0M，有效期 2023-10-24 至 2026-10-21。"
    )


def test_a_surveillance_without_a_best_time_is_told_by_its_last_day() -> None:
    day = date(2024, 10, 24)
    last = surveillance.Window(earliest=None, target_from=None, target_to=None, latest=day)
    name = "surveillance.SurveillanceOpened.v1"
    assert sentence(event_of(name))["zh"] == (
        "第 1 次监督审查最迟 2024-10-24，宜在 2024-07-24 至 2024-08-24 之间。"
    )
    same = last.model_copy(update={"target_from": day, "target_to": day})
    assert changed(name, window=same) == changed(name, window=last)
    assert changed(name, window=last) == {
        "zh": "第 1 次监督审查最迟 2024-10-24。",
        "en": "Surveillance 1 is due by 2024-10-24.",
    }
