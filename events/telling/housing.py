"""Sentences of the house itself: the body, its people, its schemes."""

BODY = {
    "BodyOpened": (
        "{name}（{kind:body}）开业，批准号 {approval_no}",
        "{name} opened ({kind:body}), approval {approval_no}",
    ),
    "BodyDataChanged": (
        "机构更名为{name}：{reason}",
        "The body is called {name} from now on: {reason}",
    ),
    "ApprovedFieldGranted": (
        "认证领域 {field}（{label}）自 {from_on} 起获批",
        "The field {field} ({label}) is approved from {from_on}",
    ),
    "ApprovedFieldEnded": (
        "认证领域 {field} 的批准至 {last_day} 止：{reason}",
        "The approval for {field} ends on {last_day}: {reason}",
    ),
    "HolidaysPublished": (
        "公布 {year} 年节假日，来源：{source}",
        "The holidays of {year} were published; source: {source}",
    ),
    "DayOpened": ("{day} 开始", "The day {day} began"),
}
PERSONNEL = {
    "PersonRegistered": (
        "登记人员 {person}（{employment:employment}）",
        "{person} was registered ({employment:employment})",
    ),
    "RoleGranted": ("{person} 任{role:role}", "{person} may act as {role:role}"),
    "RoleRevoked": (
        "{person} 不再任{role:role}：{reason}",
        "{person} acts as {role:role} no more: {reason}",
    ),
    "TokenIssued": (
        "向 {person} 发放令牌 {token}，有效至 {expires_at}",
        "Token {token} was given to {person}, valid until {expires_at}",
    ),
    "TokenRevoked": (
        "作废 {person} 的令牌 {token}：{reason}",
        "Token {token} of {person} was revoked: {reason}",
    ),
}
SCHEMES = {
    "SchemeVersionDrafted": ("起草认证方案 {scheme}", "Scheme {scheme} was drafted"),
    "SchemeVersionFiled": (
        "方案 {scheme} 于 {filed_on} 备案，编号 {rule_no}",
        "Scheme {scheme} was filed as {rule_no} on {filed_on}",
    ),
    "SchemeVersionActivated": (
        "方案 {scheme} 自 {effective_from} 起施行",
        "Scheme {scheme} is in force from {effective_from}",
    ),
    "SchemeVersionRetired": (
        "方案 {scheme} 至 {last_day} 止：{reason}",
        "Scheme {scheme} ends on {last_day}: {reason}",
    ),
}
HOUSE = {**BODY, **PERSONNEL, **SCHEMES}
