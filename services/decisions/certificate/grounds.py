"""Why a certificate is suspended, withdrawn or cancelled: the codes and their words."""

from dataclasses import dataclass

EDITION = "2026-11-23/1"
"""Edition of the lists; refreshable data, to be compared with the platform's before production."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A code of a list, with its label in both languages."""

    code: str
    zh: str
    en: str
    decidable: bool = True
    """False for a code that says what another act of the house does."""


def _list(*grounds: Ground) -> dict[str, Ground]:
    return {ground.code: ground for ground in grounds}


SUSPEND = _list(
    Ground("0111", "严重或持续不符合", "persistent or serious failure to meet requirements"),
    Ground("0112", "未履行合同义务", "contract duties not met"),
    Ground("0113", "受到行政处罚", "penalised by an authority"),
    Ground("0114", "监管部门发现问题", "problem found by the supervising authority"),
    Ground("0115", "许可资质过期、换证在办", "permit expired, renewal accepted"),
    Ground("0116", "自愿申请暂停", "own request"),
    Ground("0117", "重大事故", "major accident"),
    Ground("0118", "能源绩效不达标", "energy targets missed", decidable=False),
    Ground("0119", "整车厂特殊状态或顾客投诉", "automotive special status", decidable=False),
    Ground("0199", "其他", "other"),
)
"""List ``suspend_reason``. An overdue surveillance has no code of its own: 0112."""

WITHDRAW = _list(
    Ground("0101", "审核未通过", "audit failed"),
    Ground("0111", "丧失法律地位", "legal status lost"),
    Ground("0112", "拒绝监督检查或提供虚假材料", "refuses supervision or gives false data"),
    Ground("0113", "重大事故已查实", "major accident, fault established"),
    Ground("0114", "严重违法受罚", "penalised for a serious breach"),
    Ground("0115", "暂停期满未解决", "suspension ended, problem unsolved"),
    Ground("0116", "体系未运行或无运行条件", "system not operated"),
    Ground("0117", "误用认证信息逾6个月未改", "misuse not corrected for more than six months"),
    Ground("0118", "重大事故（体系缺陷）", "major accident showing system failure"),
    Ground("0119", "能源绩效不达标", "energy targets missed", decidable=False),
    Ground("0120", "换发新证", "replaced by a new certificate", decidable=False),
    Ground("0121", "未履行合同义务", "contract duties not met"),
    Ground("0122", "主动放弃", "given up by the holder", decidable=False),
    Ground("0199", "其他", "other"),
)
"""List ``withdraw_reason``. 0120 and 0122 are cancellations in this house. Lifecycle 3."""

REPLACED = "replaced"
CANCEL = _list(
    Ground("own_request", "持证人申请", "holder's request"),
    Ground("ceased", "停业、解散、破产", "ceased, dissolved, bankrupt"),
    Ground("merged", "合并", "merged"),
    Ground("service_ended", "不再提供该服务", "service no longer offered"),
    Ground(REPLACED, "由新证书替代", "replaced by a new certificate", decidable=False),
    Ground("other", "其他", "other"),
)
"""List ``cancel_reason``; ``replaced`` follows from the issue of the next certificate."""


def may_decide(grounds: dict[str, Ground], code: str) -> bool:
    """Whether a decider may give this code as the ground."""
    return code in grounds and grounds[code].decidable
