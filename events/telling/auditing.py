"""Sentences of an audit: planned, announced, held, scored, reported."""

PLANNING = {
    "ManDaysCalculated": (
        "按 {table} 的“{row}”档核算人日：共 {total}，其中现场 {on_site}"
        "[；增减：{factors}]；理由：{reason}",
        "Man-days by {table}, row {row}: {total} in all, {on_site} on site"
        "[; adjusted by {factors}]; reason: {reason}",
    ),
    "ProgrammePlanned": (
        "制定审查方案，场所：{sites}；人日 {man_days}；目标：{objectives}",
        "The programme was laid down; sites: {sites}; man-days {man_days}; aim: {objectives}",
    ),
    "TeamAssigned": (
        "组成审查组：{members}；现场日期 {days}",
        "The team was formed: {members}; on site {days}",
    ),
    "TeamMemberReplaced": (
        "审查组成员 {member} 由 {replacement}接替：{reason}",
        "In the team {member} was replaced by {replacement}: {reason}",
    ),
    "ImpartialityDeclared": (
        "{member} 签署公正性声明[，利益关系：{ties}]，{barred:barred}",
        "{member} signed the declaration of impartiality[ (ties to the client: {ties})] "
        "and {barred:barred}",
    ),
    "AuditNoticeSent": (
        "通知受审查方审查组成员 {members}[，审查日期 {days}]；最迟 {object_by} 可提出异议",
        "The client was told who comes ({members})[ and when ({days})]; "
        "it may object until {object_by}",
    ),
    "MemberObjected": (
        "受审查方对 {member} 提出异议：{ground}",
        "The client objected to {member}: {ground}",
    ),
    "ObjectionDecided": (
        "对 {member} 的异议{grounded:grounded}，答复：{answer}",
        "The objection to {member} was {grounded:grounded}; answer: {answer}",
    ),
    "ObjectionWaived": (
        "受审查方放弃余下的异议期",
        "The client waived the rest of the time to object",
    ),
    "PlanIssued": (
        "发出审查计划第 {version} 版，现场人日 {man_days}",
        "Version {version} of the plan was issued, man-days on site {man_days}",
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
        "{person} was booked for {case}, {days}",
    ),
    "AuditorReleased": (
        "{person} 不再安排给案件 {case}",
        "{person} is booked for {case} no more",
    ),
    "DocumentReviewCompleted": (
        "{reviewer} 完成文件审查：{conclusion}[；尚缺：{gaps}]",
        "{reviewer} reviewed the documents: {conclusion}[; still open: {gaps}]",
    ),
}
ON_SITE = {
    "OpeningMeetingHeld": (
        "{held_on} 召开首次会议，受审查方参加：{attendees}",
        "The opening meeting was held on {held_on} with {attendees}",
    ),
    "HeadcountVerified": (
        "核实覆盖人数 {verified}（申报 {declared}）：{basis}[；因此{choice:choice}]",
        "Covered headcount: {verified} found, {declared} declared; {basis}"
        "[; hence {choice:choice}]",
    ),
    "ScopeAdjustedOnSite": (
        "现场调整范围为“{scope}”：{reason}",
        "The scope was narrowed to “{scope}”: {reason}",
    ),
    "IndicatorScored": (
        "{scorer} 评指标 {indicator}：{result:result}"
        "[，查 {checked} 个，不符合 {nonconforming} 个][，基数 {base}，实有 {present}]，"
        "得分 {points}，满分 {worth}[；{reason}]",
        "{scorer} scored {indicator}: {result:result}"
        "[, {nonconforming} of {checked} not conforming]"
        "[, {present} present on a base of {base}], {points} out of {worth}[; {reason}]",
    ),
    "IndicatorExcluded": (
        "指标 {indicator}（{worth} 分）删减，{approved_by} 批准：{reason}",
        "Indicator {indicator}, worth {worth}, was excluded, approved by {approved_by}: {reason}",
    ),
    "SpecialDeductionRaised": (
        "第 {deduction} 项特别扣分（{category:deduction}）：{reason}",
        "Special deduction {deduction} ({category:deduction}): {reason}",
    ),
    "SpecialBonusApproved": (
        "第 {bonus} 项特别加分，{approved_by} 批准：{reason}",
        "Special bonus {bonus}, approved by {approved_by}: {reason}",
    ),
    "NonconformityRaised": (
        "开具第 {number} 号不符合项（{severity:severity}），指标 {indicator}：{fact}"
        "[；最迟 {due_on} 提交整改]",
        "Nonconformity {number} ({severity:severity}) at {indicator}: {fact}"
        "[; to be corrected by {due_on}]",
    ),
    "NonconformityDeadlineExtended": (
        "第 {number} 号不符合项的整改期限延至 {due_on}：{reason}",
        "Nonconformity {number} may be corrected until {due_on}: {reason}",
    ),
    "CorrectiveActionSubmitted": (
        "提交第 {number} 号不符合项的整改；原因：{cause}；纠正：{correction}；纠正措施：{action}",
        "Nonconformity {number} was answered; cause: {cause}; correction: {correction}; "
        "corrective action: {action}",
    ),
    "CorrectiveActionJudged": (
        "{judged_by} {method:method}第 {number} 号不符合项的整改，{accepted:accepted}：{remarks}",
        "{judged_by} verified the correction of nonconformity {number} {method:method}, "
        "{accepted:accepted}: {remarks}",
    ),
    "NonconformityClosed": ("第 {number} 号不符合项关闭", "Nonconformity {number} was closed"),
    "ClosingMeetingHeld": (
        "{held_on} 召开末次会议[，告知第 {nonconformities} 号不符合项]",
        "The closing meeting was held on {held_on}[; nonconformities told: {nonconformities}]",
    ),
}
REPORTING = {
    "ScoreSheetClosed": (
        "评分表关闭：实得分 {obtained}，涉及项总分值 {applicable}，最终得分 {final}，"
        "{passed:passed}[（{failed_by:failed}）][，{band:band}]",
        "The score sheet was closed: {obtained} out of {applicable}, final score {final}, "
        "{passed:passed}[ ({failed_by:failed})][, band {band:band}]",
    ),
    "AuditReportFixed": (
        "审查报告第 {version} 版定稿：得分 {score}[，推荐等级为{band:band}]，"
        "未关闭的严重不符合 {open_majors} 项[；受审查方意见：{client_comments}]",
        "Version {version} of the report was fixed: score {score}[, band {band:band}], "
        "open major nonconformities: {open_majors}[; the client's comments: {client_comments}]",
    ),
    "AuditReopened": (
        "审查重新打开，回到{to:back}：{reasons}",
        "The audit was opened again, back to {to:back}: {reasons}",
    ),
}
AUDITING = {**PLANNING, **ON_SITE, **REPORTING}
