"""What the codes in events are called in Chinese and English. Glossary; process 0.1."""

from collections.abc import Mapping

from events.telling.grounds import CANCEL, SUSPEND, WITHDRAW

Words = Mapping[str, tuple[str, str]]

ACTIVITY: Words = {
    "initial": ("初审", "initial certification"),
    "surveillance": ("监督审查", "surveillance"),
    "recertification": ("再认证", "recertification"),
    "special": ("特殊审查", "a special audit"),
    "change": ("变更", "a change"),
    "transfer": ("转机构", "a transfer"),
}
ROLE: Words = {
    "client_contact": ("认证委托人联系人", "client's contact"),
    "intake_clerk": ("受理人员", "intake clerk"),
    "application_reviewer": ("申请评审人员", "application reviewer"),
    "second_approver": ("特批人员", "second approver"),
    "finance_clerk": ("财务人员", "finance clerk"),
    "planner": ("方案管理人员", "planner"),
    "team_leader": ("审查组长", "team leader"),
    "auditor": ("审查员", "auditor"),
    "trainee_auditor": ("实习审查员", "trainee auditor"),
    "technical_expert": ("技术专家", "technical expert"),
    "witness": ("见证人员", "witness"),
    "technical_reviewer": ("复核人员", "technical reviewer"),
    "committee_member": ("评定委员", "committee member"),
    "committee_secretary": ("评定秘书", "committee secretary"),
    "head_of_body": ("机构负责人", "head of the body"),
    "certificate_officer": ("证书管理员", "certificate officer"),
    "reporting_officer": ("信息上报责任人", "reporting officer"),
    "case_handler": ("申诉投诉处理人员", "case handler"),
    "impartiality_committee": ("公正性委员会", "impartiality committee"),
    "records_officer": ("档案管理员", "records officer"),
    "privacy_officer": ("个人信息保护负责人", "privacy officer"),
    "oversight_reader": ("内部审核人员", "oversight reader"),
    "scheme_owner": ("方案负责人", "scheme owner"),
    "system_admin": ("系统管理员", "system administrator"),
    "public": ("公众", "public"),
    "policy": ("系统规则", "standing rule of the system"),
    "clock": ("系统时钟", "clock of the system"),
    "founder": ("建库人员", "founder"),
}
"""Process 0.1; the last three are nobody's: what the house does by itself, and its founding."""

BAND: Words = {
    "passed": ("合格", "passed"),
    "qualified": ("达标级", "qualified"),
    "three_star": ("三星级", "three-star"),
    "four_star": ("四星级", "four-star"),
    "five_star": ("五星级", "five-star"),
    "seven_star": ("七星级", "seven-star"),
}
"""Glossary 3; a band of another name stands as its scheme writes it."""

VOTE: Words = {
    "yes": ("赞成", "yes"),
    "no": ("反对", "no"),
    "abstain": ("弃权", "to abstain"),
}
ACT: Words = {
    "suspend": ("暂停证书", "suspend the certificate"),
    "extend_suspension": ("延长暂停", "extend the suspension"),
    "restore": ("恢复证书", "restore the certificate"),
    "withdraw": ("撤销证书", "withdraw the certificate"),
    "cancel": ("注销证书", "cancel the certificate"),
}
ENDING: Words = {
    "withdrawn": ("证书撤销", "the certificate was withdrawn"),
    "cancelled": ("证书注销", "the certificate was cancelled"),
    "expired": ("证书过期失效", "the certificate expired"),
}
FLAG: Words = {
    "headcount_implausible": (
        "申报人数与网点数量不匹配",
        "numbers of people and of outlets do not match",
    ),
    "incident_disclosed": ("申报了事故或重大纠纷", "an incident was disclosed"),
    "former_body_disqualified": ("原认证机构被取消资质", "the former body lost its approval"),
    "first_of_its_kind": ("首次开展此类认证", "the first case of its kind"),
}
REFUSAL: Words = {
    "not_legal_person": ("不具备独立法人资格", "not an independent legal person"),
    "operating_too_short": ("经营时间不足", "in business too short a time"),
    "system_run_too_short": ("体系运行时间不足", "system in operation too short a time"),
    "incident_in_lookback": ("回溯期内有事故或重大纠纷", "an incident too recent"),
    "reapply_blocked": ("尚不得重新申请", "barred from applying again so soon"),
    "on_block_list": ("列入限制名单", "on a list that bars from certification"),
    "field_not_approved": ("超出批准领域", "outside the approved fields"),
    "no_competence": ("本机构无相应能力", "no competence for it in the body"),
    "impartiality_threat": ("影响公正性", "a threat to impartiality"),
    "false_statement": ("提供虚假信息", "a false statement"),
}
REVIEWED: Words = {"accept": ("建议受理", "accept it"), "refuse": ("建议不予受理", "refuse it")}
RECOMMENDED: Words = {
    "grant": ("准予认证", "grant"),
    "refuse": ("不予认证", "refuse"),
    "return": ("退回", "send back"),
}
CLOSED: Words = {
    "certified": ("已获证", "certified"),
    "refused": ("不予认证", "certification refused"),
}
GIVEN_UP: Words = {
    "client_request": ("申请方要求", "at the client's wish"),
    "no_answer": ("逾期未答复", "no answer in time"),
}
BACK_TO: Words = {
    "on_site": ("现场审查", "the audit on site"),
    "findings_open": ("不符合项整改", "the nonconformities"),
    "reported": ("审查报告", "the report"),
}
RESULT: Words = {
    "met": ("符合", "met"),
    "not_met": ("不符合", "not met"),
    "sampled": ("抽样", "by a sample"),
    "ratio": ("比例", "by a ratio"),
    "graded": ("分档", "graded"),
}
SEVERITY: Words = {
    "major": ("严重", "major"),
    "minor": ("一般", "minor"),
    "observation": ("观察项", "observation"),
}
METHOD: Words = {"documentary": ("书面验证", "by documents"), "on_site": ("现场验证", "on site")}
FAILED_BY: Words = {
    "veto": ("特别扣分达到否决项数", "too many special deductions"),
    "section": ("单项低于最低要求", "a section below its minimum"),
    "score": ("得分低于最低等级", "a score below the lowest band"),
}
DEDUCTION: Words = {
    "law": ("违反法律法规", "against the law"),
    "own_rules": ("违反本企业服务规定", "against its own rules of service"),
    "trade": ("违反行业特殊要求", "against a special demand of the trade"),
    "system": ("影响服务体系运行", "it affects how the service system runs"),
}
"""As the shipped schemes name them; a category of another scheme stands as it writes it."""

PAYMENT: Words = {
    "application_fee": ("申请费", "application fee"),
    "instalment": ("认证费", "instalment of the fee"),
}
CHOICE: Words = {
    "more_man_days": ("增加人日", "more man-days"),
    "narrower_scope": ("缩小范围", "a narrower scope"),
}
TIE: Words = {
    "employment": ("任职", "employment"),
    "ownership": ("持股", "ownership"),
    "consulting": ("咨询", "consulting"),
    "family": ("亲属", "family"),
    "other": ("其他", "another"),
}
EMPLOYMENT: Words = {
    "employed": ("聘用", "employed"),
    "contracted": ("签约", "contracted"),
    "other_body": ("其他机构人员", "of another body"),
}
BODY_KIND: Words = {
    "real": ("正式机构", "a real body"),
    "demonstration": ("演示机构", "a demonstration body"),
}
PASSED: Words = {"True": ("通过", "passed"), "False": ("未通过", "not passed")}
ACCEPTED: Words = {"True": ("接受", "accepted"), "False": ("不接受", "not accepted")}
GROUNDED: Words = {"True": ("成立", "upheld"), "False": ("不成立", "not upheld")}
BARRED: Words = {
    "True": ("须回避本案", "must keep away from this audit"),
    "False": ("可参加本案审查", "may take part in this audit"),
}
IN_TIME: Words = {
    "True": ("在期限内", "in its window"),
    "False": ("不在期限内", "outside its window"),
}
MONTHS: Words = {
    str(term): (f"{term} 个月", "1 month" if term == 1 else f"{term} months")
    for term in range(1, 61)
}
LATE: Words = {"True": ("，晚于规定期限", ", later than it had to be"), "False": ("", "")}

TABLES: Mapping[str, Words] = {
    "accepted": ACCEPTED,
    "act": ACT,
    "activity": ACTIVITY,
    "back": BACK_TO,
    "band": BAND,
    "barred": BARRED,
    "body": BODY_KIND,
    "cancel": CANCEL,
    "choice": CHOICE,
    "closed": CLOSED,
    "deduction": DEDUCTION,
    "employment": EMPLOYMENT,
    "ending": ENDING,
    "extend_suspension": SUSPEND,
    "failed": FAILED_BY,
    "flag": FLAG,
    "given_up": GIVEN_UP,
    "grounded": GROUNDED,
    "late": LATE,
    "method": METHOD,
    "months": MONTHS,
    "passed": PASSED,
    "payment": PAYMENT,
    "recommended": RECOMMENDED,
    "refusal": REFUSAL,
    "restore": SUSPEND,
    "result": RESULT,
    "reviewed": REVIEWED,
    "role": ROLE,
    "severity": SEVERITY,
    "suspend": SUSPEND,
    "tie": TIE,
    "vote": VOTE,
    "window": IN_TIME,
    "withdraw": WITHDRAW,
}
"""The name a pattern asks by → its words: ``{vote:vote}``; to restore or extend, the ground is the
one of the suspension."""


def word(table: str, code: str, language: int) -> str:
    """The word of a code, Chinese at 0 and English at 1; a code of a scheme's own as it is."""
    pair = TABLES[table].get(code)
    return pair[language] if pair else code
