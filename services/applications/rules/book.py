"""Every rule about an application and its agreement: code, id, clause and sentence."""

from services.core.rule import RuleBook


class Rule(RuleBook):
    """What must be true before something may happen to a case."""

    CASE_IS_NEW = (
        "CASE_ALREADY_OPEN",
        "H-0201",
        "house rule",
        "该案件编号已用于其他申请",
        "This case number stands for another application already.",
    )
    CASE_IS_OPEN = (
        "CASE_CLOSED",
        "H-0202",
        "house rule",
        "本案已不予受理、已放弃或已办结",
        "Nothing more happens to a case that was refused, abandoned or closed.",
    )
    CLIENT_ACTS_FOR_ITSELF = (
        "NOT_OWN_CASE",
        "H-0203",
        "ISO/IEC 17065 4.5.1",
        "联系人只能办理本组织的申请",
        "A client's contact acts only in the case that names them as its contact.",
    )
    GATES_ARE_PASSED = (
        "GATE_NOT_MET",
        "R-0002",
        "认证认可条例 art. 21, 59",
        "前置程序未完成：{缺少事项}。认证程序不得增加、减少、遗漏（认证认可条例第二十一条）",
        "An earlier stage is missing: {missing}. No stage may be added, reduced or left out.",
    )
    SCHEME_IS_FILED = (
        "SCHEME_NOT_FILED",
        "R-0201",
        "认证认可条例 art. 17",
        "该认证规则尚未备案，不能受理新的申请",
        "New applications rest on a scheme version that is active, filed and in its time.",
    )
    USCC_IS_VALID = (
        "USCC_INVALID",
        "R-0202",
        "GB 32100-2015",
        "统一社会信用代码校验不通过；须以半角字符填写：{uscc}",
        "The credit code is written in half-width characters with its right check character.",
    )
    APPLICATION_IS_COMPLETE = (
        "APPLICATION_INCOMPLETE",
        "R-0203",
        "ISO/IEC 17065 7.2",
        "申请材料不完整，缺少：{缺少事项}",
        "The application is complete; it lacks {missing}.",
    )
    MATTER_IS_NOT_OPEN = (
        "DUPLICATE_CASE",
        "R-0205",
        "house rule",
        "同一组织、同一认证项目已有在办申请（{编号}）",
        "A holder has one open case for a scheme and scope; {open} is open.",
    )
    SCHEME_COVERS_IT = (
        "SCHEME_DOES_NOT_COVER",
        "H-0204",
        "ISO/IEC 17065 7.3.1",
        "该认证规则不包含所填的{项目}",
        "The scheme version knows the service field and the class of client.",
    )
    DATES_ARE_IN_ORDER = (
        "DATES_OUT_OF_ORDER",
        "H-0205",
        "ISO/IEC 17065 7.3.1",
        "日期顺序不符：{项目}",
        "The date does not come before what it follows, nor after today: {field}.",
    )
    HOLDER_IS_LEGAL_PERSON = (
        "NOT_LEGAL_PERSON",
        "R-0301",
        "ISO/IEC 17065 7.3.1",
        "申请组织不具备独立法人资格",
        "The applicant is an independent legal person, lawfully operating.",
    )
    BUSINESS_IS_OLD_ENOUGH = (
        "OPERATING_TOO_SHORT",
        "R-0302",
        "ISO/IEC 17065 7.3.1",
        "申请组织经营不足 {months} 个月",
        "The business has run for the months that the scheme asks.",
    )
    SYSTEM_IS_OLD_ENOUGH = (
        "SYSTEM_RUN_TOO_SHORT",
        "R-0303",
        "ISO/IEC 17065 7.3.1",
        "售后服务体系运行不足 {months} 个月",
        "The after-sales system has run for the months that the scheme asks.",
    )
    NO_INCIDENT_STANDS = (
        "INCIDENT_IN_LOOKBACK",
        "R-0304",
        "ISO/IEC 17065 7.3.1",
        "近 {months} 个月内发生过重大质量事故或严重售后纠纷",
        "No major accident or dispute in the scheme's look-back, or its handling is described.",
    )
    REAPPLICATION_IS_FREE = (
        "REAPPLY_BLOCKED",
        "R-0305",
        "ISO/IEC 17065 7.3.1",
        "自 {日期} 起方可重新申请",
        "After a suspension or withdrawal for own fault one applies again from {free_on} on.",
    )
    HOLDER_IS_NOT_BARRED = (
        "ON_BLOCK_LIST",
        "R-0307",
        "ISO/IEC 17065 7.3.1",
        "申请组织列于名单：{名单}（{listed_on}）",
        "The applicant stands on no list that bars it: {name} since {listed_on}.",
    )
    HEADCOUNT_IS_POSSIBLE = (
        "HEADCOUNT_INVALID",
        "R-0402",
        "house rule",
        "人数无效：覆盖人数须为不少于 1 的整数，且不多于总人数",
        "Covered people are 1 or more, and no more than all people; at most ten million.",
    )
    SUPPLEMENT_IS_ASKED_ONCE = (
        "SUPPLEMENT_ALREADY_ASKED",
        "H-0301",
        "house rule",
        "补正要求应一次性告知；再次要求须说明新的事实",
        "A supplement is asked once with the full list; again only for new facts, with reason.",
    )
    SUPPLEMENT_IS_AWAITED = (
        "SUPPLEMENT_NOT_ASKED",
        "H-0302",
        "house rule",
        "没有待答复的补正要求",
        "An answer follows a request for a supplement that still waits for one.",
    )
    ANSWER_IS_OVERDUE = (
        "SUPPLEMENT_TIME_RUNNING",
        "H-0303",
        "house rule",
        "补正期限尚未届满，或没有待答复的补正要求，不得以未答复为由终止",
        "A case ends for want of an answer after the last day to answer, not before.",
    )
    REVIEW_IS_COMPLETE = (
        "REVIEW_INCOMPLETE",
        "R-0501",
        "ISO/IEC 17065 7.3.1",
        "申请评审不完整：{缺少事项}",
        "Every check is answered once, every failed one has an outcome, man-days are above 0.",
    )
    REVIEWER_DID_NOT_TAKE_IT_IN = (
        "SEGREGATION_INTAKE",
        "H-0501",
        "house rule",
        "受理登记人员及申请方不得评审本案申请",
        "Nobody reviews an application that they entered or that is their own.",
    )
    FIELD_IS_APPROVED = (
        "FIELD_NOT_APPROVED",
        "R-0502",
        "认证认可条例 art. 9",
        "申请范围超出本机构批准的认证领域（认证认可条例第九条）",
        "The body accepts only in a field it is approved for on the day of the review.",
    )
    BODY_IS_IMPARTIAL = (
        "IMPARTIALITY_THREAT",
        "R-0503",
        "认证认可条例 art. 13; ISO/IEC 17065 4.2",
        "认证机构与申请组织存在资产、管理或国家机关关联，不得受理",
        "No link of ownership, management or state organ ties body and client; nobody waives it.",
    )
    FLAG_IS_OPEN = (
        "FLAG_NOT_OPEN",
        "H-0401",
        "house rule",
        "本案没有此项待核实事项",
        "A doubt is settled while it is open.",
    )
    APPROVAL_IS_SECOND = (
        "SECOND_APPROVAL_NEEDED",
        "H-0402",
        "ISO/IEC 17065 7.3.2",
        "此事项须由评审人员以外的特批人员批准",
        "A second approver who did not review the application settles this doubt.",
    )
    REASON_IS_WRITTEN = (
        "REASON_MISSING",
        "H-0601",
        "ISO/IEC 17065 7.3.4",
        "须以文字说明理由及救济途径",
        "Reasons, resolutions and remedies are given in words.",
    )
    CASE_IS_NOT_ACCEPTED = (
        "CASE_ALREADY_ACCEPTED",
        "H-0602",
        "ISO/IEC 17065 7.3",
        "本案已受理，申请阶段的事项不再变更",
        "What belongs to the application ends with its acceptance.",
    )
    FEE_IS_PUBLISHED = (
        "FEE_NOT_PUBLISHED",
        "R-0801",
        "认证认可条例 art. 20",
        "收费项目未公开，不得收取",
        "A price is computed from the published table that the scheme names.",
    )
    DISCOUNT_IS_APPROVED = (
        "DISCOUNT_NOT_APPROVED",
        "R-0801",
        "认证认可条例 art. 20",
        "减免须在报价总额之内，并写明理由和报价人以外的批准人",
        "A discount lies within the price and has a reason and an approver who did not quote.",
    )
    AGREEMENT_IS_SIGNED = (
        "AGREEMENT_MISSING",
        "R-0802",
        "ISO/IEC 17065 4.1.2",
        "认证合同尚未签订",
        "The agreement is signed by both, the body by one of its people, before what rests on it.",
    )
    AGREEMENT_IS_NEW = (
        "AGREEMENT_ALREADY_SIGNED",
        "H-0801",
        "ISO/IEC 17065 4.1.2",
        "认证合同已签订，不得改写",
        "A signed agreement and the quotation it rests on are not written over.",
    )
    PAYER_IS_THE_CLIENT = (
        "PAYER_NOT_ALLOWED",
        "R-0803",
        "CNCA-QMS-01:2025",
        "费用须由认证委托人直接支付；他人代付须有委托人的书面声明",
        "The client pays the body itself; another payer needs the client's written statement.",
    )
    AMOUNT_IS_POSITIVE = (
        "AMOUNT_INVALID",
        "H-0802",
        "house rule",
        "收款金额须大于零",
        "A payment is above 0.",
    )
    INVOICE_IS_NEW = (
        "INVOICE_KNOWN",
        "H-0803",
        "house rule",
        "该发票号已用于另一笔收款",
        "An invoice stands for one payment, which is not written over.",
    )
