"""Every rule about numbers and certificates: code, id, clause and sentence."""

from services.core.rule import RuleBook


class Rule(RuleBook):
    """What must be true before something may happen to a number or a certificate."""

    FILE_IS_IN_HAND = (
        "GATE_NOT_MET",
        "R-2101",
        "认证认可条例 art. 21, 59",
        "前置程序未完成：{缺少事项}。认证程序不得增加、减少、遗漏（认证认可条例第二十一条）",
        "A number is reserved for a file that is open or decided.",
    )
    YEAR_IS_PRESENT = (
        "NUMBER_YEAR_INVALID",
        "R-2103",
        "house rule",
        "只能预留当年的证书编号",
        "A number is reserved in the year it prints.",
    )
    SERIAL_IS_LEFT = (
        "NUMBERS_EXHAUSTED",
        "R-2103",
        "house rule",
        "本年度证书流水号已用完",
        "The serial still fits the digits of the pattern.",
    )
    NUMBER_IS_FREE = (
        "NUMBER_TAKEN",
        "R-2103",
        "ISO/IEC 17065 7.7",
        "证书编号已被使用，不得重复使用",
        "A number is given once, for ever.",
    )
    NUMBER_IS_RESERVED = (
        "NUMBER_UNKNOWN",
        "R-2103",
        "house rule",
        "该编号未预留",
        "Only a reserved number can be voided.",
    )
    DECISION_IS_SIGNED = (
        "ISSUE_NOT_ALLOWED",
        "R-2101",
        "ISO/IEC 17065 7.7.3",
        "未签订认证合同或未完成认证决定，不得颁发证书",
        "Issued only after a decision signed by voters and head, under a signed agreement.",
    )
    SCHEME_IS_NO_DEMONSTRATION = (
        "DEMO_SCHEME",
        "R-2108",
        "house rule",
        "演示方案不得颁发证书",
        "A demonstration scheme issues only in a demonstration body.",
    )
    SCHEME_IS_FILED = (
        "SCHEME_NOT_FILED",
        "R-2107",
        "认证认可条例 art. 17",
        "颁证之日认证规则未备案或未启用",
        "The scheme version is filed and active on the award date.",
    )
    FIELD_IS_APPROVED = (
        "FIELD_NOT_APPROVED",
        "R-2107",
        "认证认可条例 art. 9",
        "颁证之日该认证领域未经批准",
        "The body is approved for the field on the award date.",
    )
    AWARD_FOLLOWS_DECISION = (
        "AWARD_BEFORE_DECISION",
        "R-2102",
        "ISO/IEC 17065 7.7.1",
        "颁证日期不得早于认证决定日期",
        "The award date is not before the decision.",
    )
    AWARD_IS_NOT_AHEAD = (
        "AWARD_IN_FUTURE",
        "R-2102",
        "house rule",
        "颁证日期不得晚于当日",
        "The award date is not after today.",
    )
    EXPIRY_FOLLOWS_AWARD = (
        "EXPIRY_INVALID",
        "R-2105",
        "ISO/IEC 17065 7.7.1",
        "有效期届满日不得早于颁证日期",
        "A certificate is valid on the day it is awarded.",
    )
    HOLDER_IS_FREE = (
        "ALREADY_CERTIFIED",
        "R-2104",
        "house rule",
        "该组织在同一方案、同一范围内已持有有效证书",
        "A holder has one certificate in force for a scheme and scope.",
    )
    PREVIOUS_IS_THE_HOLDERS = (
        "PREVIOUS_CERTIFICATE_WRONG",
        "H-2701",
        "house rule",
        "原证书不属于该组织或不属于该方案",
        "The certificate followed by recertification is this holder's, of this scheme.",
    )
    CERTIFICATE_IS_ISSUED = (
        "CERTIFICATE_UNKNOWN",
        "H-2101",
        "house rule",
        "证书不存在或尚未颁发",
        "Only an issued certificate has a life.",
    )
    HANDED_OVER_AFTER_AWARD = (
        "DATES_OUT_OF_ORDER",
        "H-2102",
        "ISO/IEC 17065 7.7.1",
        "证书交付日期须在颁证日期与当日之间",
        "A certificate is handed over between its award date and today.",
    )
    TRANSITION_IS_ALLOWED = (
        "TRANSITION_NOT_ALLOWED",
        "R-2400",
        "ISO/IEC 17065 7.11",
        "当前状态“{状态}”不允许该操作",
        "The present status {status} does not allow this.",
    )
    GROUND_IS_GIVEN = (
        "GROUND_REQUIRED",
        "R-2400",
        "ISO/IEC 17065 7.11.1",
        "须写明原因代码和事实",
        "A ground of the list and the facts are named.",
    )
    GROUND_IS_CONFIRMED = (
        "GROUND_REQUIRED",
        "R-2401",
        "认证机构管理办法",
        "暂停原因尚未确认",
        "The ground of a suspension was confirmed before.",
    )
    SURVEILLANCE_IS_MISSED = (
        "GROUND_REQUIRED",
        "R-2406",
        "ISO/IEC 17065 7.9.1",
        "该次监督审查未记录为逾期",
        "A surveillance named as the ground was missed and is not done.",
    )
    SURVEILLANCE_IS_DONE = (
        "GATE_NOT_MET",
        "R-2404",
        "ISO/IEC 17065 7.11.6",
        "前置程序未完成：{缺少事项}。认证程序不得增加、减少、遗漏（认证认可条例第二十一条）",
        "A missed surveillance is done before the certificate is restored.",
    )
    CONDITIONS_ARE_NAMED = (
        "CONDITIONS_REQUIRED",
        "R-2403",
        "ISO/IEC 17065 7.11.4",
        "须写明恢复条件并指定联系人",
        "A suspension says what must be done to end it, and who tells the holder.",
    )
    CONTACT_IS_OF_THIS_BODY = (
        "NOT_OF_THIS_BODY",
        "R-2403",
        "ISO/IEC 17065 7.11.4",
        "联系人须为本机构人员",
        "The person who tells what must be done is of this body.",
    )
    SUSPENSION_IS_SHORT_ENOUGH = (
        "SUSPENSION_TOO_LONG",
        "R-2402",
        "认证机构管理办法",
        "暂停期限超过方案规定的最长期限",
        "A suspension with its extensions is no longer than the scheme allows.",
    )
    EXTENSION_IS_LONGER = (
        "EXTENSION_INVALID",
        "H-2401",
        "house rule",
        "延长后的暂停期限须晚于原期限",
        "An extension names months and ends later than before.",
    )
    RESTORED_IN_TIME = (
        "RESTORE_TOO_LATE",
        "R-2404",
        "ISO/IEC 17065 7.11.6",
        "暂停期限已届满，不得恢复",
        "A certificate is restored not later than its last suspended day.",
    )
    EFFECTIVE_IN_TIME = (
        "EFFECTIVE_TOO_EARLY",
        "H-2402",
        "house rule",
        "生效日期早于批准、申请或当前状态起始日期",
        "A status act is effective not before its decision, its request or the present status.",
    )
    REQUEST_IS_DATED = (
        "REQUEST_REQUIRED",
        "H-2403",
        "ISO/IEC 17065 7.11",
        "注销须有申请或通知日期，且不得晚于当日",
        "A cancellation names the day of the request or notice, not ahead.",
    )
    DECIDER_DID_NOT_EVALUATE = (
        "SEGREGATION_DECISION",
        "R-1901",
        "ISO/IEC 17065 7.11, 7.6.2",
        "审查组成员不得参与本项目的认证决定（ISO/IEC 17065 7.6.2）",
        "Whoever took part in the evaluation does not decide on the certificate.",
    )
    NO_DECISION_IS_PENDING = (
        "DECISION_PENDING",
        "H-2404",
        "house rule",
        "另有状态决定待机构负责人批准",
        "One status decision waits for the head at a time.",
    )
    DECISION_IS_PENDING = (
        "GATE_NOT_MET",
        "H-2405",
        "认证认可条例 art. 21, 59",
        "前置程序未完成：{缺少事项}。认证程序不得增加、减少、遗漏（认证认可条例第二十一条）",
        "The head approves or sends back the decision that waits.",
    )
    HEAD_DID_NOT_EVALUATE = (
        "SEGREGATION_SIGN",
        "R-2004",
        "ISO/IEC 17065 7.11, 7.6.2",
        "参与过本项目审查的负责人不得签署",
        "A head who took part in the evaluation does not approve.",
    )
    HEAD_DID_NOT_DECIDE = (
        "SAME_SIGNER",
        "R-2005",
        "house rule",
        "同一人不得既作出状态决定又予以批准",
        "Nobody both decides and approves.",
    )
