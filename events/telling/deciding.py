"""Sentences of the file, the certificate and its surveillance."""

FILE = {
    "FileOpened": (
        "卷宗交复核与评定：得分 {score}[，{band:band}]，审查组 {team}",
        "The file was opened for review and decision: score {score}[, band {band:band}], "
        "team {team}",
    ),
    "ReviewCompleted": (
        "{reviewer} 完成复核，建议{recommendation:recommended}：{remarks}",
        "{reviewer} reviewed the file and recommends to {recommendation:recommended}: {remarks}",
    ),
    "DecisionMeetingConvened": (
        "召集第 {meeting} 次评定会，委员 {members}，法定人数 {quorum}",
        "Meeting {meeting} was convened with {members}; the quorum is {quorum}",
    ),
    "NonParticipationDeclared": (
        "{member} 声明未参与本案审查且无利益关系",
        "{member} declared to have had no part in the audit and no tie to the client",
    ),
    "MemberRecused": ("{member} 回避：{ground}", "{member} was recused: {ground}"),
    "VoteCast": (
        "{voter} 投票：{vote:vote}[（原投{replaces:vote}）]",
        "{voter} voted {vote:vote}[ instead of {replaces:vote}]",
    ),
    "VoteClosed": (
        "第 {meeting} 次评定会计票：赞成 {yes}、反对 {no}、弃权 {abstain}，{passed:passed}"
        "[，{band:band}]",
        "The votes of meeting {meeting} were counted: {yes} yes, {no} no, {abstain} abstained; "
        "{passed:passed}[, band {band:band}]",
    ),
    "DecisionRefused": (
        "决定不予认证：{reasons}；申诉途径：{appeal}",
        "Certification was refused: {reasons}; to appeal: {appeal}",
    ),
    "CaseReturned": (
        "案件退回{to:back}：{reasons}",
        "The case was sent back to {to:back}: {reasons}",
    ),
    "DecisionSigned": ("{signer} 在评定结论上签字", "{signer} signed the conclusion"),
    "DecisionCountersigned": (
        "{signer} 签署认证决定，决定日期 {decided_on}",
        "{signer} signed last; decided on {decided_on}",
    ),
    "DecisionSentBack": (
        "{signer} 未签署，退回评定：{reasons}",
        "{signer} did not sign and sent the conclusion back: {reasons}",
    ),
}
CERTIFICATE = {
    "CertificateNumberAssigned": (
        "分配证书编号 {certificate}",
        "The number {certificate} was assigned",
    ),
    "CertificateNumberVoided": (
        "证书编号 {certificate} 作废：{reason}",
        "The number {certificate} was voided: {reason}",
    ),
    "CertificateIssued": (
        "向{holder}颁发[{grade_label}]证书 {certificate}，有效期 {awarded_on} 至 {expires_on}",
        "{certificate} was issued to {holder}[, grade {grade_label}], "
        "valid from {awarded_on} until {expires_on}",
    ),
    "CertificateHandedOver": (
        "证书 {certificate} 交付{to}",
        "{certificate} was handed over to {to}",
    ),
    "SuspensionGroundConfirmed": (
        "确认暂停事由“{ground:suspend}”：{facts}[（第 {surveillance} 次监督审查）]；"
        "最迟 {suspend_by} 暂停",
        "The ground “{ground:suspend}” was confirmed: {facts}[ (surveillance {surveillance})]; "
        "to be suspended by {suspend_by}",
    ),
    "SuspensionOverdue": (
        "证书 {certificate} 至 {suspend_by} 仍未暂停",
        "{certificate} was not suspended by {suspend_by}",
    ),
    "StatusDecided": (
        "{decider} 决定{act:act}（第 {decision} 号决定[，{months:months}]；"
        "事由“{ground:{act}}”）：{facts}[；恢复条件：{conditions}][；依据：{order}]",
        "{decider} decided to {act:act} (decision {decision}[, {months:months}]; "
        "ground “{ground:{act}}”): {facts}[; to be restored: {conditions}]"
        "[; by order: {order}]",
    ),
    "StatusDecisionSentBack": (
        "{signer} 未批准第 {decision} 号决定，退回：{reasons}",
        "{signer} did not approve decision {decision} and sent it back: {reasons}",
    ),
    "CertificateSuspended": (
        "证书自 {effective_on} 起暂停，至 {last_day} 止{late:late}；"
        "事由“{ground:suspend}”：{facts}；恢复条件：{conditions}",
        "Suspended from {effective_on} until {last_day}{late:late}; "
        "ground “{ground:suspend}”: {facts}; to be restored: {conditions}",
    ),
    "SuspensionExtended": (
        "暂停延长至 {last_day}：{reason}",
        "The suspension was extended to {last_day}: {reason}",
    ),
    "SuspensionLapsed": (
        "暂停期于 {last_day} 届满而问题未解决",
        "The suspension ended on {last_day}, unsolved",
    ),
    "CertificateRestored": (
        "证书自 {effective_on} 起恢复：{verification}",
        "Restored from {effective_on}: {verification}",
    ),
    "CertificateWithdrawn": (
        "证书自 {effective_on} 起撤销；事由“{ground:withdraw}”：{facts}[；依据：{order}]",
        "Withdrawn from {effective_on}; ground “{ground:withdraw}”: {facts}[; by order: {order}]",
    ),
    "CertificateCancelled": (
        "证书自 {effective_on} 起注销；事由“{ground:cancel}”：{facts}",
        "Cancelled from {effective_on}; ground “{ground:cancel}”: {facts}",
    ),
    "CertificateExpired": (
        "证书于 {expires_on} 届满，自 {effective_on} 起失效",
        "Expired; the last valid day was {expires_on}",
    ),
    "HolderCertified": ("{uscc} 持有证书 {certificate}", "{uscc} came to hold {certificate}"),
    "HolderCertificationEnded": (
        "{uscc} 不再持有证书 {certificate}",
        "{uscc} holds {certificate} no more",
    ),
}
DECISIONS = {**FILE, **CERTIFICATE}
SURVEILLANCE = {
    "SurveillanceOpened": (
        "第 {number} 次监督审查{window}",
        "Surveillance {number} is due {window}",
    ),
    "SurveillanceCompleted": (
        "第 {number} 次监督审查于 {audit_end} 完成，{in_window:window}；{result}",
        "Surveillance {number} ended on {audit_end}, {in_window:window}; {result}",
    ),
    "SurveillanceMissed": (
        "第 {number} 次监督审查逾期，最迟应为 {latest}",
        "Surveillance {number} was missed; it was due by {latest}",
    ),
    "SurveillanceStopped": (
        "监督终止：{reason:ending}",
        "Surveillance ended: {reason:ending}",
    ),
}
