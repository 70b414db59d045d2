"""Why a calculation refuses: findings, people and prices a rule pack has no answer for."""

from services.core.rule import RuleBook


class Rule(RuleBook):
    """What must be true before a rule pack can say anything."""

    SCHEME_HAS_POINTS = (
        "SCHEME_POINTS_MISSING",
        "R-S09",
        "GB/T 27922-2011 6.2.1",
        "评价指标未录入分值：{nodes}。分值须由方案所有者按标准原文录入，不得推测",
        "Indicators without points: {nodes}. They are entered from the standard, never guessed.",
    )
    SCHEME_HAS_BANDS = (
        "SCHEME_BANDS_INVALID",
        "R-S11",
        "GB/T 27922-2011 6",
        "等级分数线不完整：{bands}",
        "Every grade has its line; these have none: {bands}.",
    )
    SCHEME_KNOWS = (
        "SCHEME_PARAMETER_MISSING",
        "R-S12",
        "GB/T 27922-2011 6",
        "方案参数未设定：{parameter}",
        "The scheme gives no value for {parameter}.",
    )
    CLASS_IS_KNOWN = (
        "CLIENT_CLASS_UNKNOWN",
        "R-1501",
        "GB/T 27922-2011 5",
        "方案没有该客户类别：{client_class}；可选：{known}",
        "The scheme knows no client class {client_class}; it knows {known}.",
    )
    INDICATOR_IS_OF_THE_SCHEME = (
        "INDICATOR_NOT_IN_SCHEME",
        "R-1501",
        "GB/T 27922-2011 5",
        "不属于本方案及客户类别的指标：{indicators}",
        "Not indicators of this scheme and client class: {indicators}.",
    )
    FINDING_IS_SINGLE = (
        "FINDING_REPEATED",
        "H-1501",
        "house rule",
        "同一指标有多条评分：{indicators}",
        "One finding an indicator; these have several: {indicators}.",
    )
    RESULT_FITS_THE_KIND = (
        "RESULT_NOT_OF_KIND",
        "H-1502",
        "GB/T 27922-2011 6",
        "指标 {indicator} 的评分方式为 {kind}，不接受 {result}",
        "Indicator {indicator} is {kind} and takes no result {result}.",
    )
    POINTS_ARE_WITHIN_REACH = (
        "POINTS_OUT_OF_RANGE",
        "H-1503",
        "GB/T 27922-2011 6",
        "指标 {indicator} 的得分须在 0 至 {most} 之间",
        "Indicator {indicator} earns between 0 and {most} points.",
    )
    EVERY_LEAF_IS_SCORED = (
        "SCORES_MISSING",
        "H-1701",
        "ISO/IEC 17065 7.4",
        "以下指标尚未评分：{indicators}",
        "Indicators without a finding: {indicators}.",
    )
    EXCLUSION_IS_ALLOWED = (
        "EXCLUSION_NOT_ALLOWED",
        "R-1504",
        "GB/T 27922-2011 6.2.2",
        "不得删减 {indicators}：{why_zh}",
        "{indicators} may not be excluded: {why_en}.",
    )
    SOMETHING_APPLIES = (
        "SCORING_NOTHING_APPLICABLE",
        "H-1504",
        "GB/T 27922-2011 6.2.2",
        "全部指标均被删减，无法评分",
        "Every indicator is excluded; there is nothing to score.",
    )
    BONUS_IS_WITHIN_LIMIT = (
        "BONUS_NOT_ALLOWED",
        "R-1505",
        "GB/T 27922-2011 6",
        "特别加分最多 {most} 次，申报 {offered} 次",
        "At most {most} special bonuses count; {offered} were offered.",
    )
    CATEGORY_IS_OF_THE_SCHEME = (
        "CATEGORY_NOT_IN_SCHEME",
        "H-1505",
        "GB/T 27922-2011 6",
        "方案没有该特别扣分类别：{categories}",
        "The scheme knows no special deduction of category {categories}.",
    )
    HEADCOUNT_IS_POSITIVE = (
        "HEADCOUNT_INVALID",
        "R-0702",
        "house rule",
        "人数须为不小于 1 的整数：{headcount}",
        "At least one person is covered, not {headcount}.",
    )
    HEADCOUNT_IS_IN_THE_TABLE = (
        "MANDAYS_ABOVE_TABLE",
        "R-0702",
        "house rule",
        "{headcount} 人超出人日表（止于 {last} 人），须人工核定、说明理由并经二次批准",
        "{headcount} people are beyond the table, which ends at {last}: a figure set by hand"
        " needs a reason and a second approval.",
    )
    ACTIVITY_IS_IN_THE_TABLE = (
        "MANDAYS_NOT_IN_TABLE",
        "R-0701",
        "house rule",
        "人日表没有该审查活动：{activity}",
        "The man-day table has no column for {activity}.",
    )
    CUT_IS_WITHIN_LIMIT = (
        "MANDAYS_CUT_TOO_LARGE",
        "R-0706",
        "house rule",
        "人日减少合计不得超过 {percent}%",
        "All cuts together take away at most {percent} percent of the man-days.",
    )
    FEE_IS_PUBLISHED = (
        "FEE_NOT_PUBLISHED",
        "R-0801",
        "认证认可条例 art. 20",
        "收费项目未公开，不得收取：{terms}",
        "Not published, so not charged: {terms}.",
    )
    SUSPENSION_IS_SHORT_ENOUGH = (
        "SUSPENSION_TOO_LONG",
        "R-2402",
        "ISO/IEC 17065 7.11",
        "暂停期限最长 {most} 个月",
        "A suspension lasts {most} months at the most.",
    )
