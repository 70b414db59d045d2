"""The certification body itself: what it is, what it may do, and the days of its history.

ISO/IEC 17065 4.1.1; 认证认可条例 art. 9.

    body-profile    (nothing) ── OpenBody ──▶ open ── ChangeBodyData, PublishHolidays ──▶ open
        a field:    (none) ── GrantApprovedField ──▶ approved ── EndApprovedField ──▶ (none)
    body-calendar   opened_on ── OpenDay ──▶ next day ── OpenDay ──▶ … each day once, in order
"""
