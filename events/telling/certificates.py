"""Sentences of the second half: the file, the certificate, its cycle; and of the house itself."""

DECISIONS = {
    "FileOpened": (
        "卷宗交复核与评定：{score} 分，等级 {band}，审查组 {team}",
        "The file reached reviewer and committee: {score} points, band {band}, team {team}",
    ),
    "ReviewCompleted": (
        "{reviewer} 完成复核，建议 {recommendation}：{remarks}",
        "{reviewer} reviewed the file and recommends to {recommendation}: {remarks}",
    ),
    "DecisionMeetingConvened": (
        "召集第 {meeting} 次评定会，委员 {members}，法定人数 {quorum}",
        "Meeting {meeting} was convened with {members}; the quorum is {quorum}",
    ),
    "NonParticipationDeclared": (
        "{member} 声明未参与本案审查且无利益关系",
        "{member} declared to have had no part in the audit and no tie",
    ),
    "MemberRecused": ("{member} 回避：{ground}", "{member} left the matter: {ground}"),
    "VoteCast": ("{voter} 投票：{vote}", "{voter} voted {vote}"),
    "VoteClosed": (
        "计票：赞成 {yes}、反对 {no}、弃权 {abstain}，通过：{passed}，等级 {band}",
        "The vote: {yes} yes, {no} no, {abstain} abstained; passed: {passed}, band {band}",
    ),
    "DecisionRefused": (
        "决定不予认证：{reasons}；申诉途径：{appeal}",
        "Certification was refused: {reasons}; to appeal: {appeal}",
    ),
    "CaseReturned": ("案件退回 {to}：{reasons}", "The case went back to {to}: {reasons}"),
    "DecisionSigned": ("{signer} 签字", "{signer} signed the conclusion"),
    "DecisionCountersigned": (
        "{signer} 签署认证决定，决定日期 {decided_on}",
        "{signer} signed last; decided on {decided_on}",
    ),
    "DecisionSentBack": ("{signer} 退回决定：{reasons}", "{signer} declined to sign: {reasons}"),
    "CertificateNumberAssigned": (
        "分配证书编号 {certificate}",
        "The number {certificate} was assigned",
    ),
    "CertificateNumberVoided": (
        "证书编号 {certificate} 作废：{reason}",
        "The number {certificate} was voided: {reason}",
    ),
    "CertificateIssued": (
        "向 {holder} 颁发证书 {certificate}，等级 {grade}，有效期至 {expires_on}",
        "{certificate} was issued to {holder}, grade {grade}, valid until {expires_on}",
    ),
    "CertificateHandedOver": (
        "证书 {certificate} 交付 {to}",
        "{certificate} was handed over to {to}",
    ),
    "SuspensionGroundConfirmed": (
        "确认暂停事由 {ground}：{facts}；须于 {suspend_by} 前暂停",
        "The ground {ground} was confirmed: {facts}; to suspend by {suspend_by}",
    ),
    "SuspensionOverdue": (
        "证书 {certificate} 未在 {suspend_by} 前暂停",
        "{certificate} was not suspended by {suspend_by}",
    ),
    "StatusDecided": (
        "{decider} 作出决定 {decision}：{act}，事由 {ground}：{facts}",
        "{decider} decided ({decision}) to {act} on the ground {ground}: {facts}",
    ),
    "StatusDecisionSentBack": (
        "{signer} 退回决定 {decision}：{reasons}",
        "{signer} sent decision {decision} back: {reasons}",
    ),
    "CertificateSuspended": (
        "证书暂停至 {last_day}（{ground}）：{facts}；恢复条件：{conditions}",
        "Suspended until {last_day} ({ground}): {facts}; to be restored: {conditions}",
    ),
    "SuspensionExtended": (
        "暂停延长至 {last_day}：{reason}",
        "The suspension was extended to {last_day}: {reason}",
    ),
    "SuspensionLapsed": ("暂停期于 {last_day} 届满", "The suspension ended on {last_day}"),
    "CertificateRestored": ("证书恢复：{verification}", "Restored: {verification}"),
    "CertificateWithdrawn": ("证书撤销（{ground}）：{facts}", "Withdrawn ({ground}): {facts}"),
    "CertificateCancelled": ("证书注销（{ground}）：{facts}", "Cancelled ({ground}): {facts}"),
    "CertificateExpired": (
        "证书于 {expires_on} 届满失效",
        "Expired; the last valid day was {expires_on}",
    ),
    "HolderCertified": (
        "{uscc} 持有证书 {certificate}",
        "{uscc} came to hold {certificate}",
    ),
    "HolderCertificationEnded": (
        "{uscc} 不再持有证书 {certificate}",
        "{uscc} holds {certificate} no more",
    ),
}
SURVEILLANCE = {
    "SurveillanceOpened": (
        "第 {number} 次监督审查：最迟 {window.latest}",
        "Surveillance {number} is due by {window.latest}",
    ),
    "SurveillanceCompleted": (
        "第 {number} 次监督审查完成（{audit_end}），在期限内：{in_window}；{result}",
        "Surveillance {number} was done by {audit_end}, in time: {in_window}; {result}",
    ),
    "SurveillanceMissed": (
        "第 {number} 次监督审查逾期（最迟 {latest}）",
        "Surveillance {number} was missed; it was due by {latest}",
    ),
    "SurveillanceStopped": ("监督停止（{reason}）", "Surveillance stopped ({reason})"),
}
HOUSE = {
    "BodyOpened": ("{name} 开业，批准号 {approval_no}", "{name_en} opened, approval {approval_no}"),
    "BodyDataChanged": (
        "机构信息变更为 {name}：{reason}",
        "The body is called {name_en} from now on: {reason}",
    ),
    "ApprovedFieldGranted": (
        "获批认证领域 {field} {label}",
        "The field {field} ({label}) was approved",
    ),
    "ApprovedFieldEnded": (
        "认证领域 {field} 至 {last_day} 止：{reason}",
        "The approval for {field} ends on {last_day}: {reason}",
    ),
    "HolidaysPublished": ("公布 {year} 年节假日", "The holidays of {year} were published"),
    "DayOpened": ("{day} 开始", "The day {day} began"),
    "PersonRegistered": (
        "登记人员 {person}（{employment}）",
        "{person} was registered ({employment})",
    ),
    "RoleGranted": ("{person} 任 {role}", "{person} may act as {role}"),
    "RoleRevoked": (
        "{person} 不再任 {role}：{reason}",
        "{person} acts as {role} no more: {reason}",
    ),
    "TokenIssued": (
        "向 {person} 发放令牌 {token}，至 {expires_at}",
        "A token ({token}) was given to {person} until {expires_at}",
    ),
    "TokenRevoked": (
        "作废 {person} 的令牌 {token}：{reason}",
        "The token {token} of {person} was revoked: {reason}",
    ),
    "SchemeVersionDrafted": ("起草认证方案 {scheme}", "{scheme} was drafted"),
    "SchemeVersionFiled": (
        "方案 {scheme} 备案 {rule_no}（{filed_on}）",
        "{scheme} was filed as {rule_no} on {filed_on}",
    ),
    "SchemeVersionActivated": (
        "方案 {scheme} 自 {effective_from} 起施行",
        "{scheme} is in force from {effective_from}",
    ),
    "SchemeVersionRetired": (
        "方案 {scheme} 至 {last_day} 止：{reason}",
        "{scheme} ends on {last_day}: {reason}",
    ),
}
