-- The public register. Only what the upload tables mark as public, and the grade.
-- Never here: team, deciders, reasons, the decision date, persons of any kind.

-- The body whose register this is; one row, keyed by the stream of its profile.
create table body (
    stream      text primary key,
    name        text not null,
    name_en     text not null,
    approval_no text not null,
    kind        text not null -- real or demonstration
);

-- One row for each certificate ever issued, in whichever state.
create table certificate (
    number             text primary key, -- normal form
    stream             text not null,
    holder             text not null, -- as on the licence, brackets kept
    holder_en          text,
    uscc               text not null,
    searched           text not null, -- both names, folded: half width, one case, no spaces
    bigrams            text[] not null, -- every two neighbouring signs of each folded name
    scope              text not null,
    scope_en           text,
    field              text not null,
    site_names         text[] not null,
    site_addresses     text[] not null, -- in the order of the names
    headcount          integer not null, -- covered by the certificate
    scheme             text not null,
    title_zh           text not null,
    title_en           text not null,
    basis              text[] not null,
    demonstration      boolean not null,
    grade              text, -- null for a scheme without grades
    grade_zh           text,
    grade_en           text,
    awarded_on         date not null,
    first_certified_on date not null,
    expires_on         date not null, -- last valid day, inclusive
    previous           text, -- number this one follows
    next               text, -- number that follows this one
    status             text not null, -- as last recorded; the status of a day is told by act
    since              date not null
);

create index certificate_bigrams on certificate using gin (bigrams) with (fastupdate = off);
create index certificate_uscc on certificate (uscc);
create index certificate_expiry on certificate (expires_on);
create index certificate_newest on certificate (awarded_on desc, number desc);

-- Every public act on a certificate: what held from when, and since when the body knew it.
create table act (
    number       text not null,
    version      bigint not null, -- place in the certificate's own history
    kind         text not null, -- issued suspended extended restored withdrawn cancelled expired
    effective_on date not null,
    recorded_at  timestamptz not null,
    position     bigint not null,
    last_day     date, -- last day of what it began: the validity, or the suspension
    primary key (number, version)
);

create index act_kind on act (kind, number);
