"""Sentences of a case from application to agreement, payment and end."""

APPLICATIONS = {
    "ApplicationSubmitted": (
        "{facts.holder}（{uscc}）申请认证（{activity:activity}），方案 {scheme}，"
        "范围“{facts.scope}”，覆盖人数 {facts.covered_headcount}[；待核实：{flags:flag}]",
        "{facts.holder} ({uscc}) applied for {activity:activity} under {scheme}: "
        "“{facts.scope}”, covered headcount {facts.covered_headcount}"
        "[; to be settled: {flags:flag}]",
    ),
    "ApplicationSupplementRequested": (
        "告知申请方补正[（因有新情况：{new_facts}）]：{items}；最迟 {answer_by} 答复",
        "A supplement was asked for[ because of new facts ({new_facts})]: {items}; "
        "to be answered by {answer_by}",
    ),
    "ApplicationSupplemented": (
        "申请方补正：{answers}[；待核实：{flags:flag}]",
        "The applicant supplemented: {answers}[; to be settled: {flags:flag}]",
    ),
    "ApplicationAbandoned": (
        "案件终止（{ground:given_up}）：{reason}",
        "The case was given up ({ground:given_up}): {reason}",
    ),
    "ApplicationReviewed": (
        "{reviewer} 完成申请评审，{outcome:reviewed}，人日 {man_days}[；待核实：{flags:flag}]",
        "{reviewer} reviewed the application and advises to {outcome:reviewed}; "
        "man-days {man_days}[; to be settled: {flags:flag}]",
    ),
    "ApplicationFlagResolved": (
        "{resolved_by} 核实“{flag:flag}”：{resolution}",
        "{resolved_by} settled “{flag:flag}”: {resolution}",
    ),
    "ApplicationAccepted": (
        "受理{holder}的申请（{activity:activity}），方案 {scheme}，范围“{scope}”",
        "The application of {holder} ({activity:activity}) was accepted under {scheme}: “{scope}”",
    ),
    "ApplicationRefused": (
        "不予受理（{reasons:refusal}）：{text}；救济途径：{remedies}",
        "The application was refused ({reasons:refusal}): {text}; to appeal: {remedies}",
    ),
    "FeeQuoted": (
        "第 {quotation} 次报价：按收费表 {table}，人日 {man_days}，合计 {total} 元"
        "[（已优惠 {discount} 元：{discount_reason}）]",
        "Quotation {quotation} by price table {table}: man-days {man_days}, {total} yuan in all"
        "[ after a discount of {discount} yuan ({discount_reason})]",
    ),
    "AgreementSigned": (
        "{signed_on} 签订认证合同 {number}，机构签署人 {signer}",
        "Agreement {number} was signed on {signed_on}, by {signer} for the body",
    ),
    "PaymentRecorded": (
        "{payer}支付{purpose:payment} {amount} 元，发票 {invoice}",
        "{payer} paid {amount} yuan ({purpose:payment}), invoice {invoice}",
    ),
    "CaseClosed": (
        "案件办结：{outcome:closed}[，证书 {certificate}]",
        "The case was closed: {outcome:closed}[, certificate {certificate}]",
    ),
    "HolderCaseOpened": (
        "{uscc} 有在办案件 {case}，范围“{scope}”",
        "{uscc} came to have the open case {case} for “{scope}”",
    ),
    "HolderCaseEnded": ("{uscc} 的案件 {case} 不再在办", "{uscc} has the open case {case} no more"),
}
