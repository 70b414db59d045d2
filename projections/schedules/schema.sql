-- What falls due when, for whom; and from it the list of streams a day wakes.

-- Whom an entry is about.
create table certificate (
    number     text primary key,
    holder     text not null,
    scheme     text not null,
    awarded_on date not null,
    expires_on date not null
);

-- Everything that ever fell due for a certificate.
create table entry (
    certificate text not null,
    kind        text not null, -- surveillance suspension_end suspend_by expiry recertification
    item        text not null, -- tells entries of one kind apart: a number or a day, else ''
    stream      text not null, -- whose service has the duty
    earliest    date, -- the window; null where a profile has none
    target_from date,
    target_to   date,
    latest      date not null, -- last good day, inclusive
    anchor      text not null, -- what the dates are counted from
    anchor_on   date not null,
    wake_on     date, -- first day on which the stream may have something due; null: never
    position    bigint not null, -- of the event that opened it
    primary key (certificate, kind, item)
);

create index entry_latest on entry (latest, certificate, kind, item);
create index entry_wake on entry (wake_on);

-- What settled entries: all of the kind that were opened before this position, or one item.
create table settled (
    certificate text not null,
    kind        text not null,
    position    bigint not null,
    item        text not null, -- '' means all
    outcome     text not null, -- done, stopped, or noted: its passing is recorded, it is still open
    settled_on  date not null,
    primary key (certificate, kind, position)
);
