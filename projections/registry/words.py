"""What the register says, in Chinese and English. Glossary 7. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from events.vocabulary import CertificateStatus
from projections.registry.status import ActKind, Answer, Standing
from services.core.context import ZONE


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in Chinese and in English."""

    zh: str
    en: str

    def as_json(self) -> dict[str, str]:
        """As the interface gives labels and sentences."""
        return {"zh": self.zh, "en": self.en}


STATUS = {
    CertificateStatus.VALID: Words("有效", "valid"),
    CertificateStatus.SUSPENDED: Words("暂停", "suspended"),
    CertificateStatus.WITHDRAWN: Words("撤销", "withdrawn"),
    CertificateStatus.CANCELLED: Words("注销", "cancelled"),
    CertificateStatus.EXPIRED: Words("过期失效", "expired"),
}

SYMBOL = {
    CertificateStatus.VALID: "✓",
    CertificateStatus.SUSPENDED: "‖",
    CertificateStatus.WITHDRAWN: "✕",
    CertificateStatus.CANCELLED: "✕",
    CertificateStatus.EXPIRED: "○",
}
"""Beside the word, never instead of it."""

MEANING = {
    CertificateStatus.VALID: Words("证书有效。", "The certificate is in force."),
    CertificateStatus.SUSPENDED: Words(
        "证书暂时无效，持证人须停止一切使用。",
        "Temporarily without effect; the holder must stop all use.",
    ),
    CertificateStatus.WITHDRAWN: Words(
        "本机构因故撤销，不再恢复。", "Taken away by the body for cause, for good."
    ),
    CertificateStatus.CANCELLED: Words(
        "因持证人申请或终止等原因注销，不再恢复。",
        "Ended at the holder's wish or because it ceased, for good.",
    ),
    CertificateStatus.EXPIRED: Words("有效期已届满。", "The last day of its validity has passed."),
}

ACT = {
    ActKind.ISSUED: Words("颁发", "issued"),
    ActKind.SUSPENDED: Words("暂停", "suspended"),
    ActKind.EXTENDED: Words("延长暂停", "suspension extended"),
    ActKind.RESTORED: Words("恢复", "restored"),
    ActKind.WITHDRAWN: Words("撤销", "withdrawn"),
    ActKind.CANCELLED: Words("注销", "cancelled"),
    ActKind.EXPIRED: Words("过期失效", "expired"),
}

HELD = Words("状态核实中", "status being verified")

NEVER_ISSUED = Words(
    "本机构没有颁发过此编号。查无此号不等于伪造：请核对编号是否抄录有误，"
    "或者证书是否由其他机构颁发。",
    "This body has never issued a certificate of this number. Not found is not the same as "
    "forged: check the number for slips, and whether another body issued the certificate.",
)


def minute(moment: datetime) -> str:
    """A moment on the wall of the body: ``2026-11-23 10:15``."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def held(number: str, since: datetime) -> Mapping[str, str]:
    """The first line while something about the certificate could not be applied."""
    return {
        "zh": f"证书 {number} {HELD.zh}（自 {minute(since)} 起），核实完成之前不提供状态",
        "en": f"Certificate {number}: {HELD.en} since {minute(since)}; "
        "no status is given until that is done.",
    }


def standing(number: str, answer: Answer, issued_on: date | None) -> Mapping[str, str]:
    """The first line: as known at K, the status on D and since when. Lifecycle 5."""
    known = minute(answer.known)
    if not answer.recorded:
        return {
            "zh": f"截至 {known}，本机构的记录中还没有证书 {number}",
            "en": f"As of {known}, the record did not yet hold certificate {number}.",
        }
    now = answer.standing
    if now.status is None:
        return {
            "zh": f"截至 {known}，证书 {number} 于 {answer.effective} 尚未颁发"
            f"（颁发日期 {issued_on}）",
            "en": f"As of {known}, certificate {number} was not yet issued on "
            f"{answer.effective} (issued on {issued_on}).",
        }
    label = STATUS[now.status]
    ahead_zh, ahead_en = ("预计", "foreseen ") if answer.foreseen else ("", "")
    return {
        "zh": f"截至 {known}，{ahead_zh}证书 {number} 于 {answer.effective} 的状态："
        f"{label.zh}（自 {now.since} 起）{_reached_back_zh(answer.told_then)}",
        "en": f"As of {known}, the {ahead_en}status of certificate {number} on "
        f"{answer.effective}: {label.en} (since {now.since}).{_reached_back_en(answer.told_then)}",
    }


def _reached_back_zh(then: Standing | None) -> str:
    if then is None:
        return ""
    return f"；当日的记录为{STATUS[then.status].zh if then.status else '尚未颁发'}，后来补记更改"


def _reached_back_en(then: Standing | None) -> str:
    if then is None:
        return ""
    shown = STATUS[then.status].en if then.status else "not yet issued"
    return f" The record of that day showed: {shown}; a later entry reached back."
