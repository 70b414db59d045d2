"""Every rule about an audit: code, id, clause and sentence."""

from services.core.rule import RuleBook


class Rule(RuleBook):
    """What must be true before something may happen to an audit."""

    GATES_ARE_PASSED = (
        "GATE_NOT_MET",
        "R-0002",
        "认证认可条例 art. 21, 59",
        "前置程序未完成：{缺少事项}。认证程序不得增加、减少、遗漏（认证认可条例第二十一条）",
        "An earlier stage is missing: {missing}. No stage may be added, reduced or left out.",
    )
    CASE_IS_OPEN = (
        "CASE_CLOSED",
        "H-0701",
        "house rule",
        "本案已不予受理、已放弃或已办结",
        "Nothing more happens to a case that was refused, abandoned or closed.",
    )
    CLIENT_ACTS_FOR_ITSELF = (
        "NOT_OWN_CASE",
        "H-0702",
        "ISO/IEC 17065 4.5.1",
        "联系人只能办理本组织的案件",
        "A client's contact acts only in the case that names them as its contact.",
    )
    DATES_ARE_IN_ORDER = (
        "DATES_OUT_OF_ORDER",
        "H-0703",
        "ISO/IEC 17065 7.4",
        "日期顺序不符：{项目}",
        "The date does not come before what it follows, nor after what it precedes: {field}.",
    )
    AUDIT_HAS_NOT_BEGUN = (
        "AUDIT_BEGUN",
        "H-0704",
        "ISO/IEC 17065 7.4",
        "首次会议已召开，审查组、通知和计划不再变更",
        "Team, notice and plan stay as they are once the opening meeting was held.",
    )
    REPORT_IS_NOT_FIXED = (
        "REPORT_FIXED",
        "H-1702",
        "ISO/IEC 17065 7.4.9",
        "审查报告已定稿，不得再变更；退回后方可继续",
        "A fixed report is never edited; work goes on once the case is sent back.",
    )
    SITES_ARE_OF_THE_CASE = (
        "SITE_NOT_OF_THE_CASE",
        "H-0901",
        "ISO/IEC 17065 7.4.1",
        "不属于本案申请场所：{场所}",
        "The programme names sites of the accepted application: {sites} are none.",
    )
    SITES_ARE_ENOUGH = (
        "SITES_TOO_FEW",
        "H-0902",
        "IAF MD1",
        "多场所抽样不足：{count} 个场所至少审查 {least} 个",
        "Of {count} sites at least {least} are visited, the central office besides the sample.",
    )
    MEMBER_IS_OF_THIS_BODY = (
        "PERSON_OTHER_BODY",
        "R-1002",
        "认证认可条例 art. 14, 62",
        "{人员}不是本机构人员或在其他机构执业（认证认可条例第十四条）",
        "Every member practises in this body, and in this body only: {person} does not.",
    )
    MEMBER_IS_AUTHORISED = (
        "PERSON_NOT_AUTHORISED",
        "R-1003",
        "ISO/IEC 17065 6.1.2",
        "{人员}未获该职能的授权：{function}",
        "Every member is authorised for what they do in the team: {person} is not a {function}.",
    )
    MEMBER_HAS_NO_TIE = (
        "CONFLICT_OF_INTEREST",
        "R-1004",
        "ISO/IEC 17065 4.2.10",
        "{人员}在近两年内与受审查方存在利益关系",
        "No member is tied to the client, nor was within the scheme's look-back: {people}.",
    )
    DECLARATION_IS_SIGNED = (
        "DECLARATION_MISSING",
        "R-1005",
        "ISO/IEC 17065 6.1.3",
        "尚未签署公正性声明：{人员}",
        "Every member declares past and present ties for this case; these did not: {people}.",
    )
    TEAM_HAS_ONE_LEADER = (
        "TEAM_LEADER_REQUIRED",
        "R-1006",
        "ISO/IEC 17065 7.4.2",
        "审查组须有且仅有一名组长，实习审查员须由组内审查员带领，且每人只列一次",
        "A team has one leader, every trainee a supervisor in the team, everybody one place.",
    )
    TEAM_IS_LARGE_ENOUGH = (
        "TEAM_TOO_SMALL",
        "H-1001",
        "ISO/IEC 17065 7.4.2",
        "本方案不允许单人审查组",
        "The scheme asks for two people or more who count for man-days.",
    )
    MEMBER_IS_FREE = (
        "PERSON_DOUBLE_BOOKED",
        "R-1009",
        "house rule",
        "{人员}于{日期}已安排其他审查（{other}）",
        "A person is in one place a day: {person} is booked for {other} on {days}.",
    )
    MEMBER_IS_OF_THE_TEAM = (
        "NOT_IN_TEAM",
        "H-1002",
        "ISO/IEC 17065 7.4.2",
        "{人员}不是本案审查组成员",
        "{person} is not in the team of this case.",
    )
    LEADER_ACTS = (
        "NOT_THE_LEADER",
        "H-1003",
        "ISO/IEC 17065 7.4.2",
        "此事项须由本案审查组长办理",
        "This is done by the leader of this case's team.",
    )
    GAPS_ARE_CLOSED = (
        "DOCUMENT_GAPS_OPEN",
        "H-1101",
        "ISO/IEC 17065 7.4.3",
        "文件审查的严重问题尚未解决：{gaps}",
        "Serious gaps of the document review stop the audit on site: {gaps}.",
    )
    NOTICE_IS_EARLY = (
        "NOTICE_TOO_LATE",
        "R-1201",
        "ISO/IEC 17065 7.4.2",
        "审查通知须提前 {days} 日发出；最早审查日 {earliest}",
        "The client is told {days} days before the audit, which may begin on {earliest}.",
    )
    OBJECTION_IS_IN_TIME = (
        "OBJECTION_TOO_LATE",
        "R-1202",
        "ISO/IEC 17065 7.4.2",
        "异议期已于 {object_by} 届满或已放弃",
        "Objections are raised until {object_by}, and not after they were waived.",
    )
    OBJECTION_IS_OPEN = (
        "OBJECTION_NOT_OPEN",
        "R-1203",
        "ISO/IEC 17065 7.4.2",
        "没有待答复的异议",
        "An answer follows an objection that still waits for one.",
    )
    PLAN_IS_WHOLE = (
        "PLAN_INCOMPLETE",
        "H-1201",
        "ISO/IEC 17065 7.4.1",
        "审查计划不完整：{项目}",
        "The timetable covers every day, member and site, in whole hours, and nothing else: {why}.",
    )
    MAN_DAYS_ARE_WORKED = (
        "MANDAYS_SHORT",
        "R-0707",
        "ISO/IEC 17065 7.4.1",
        "现场人日不足：应为 {due}，实为 {given}；报告中缩短须说明理由",
        "{due} man-days on site are due and {given} are given; a report says why.",
    )
    PLAN_CODE_IS_NEW = (
        "PLAN_CODE_TAKEN",
        "R-1206",
        "house rule",
        "计划编号已使用：{plan_code}",
        "A plan code is given out once: {plan_code} is taken.",
    )
    PLAN_IS_REPORTED = (
        "PLAN_NOT_REPORTED",
        "R-1205",
        "认证认可条例 art. 21",
        "审查计划尚未上报，不得开展现场审查",
        "The plan is reported {lead} days before the audit starts.",
    )
    CHOICE_IS_MADE = (
        "HEADCOUNT_CHOICE_REQUIRED",
        "R-0404",
        "ISO/IEC 17065 7.4",
        "核实人数 {verified} 属更高档次，须增加人日或缩小范围（并写明范围）",
        "{verified} people fall into a higher row: more man-days, or a narrower scope in words.",
    )
    HEADCOUNT_IS_POSSIBLE = (
        "HEADCOUNT_INVALID",
        "R-0402",
        "house rule",
        "人数无效：须为 1 至 1000 万之间的整数",
        "Covered people are 1 or more, at most ten million.",
    )
    SCORER_MAY_SCORE = (
        "NOT_ALLOWED_TO_SCORE",
        "R-1502",
        "ISO/IEC 17065 7.4.2",
        "仅审查组长和审查员可评分，实习审查员、技术专家、见证人员不得评分",
        "Leader and auditors of the team score; trainees, experts, witnesses and others do not.",
    )
    EVIDENCE_IS_GIVEN = (
        "EVIDENCE_REQUIRED",
        "R-1503",
        "ISO/IEC 17065 7.4.5",
        "扣分须注明事实和证据：{indicator}",
        "A deduction names its fact and its evidence: {indicator}.",
    )
    EXCLUSION_IS_APPROVED = (
        "EXCLUSION_NOT_ALLOWED",
        "R-1504",
        "GB/T 27922-2011 6.2.2",
        "删减须说明理由并由组长批准：{indicator}",
        "An exclusion has a reason and the leader's approval: {indicator}.",
    )
    FIGURES_ARE_POSSIBLE = (
        "FIGURES_IMPOSSIBLE",
        "H-1504",
        "GB/T 27922-2011 6",
        "指标 {indicator} 的数值不成立：{项目}",
        "The figures of {indicator} cannot be: {why}.",
    )
    SHEET_IS_OPEN = (
        "SHEET_CLOSED",
        "R-1506",
        "ISO/IEC 17065 7.4.9",
        "评分表已关闭，更正须经评分更正程序",
        "A closed score sheet does not change any more.",
    )
    FINDINGS_ARE_NOT_TOLD = (
        "FINDINGS_ALREADY_TOLD",
        "R-1602",
        "ISO/IEC 17065 7.4.6",
        "末次会议已召开，不得再增加不符合项或扣分",
        "Every finding is told at the closing meeting; none is added silently later.",
    )
    NONCONFORMITY_IS_OPEN = (
        "NONCONFORMITY_NOT_OPEN",
        "H-1601",
        "ISO/IEC 17065 7.4.8",
        "没有该编号的未关闭不符合项",
        "There is no open nonconformity of this number that asks for action.",
    )
    DEADLINE_IS_KEPT = (
        "NC_DEADLINE_PASSED",
        "R-1603",
        "ISO/IEC 17065 7.4.7",
        "整改期限已于 {due_on} 届满",
        "Corrective action was due by {due_on}.",
    )
    ACTION_IS_SUBMITTED = (
        "CORRECTIVE_ACTION_MISSING",
        "H-1602",
        "ISO/IEC 17065 7.4.8",
        "没有待验证的整改",
        "A verdict follows a corrective action that still waits for one.",
    )
    VERIFICATION_IS_ENOUGH = (
        "VERIFICATION_NOT_ENOUGH",
        "R-1604",
        "ISO/IEC 17065 7.4.8",
        "该类不符合项须现场验证",
        "The scheme has this class of nonconformity verified on site.",
    )
    EXTENSION_IS_WITHIN_CAP = (
        "NC_CAP_PASSED",
        "R-1605",
        "ISO/IEC 17065 7.4.8",
        "整改期限须晚于原期限且不得超过 {last}",
        "A deadline is put off, never before the present one nor beyond {last}.",
    )
