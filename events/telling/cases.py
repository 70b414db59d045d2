"""Sentences of the first half of a case: applications and audits."""

APPLICATIONS = {
    "ApplicationSubmitted": (
        "{facts.holder}（{uscc}）按方案 {scheme} 申请认证，"
        "范围“{facts.scope}”，覆盖人数 {facts.covered_headcount}",
        "{facts.holder} ({uscc}) applied under {scheme} for “{facts.scope}”, "
        "{facts.covered_headcount} people covered",
    ),
    "ApplicationSupplementRequested": (
        "一次性告知补正：{items}；请于 {answer_by} 前答复",
        "A supplement was asked for, in full: {items}; to be answered by {answer_by}",
    ),
    "ApplicationSupplemented": ("申请方补正：{answers}", "The applicant supplemented: {answers}"),
    "ApplicationAbandoned": (
        "案件终止（{ground}）：{reason}",
        "The case was given up ({ground}): {reason}",
    ),
    "ApplicationReviewed": (
        "{reviewer} 完成申请评审，结论 {outcome}，人日 {man_days}",
        "{reviewer} reviewed the application: {outcome}, {man_days} man-days",
    ),
    "ApplicationFlagResolved": (
        "{resolved_by} 处理待核实事项 {flag}：{resolution}",
        "{resolved_by} settled {flag}: {resolution}",
    ),
    "ApplicationAccepted": (
        "受理：{holder}，范围“{scope}”，方案 {scheme}",
        "Accepted: {holder} for “{scope}” under {scheme}",
    ),
    "ApplicationRefused": (
        "不予受理（{reasons}）：{text}；救济途径：{remedies}",
        "The application was refused ({reasons}): {text}; to appeal: {remedies}",
    ),
    "FeeQuoted": (
        "第 {quotation} 次报价：收费表 {table}，人日 {man_days}，合计 {total} 元",
        "Quotation {quotation} by table {table}: {man_days} man-days, {total} yuan in all",
    ),
    "AgreementSigned": (
        "签订认证合同 {number}，机构签署人 {signer}",
        "Agreement {number} was signed, by {signer} for the body",
    ),
    "PaymentRecorded": (
        "收到 {payer} 支付的 {amount} 元（{purpose}），发票 {invoice}",
        "{payer} paid {amount} yuan ({purpose}), invoice {invoice}",
    ),
    "CaseClosed": ("案件办结：{outcome}", "The case was closed: {outcome}"),
    "HolderCaseOpened": (
        "{uscc} 有在办案件 {case}，范围“{scope}”",
        "{uscc} came to have the open case {case} for “{scope}”",
    ),
    "HolderCaseEnded": ("{uscc} 的案件 {case} 不再在办", "{case} of {uscc} is open no more"),
}
AUDITING = {
    "ManDaysCalculated": (
        "按 {table} 第 {row} 行核算人日：共 {total}，其中现场 {on_site}；理由：{reason}",
        "Man-days by {table}, row {row}: {total} in all, {on_site} on site; reason: {reason}",
    ),
    "ProgrammePlanned": (
        "制定审查方案：场所 {sites}，人日 {man_days}；{objectives}",
        "The programme was laid down: sites {sites}, {man_days} man-days; {objectives}",
    ),
    "TeamAssigned": (
        "组成审查组：{members}；现场日期 {days}",
        "The team was formed: {members}; on site on {days}",
    ),
    "TeamMemberReplaced": (
        "审查组成员 {member} 由 {replacement} 替换：{reason}",
        "{member} left the team, {replacement} came: {reason}",
    ),
    "ImpartialityDeclared": (
        "{member} 签署公正性声明，利益关系：{ties}",
        "{member} declared their ties to the client: {ties}",
    ),
    "AuditNoticeSent": (
        "向受审查方发出审查通知，成员 {members}，可在 {object_by} 前提出异议",
        "The client was told who comes: {members}; it may object until {object_by}",
    ),
    "MemberObjected": (
        "受审查方对 {member} 提出异议：{ground}",
        "The client objected to {member}: {ground}",
    ),
    "ObjectionDecided": (
        "对 {member} 的异议是否成立：{grounded}；答复：{answer}",
        "The objection to {member} is grounded: {grounded}; answer: {answer}",
    ),
    "ObjectionWaived": ("受审查方放弃异议期", "The client waived the rest of the time to object"),
    "PlanIssued": (
        "发出审查计划第 {version} 版，现场人日 {man_days}",
        "Version {version} of the plan was issued, {man_days} man-days on site",
    ),
    "PlanReported": (
        "审查计划第 {version} 版已上报，计划编号 {plan_code}",
        "Version {version} of the plan was reported as {plan_code}",
    ),
    "PlanCodeTaken": (
        "计划编号 {plan_code} 用于案件 {case}",
        "Plan code {plan_code} was given to {case}",
    ),
    "AuditorBooked": (
        "{person} 的 {days} 安排给案件 {case}",
        "{person} was booked for {case} on {days}",
    ),
    "AuditorReleased": (
        "{person} 不再安排给案件 {case}",
        "{person} is booked for {case} no more",
    ),
    "DocumentReviewCompleted": (
        "{reviewer} 完成文件审查：{conclusion}",
        "{reviewer} reviewed the documents: {conclusion}",
    ),
    "OpeningMeetingHeld": (
        "{held_on} 召开首次会议，客户方参加：{attendees}",
        "The opening meeting was held on {held_on} with {attendees}",
    ),
    "HeadcountVerified": (
        "核实覆盖人数 {verified}（申报 {declared}）：{basis}",
        "{verified} people were found, {declared} declared: {basis}",
    ),
    "ScopeAdjustedOnSite": (
        "现场调整范围为“{scope}”：{reason}",
        "The scope was narrowed to “{scope}”: {reason}",
    ),
    "IndicatorScored": (
        "{scorer} 评指标 {indicator}：{result}，得 {points} 分（满分 {worth}）",
        "{scorer} scored {indicator}: {result}, {points} of {worth} points",
    ),
    "IndicatorExcluded": (
        "指标 {indicator} 删减（{worth} 分），{approved_by} 批准：{reason}",
        "{indicator} ({worth} points) was excluded, approved by {approved_by}: {reason}",
    ),
    "SpecialDeductionRaised": (
        "第 {deduction} 项特别扣分（{category}）：{reason}",
        "Special deduction {deduction} ({category}): {reason}",
    ),
    "SpecialBonusApproved": (
        "第 {bonus} 项特别加分，{approved_by} 批准：{reason}",
        "Special bonus {bonus}, approved by {approved_by}: {reason}",
    ),
    "NonconformityRaised": (
        "第 {number} 号不符合项（{severity}），指标 {indicator}：{fact}",
        "Nonconformity {number} ({severity}), {indicator}: {fact}",
    ),
    "NonconformityDeadlineExtended": (
        "第 {number} 号不符合项期限延至 {due_on}：{reason}",
        "Nonconformity {number} is due on {due_on} now: {reason}",
    ),
    "CorrectiveActionSubmitted": (
        "第 {number} 号不符合项提交整改：{action}",
        "Corrective action for nonconformity {number}: {action}",
    ),
    "CorrectiveActionJudged": (
        "{judged_by} 验证第 {number} 号不符合项的整改（{method}），接受：{accepted}；{remarks}",
        "{judged_by} judged nonconformity {number} ({method}), accepted: {accepted}; {remarks}",
    ),
    "NonconformityClosed": ("第 {number} 号不符合项关闭", "Nonconformity {number} was closed"),
    "ClosingMeetingHeld": (
        "{held_on} 召开末次会议，告知全部发现",
        "The closing meeting was held on {held_on}; every finding was told",
    ),
    "ScoreSheetClosed": (
        "评分表关闭：得 {obtained}／涉及 {applicable} 分，"
        "最终 {display} 分（精确值 {final}），等级 {band}",
        "The sheet was closed: {obtained} of {applicable} points, {display} in the end "
        "(exactly {final}), band {band}",
    ),
    "AuditReportFixed": (
        "审查报告第 {version} 版定稿：{score} 分，推荐等级 {band}，"
        "未关闭严重不符合 {open_majors} 项",
        "Version {version} of the report was fixed: {score} points, band {band}, "
        "{open_majors} majors open",
    ),
    "AuditReopened": ("案件退回（{to}）：{reasons}", "The case was sent back ({to}): {reasons}"),
}
