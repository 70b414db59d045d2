"""What the grounds to suspend, withdraw and cancel are called. Lifecycle 3."""

from collections.abc import Mapping

SUSPEND: Mapping[str, tuple[str, str]] = {
    "0111": ("严重或持续不符合", "persistent or serious failure to meet requirements"),
    "0112": ("未履行合同义务", "contract duties not met"),
    "0113": ("受到行政处罚", "penalised by an authority"),
    "0114": ("监管部门发现问题", "problem found by the supervising authority"),
    "0115": ("许可资质过期、换证在办", "permit expired, renewal accepted"),
    "0116": ("自愿申请暂停", "own request"),
    "0117": ("重大事故", "major accident"),
    "0118": ("能源绩效不达标", "energy targets missed"),
    "0119": ("整车厂特殊状态或顾客投诉", "automotive special status"),
    "0199": ("其他", "other"),
}
WITHDRAW: Mapping[str, tuple[str, str]] = {
    "0101": ("审核未通过", "audit failed"),
    "0111": ("丧失法律地位", "legal status lost"),
    "0112": ("拒绝监督检查或提供虚假材料", "refuses supervision or gives false data"),
    "0113": ("重大事故已查实", "major accident, fault established"),
    "0114": ("严重违法受罚", "penalised for a serious breach"),
    "0115": ("暂停期满未解决", "suspension ended, problem unsolved"),
    "0116": ("体系未运行或无运行条件", "system not operated"),
    "0117": ("误用认证信息逾6个月未改", "misuse not corrected for more than six months"),
    "0118": ("重大事故（体系缺陷）", "major accident showing system failure"),
    "0119": ("能源绩效不达标", "energy targets missed"),
    "0120": ("换发新证", "replaced by a new certificate"),
    "0121": ("未履行合同义务", "contract duties not met"),
    "0122": ("主动放弃", "given up by the holder"),
    "0199": ("其他", "other"),
}
CANCEL: Mapping[str, tuple[str, str]] = {
    "own_request": ("持证人申请", "holder's request"),
    "ceased": ("停业、解散、破产", "ceased, dissolved, bankrupt"),
    "merged": ("合并", "merged"),
    "service_ended": ("不再提供该服务", "service no longer offered"),
    "replaced": ("由新证书替代", "replaced by a new certificate"),
    "other": ("其他", "other"),
}
