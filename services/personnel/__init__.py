"""The people of the body: who is known, in which roles they may act, which tokens they hold.

ISO/IEC 17065 5.1, 6.1; the segregation table of clauses 3.

    personnel-<person>
        (unknown) ── RegisterPerson ──▶ registered
        a role:   (none) ── GrantRole ──▶ held ── RevokeRole ──▶ (none)
        a token:  (none) ── IssueToken ──▶ good ── RevokeToken, or its end ──▶ void
"""
