"""Every rule about the file of a case: code, id, clause and sentence."""

from services.core.rule import RuleBook


class Rule(RuleBook):
    """What must be true before something may happen to a file."""

    FILE_IS_NEW = (
        "FILE_ALREADY_OPEN",
        "H-1801",
        "house rule",
        "案卷已提交，退回之前不得以其他内容重新提交",
        "A file already before the committee changes only after the case was returned.",
    )
    FILE_IS_OPEN = (
        "FILE_CLOSED",
        "H-1802",
        "house rule",
        "本案已作出决定、不予认证或已退回",
        "Nothing more happens to a file that was decided, refused or returned.",
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
        "R-1909",
        "认证认可条例 art. 17",
        "认证规则未备案或未启用，不得据此开展认证",
        "A decision rests on a scheme version that is filed and active on its day.",
    )
    FIELD_IS_APPROVED = (
        "FIELD_NOT_APPROVED",
        "R-1909",
        "认证认可条例 art. 9",
        "该认证领域未经批准",
        "The body decides only in a field it is approved for on the day.",
    )
    USCC_IS_VALID = (
        "USCC_INVALID",
        "R-0202",
        "GB 32100-2015",
        "统一社会信用代码校验不通过",
        "The unified social credit code has the right check character.",
    )
    DATES_ARE_IN_ORDER = (
        "DATES_OUT_OF_ORDER",
        "H-1803",
        "ISO/IEC 17065 7.5.1",
        "日期顺序不符：现场审查须在合同签订之后、提交案卷之前结束",
        "The last day on site is not before the agreement and not ahead.",
    )
    BAND_IS_EARNED = (
        "BAND_NOT_SUPPORTED",
        "R-1907",
        "GB/T 27922-2011 6",
        "等级与评分不符，评定委员会不得另选等级",
        "The band is the one the score earns under the scheme, no other.",
    )
    REVIEWER_DID_NOT_EVALUATE = (
        "SEGREGATION_REVIEW",
        "R-1801",
        "ISO/IEC 17065 7.5.1",
        "审查组成员不得复核本项目（ISO/IEC 17065 7.5.1）",
        "Whoever took part in the evaluation does not review it.",
    )
    RECOMMENDATION_IS_WRITTEN = (
        "RECOMMENDATION_MISSING",
        "R-1804",
        "ISO/IEC 17065 7.5.2",
        "复核意见须以书面形式作出",
        "The reviewer recommends in writing.",
    )
    REVIEW_COMES_BEFORE_THE_MEETING = (
        "REVIEW_CLOSED",
        "H-1804",
        "ISO/IEC 17065 7.5.2",
        "评定会议已召集，复核意见不得更改",
        "A review is replaced only before the committee is convened.",
    )
    MEMBER_DID_NOT_EVALUATE = (
        "SEGREGATION_DECISION",
        "R-1901",
        "ISO/IEC 17065 7.6.2",
        "审查组成员不得参与本项目的认证决定（ISO/IEC 17065 7.6.2）",
        "Whoever took part in the evaluation does not take part in the decision.",
    )
    MEMBER_IS_OF_THIS_BODY = (
        "NOT_OF_THIS_BODY",
        "R-1902",
        "ISO/IEC 17065 7.6.1, 7.6.3",
        "评定委员须为本机构聘用或签约人员，认证决定不得外包",
        "A member of the committee is employed by or under contract to the body.",
    )
    NO_MEETING_IS_IN_SESSION = (
        "MEETING_OPEN",
        "H-1901",
        "house rule",
        "评定会议尚在进行，不得另行召集",
        "A new meeting is convened only when the last one ended or lost its quorum.",
    )
    RESULT_DOES_NOT_STAND = (
        "RESULT_STANDS",
        "H-1902",
        "ISO/IEC 17065 7.6",
        "表决已通过，待签字或退回",
        "A passed vote stands until the head signs it or sends it back.",
    )
    QUORUM_IS_PRESENT = (
        "QUORUM_LOST",
        "R-1905",
        "house rule",
        "回避后到会人数不足，不能作出认证决定",
        "As many vote as the quorum fixed when the meeting was convened.",
    )
    MEMBER_IS_CONVENED = (
        "NOT_CONVENED",
        "H-1903",
        "ISO/IEC 17065 7.6",
        "未被召集参加本次评定会议",
        "Only members called to the meeting take part in it.",
    )
    MEMBER_IS_NOT_RECUSED = (
        "RECUSED",
        "R-1904",
        "ISO/IEC 17065 4.2",
        "已回避的委员不得参加表决",
        "A member who left the matter takes no part in it.",
    )
    MEMBER_RECUSES_ONESELF = (
        "ROLE_NOT_ALLOWED",
        "H-1904",
        "house rule",
        "委员只能申请本人回避",
        "A member recuses nobody else; the secretary may.",
    )
    DECLARATION_IS_SIGNED = (
        "DECLARATION_MISSING",
        "R-1903",
        "ISO/IEC 17065 7.6.2",
        "表决前须签署未参与审查及无利害关系声明",
        "A voter has declared to have taken no part in the audit and to have no tie.",
    )
    VOTE_IS_OPEN = (
        "VOTE_CLOSED",
        "R-1910",
        "house rule",
        "表决已结束，须另行召集会议",
        "After closing there is no more vote; only a new meeting.",
    )
    VOTE_NAMES_WHAT_IT_REPLACES = (
        "VOTE_ALREADY_CAST",
        "R-1910",
        "house rule",
        "已投过票，改投须注明所替代的表决意见",
        "A changed vote names the vote it replaces.",
    )
    DECISION_IS_POSSIBLE = (
        "DECISION_NOT_POSSIBLE",
        "R-1908",
        "ISO/IEC 17065 7.6",
        "不具备作出认证决定的条件：{缺少事项}",
        "Nothing speaks against certification: {failed}.",
    )
    COMMITTEE_DID_NOT_GRANT = (
        "REFUSAL_NOT_DECIDED",
        "R-1911",
        "ISO/IEC 17065 7.6.6",
        "评定委员会未作出不予认证的决定",
        "Certification is refused after a vote that did not pass, or where it is not possible.",
    )
    SIGNER_VOTED = (
        "NOT_A_VOTER",
        "H-2001",
        "认证认可条例 art. 22",
        "只有参加表决的委员签署认证结论",
        "Whoever signs as a voter voted.",
    )
    CONTENT_IS_UNCHANGED = (
        "CONTENT_CHANGED",
        "R-2002",
        "认证认可条例 art. 22",
        "所签内容与表决结论不一致",
        "Voters and head sign the same content.",
    )
    HEAD_DID_NOT_EVALUATE = (
        "SEGREGATION_SIGN",
        "R-2004",
        "ISO/IEC 17065 7.6.2",
        "参与过本项目审查的负责人不得签署",
        "A head who took part in the evaluation does not sign.",
    )
    HEAD_DID_NOT_VOTE = (
        "SAME_SIGNER",
        "R-2005",
        "house rule",
        "同一人不得既作为表决人签字又作为负责人签署",
        "Nobody signs both as a voter and as the head.",
    )
    HEAD_SIGNS_LAST = (
        "SIGNATURE_ORDER",
        "R-2001",
        "认证认可条例 art. 22",
        "须先由认证人员签字，再由机构负责人签署（认证认可条例第二十二条）",
        "The head signs after every voter.",
    )
