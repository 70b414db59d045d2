"""The statements of the register: one place, named columns, each cast."""

from typing import LiteralString

from events.vocabulary import CertificateStatus

PAGE = 20
FEW = 1000
"""Up to so many matches are gathered and then put in order; of more, order finds the first."""

# Named and cast one by one, so that a rebuilt schema cannot change a prepared statement's shape.
COLUMNS: LiteralString = """
    c.holder::text as holder, c.holder_en::text as holder_en, c.uscc::text as uscc,
    c.scope::text as scope, c.scope_en::text as scope_en, c.field::text as field,
    c.site_names::text[] as site_names, c.site_addresses::text[] as site_addresses,
    c.headcount::integer as headcount, c.scheme::text as scheme,
    c.title_zh::text as title_zh, c.title_en::text as title_en, c.basis::text[] as basis,
    c.demonstration::boolean as demonstration, c.grade::text as grade,
    c.grade_zh::text as grade_zh, c.grade_en::text as grade_en,
    c.awarded_on::date as awarded_on, c.first_certified_on::date as first_certified_on,
    c.expires_on::date as expires_on, c.previous::text as previous, c.next::text as next,
    (select coalesce(jsonb_agg(jsonb_build_array(
              a.version, a.kind, a.effective_on, a.recorded_at, a.last_day) order by a.version),
            '[]'::jsonb)
       from registry.act a where a.number = c.number)::jsonb as acts
"""

# The body whose register it is and how far the register has come: on every page.
HEAD: LiteralString = """
    (select max(k.position) from registry.checkpoint k)::bigint as position,
    b.name::text as body_name, b.name_en::text as body_name_en,
    b.approval_no::text as body_approval_no, b.kind::text as body_kind
"""

ENTRY: LiteralString = f"""
select asked.number::text as number, {COLUMNS}, {HEAD},
    (select min(p.parked_at) from registry.parked p
      where p.stream = 'decisions-certificate-' || asked.number)::timestamptz as held_since
  from (select %(number)s::text as number) asked
  left join registry.certificate c on c.number = asked.number
  left join registry.body b on true
"""

# The status on a day by everything recorded; the same fold as status.standing_on, which a
# test compares it with: the first end wins, then expiry, then the last suspension or restoring.
STATUS: LiteralString = """
    case when c.awarded_on > %(day)s then null else coalesce(
      (select a.kind from registry.act a
        where a.number = c.number and a.kind in ('withdrawn', 'cancelled', 'expired')
          and a.effective_on <= %(day)s
        order by a.effective_on, a.version limit 1),
      case when c.expires_on < %(day)s then 'expired' end,
      (select case a.kind when 'suspended' then 'suspended' else 'valid' end
         from registry.act a
        where a.number = c.number and a.kind in ('suspended', 'restored')
          and a.effective_on <= %(day)s
        order by a.effective_on desc, a.version desc limit 1),
      'valid') end
"""

HELD: LiteralString = "exists (select from registry.parked p where p.stream = c.stream)"

SOUGHT: LiteralString = """
    (c.number = any(%(numbers)s) or c.uscc = %(uscc)s
     or (c.bigrams @> %(pairs)s::text[] and strpos(c.searched, %(name)s) > 0))
"""

# Who can have a status at all, cheaply; only of those the status is then worked out.
CANDIDATES: dict[CertificateStatus, LiteralString] = {
    CertificateStatus.VALID: "true",
    CertificateStatus.SUSPENDED: (
        "c.number in (select a.number from registry.act a where a.kind = 'suspended')"
    ),
    CertificateStatus.WITHDRAWN: (
        "c.number in (select a.number from registry.act a where a.kind = 'withdrawn')"
    ),
    CertificateStatus.CANCELLED: (
        "c.number in (select a.number from registry.act a where a.kind = 'cancelled')"
    ),
    CertificateStatus.EXPIRED: "c.expires_on < %(day)s",
}

BEFORE: LiteralString = "(c.awarded_on, c.number) < (%(awarded_on)s, %(number)s)"


def search(conditions: LiteralString, place: LiteralString) -> LiteralString:
    """A page of whoever meets the conditions, after a place, newest first.

    Asked for the newest twenty of a rare word, the planner would walk the whole register by
    date; so the matches are gathered by their own index first, and by date only if they are many.
    """
    return f"""
        with few as materialized (
            select c.number, c.awarded_on from registry.certificate c
             where {conditions} limit {FEW + 1}),
        total as materialized (select count(*) as matches from few)
        select c.number::text as number, {COLUMNS}, {HEAD},
            (select min(p.parked_at) from registry.parked p
              where p.stream = c.stream)::timestamptz as held_since
          from (select 1) asked
          left join registry.body b on true
          left join (
            select c.number from (
                (select f.number, f.awarded_on from few f
                  where (select t.matches from total t) <= {FEW})
                union all
                (select c.number, c.awarded_on from registry.certificate c
                  where (select t.matches from total t) > {FEW} and {conditions} and {place}
                  order by c.awarded_on desc, c.number desc limit {PAGE + 1})
            ) c
             where {place} order by c.awarded_on desc, c.number desc limit {PAGE + 1}
          ) page on true
          left join registry.certificate c on c.number = page.number
         order by c.awarded_on desc, c.number desc
    """


HEAD_ONLY: LiteralString = f"""
select {HEAD}, (select count(distinct p.stream) from registry.parked p)::bigint as parked
  from (select 1) asked left join registry.body b on true
"""
