-- The database of a certification body: roles, schemas, and the ledger that only ever grows.
-- Run by `starledger migrate` as a superuser; safe to repeat, also twice at once.
-- Nobody but ledger.append_events writes an event; nobody at all changes or removes one.

select pg_advisory_xact_lock(7216401);

-- Roles ---------------------------------------------------------------------------------------
-- The owner cannot log in. Every process logs in as one role, which can do its own work only.
do $roles$
declare
  name text;
begin
  if not exists (select from pg_roles where rolname = 'starledger_owner') then
    create role starledger_owner nologin;
  end if;
  foreach name in array array[
    'applications', 'auditing', 'decisions', 'surveillance', 'schemes', 'personnel', 'disputes',
    'scheduler', 'relay', 'projector', 'lookup', 'api', 'console', 'keys', 'access'
  ] loop
    if not exists (select from pg_roles where rolname = 'starledger_' || name) then
      execute format('create role %I login', 'starledger_' || name);
    end if;
  end loop;
end
$roles$;

do $connect$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format(
    'grant connect on database %I to starledger_applications, starledger_auditing,'
    ' starledger_decisions, starledger_surveillance, starledger_schemes, starledger_personnel,'
    ' starledger_disputes, starledger_scheduler, starledger_relay, starledger_projector,'
    ' starledger_lookup, starledger_api, starledger_console, starledger_keys, starledger_access',
    current_database());
  -- Views live in schemas that the projector makes, swaps and drops.
  execute format('grant create on database %I to starledger_projector', current_database());
end
$connect$;
revoke all on schema public from public;

create schema if not exists ledger authorization starledger_owner;
create schema if not exists keys authorization starledger_owner;
create schema if not exists access authorization starledger_owner;

set local role starledger_owner;

-- The ledger ----------------------------------------------------------------------------------
-- One row is one event. `position` is its place in the one order of everything and also its
-- sequence on the stream EVENTS; there is no hole. `state` is the CloudEvent, byte for byte.
create table if not exists ledger.event (
  position bigint primary key check (position > 0),
  stream text not null check (stream ~ '^[a-z]+-[A-Za-z0-9@_-]+$'),
  version bigint not null check (version > 0),
  topic text not null,
  state bytea not null,
  command_id uuid not null,
  command_digest bytea not null check (length(command_digest) = 32),
  recorded_at timestamptz not null,
  digest bytea not null check (length(digest) = 32),
  unique (stream, version)
);
create index if not exists event_by_command on ledger.event (command_id);

-- Which login may write which category (the word before the first hyphen of a stream).
create table if not exists ledger.writer (
  login name primary key,
  category text not null
);
insert into ledger.writer (login, category) values
  ('starledger_applications', 'applications'),
  ('starledger_auditing', 'auditing'),
  ('starledger_decisions', 'decisions'),
  ('starledger_surveillance', 'surveillance'),
  ('starledger_schemes', 'schemes'),
  ('starledger_personnel', 'personnel'),
  ('starledger_disputes', 'disputes'),
  ('starledger_scheduler', 'body')
on conflict do nothing;

create or replace function ledger.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog as $refuse$
begin
  raise exception 'the ledger only grows: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$refuse$;

do $triggers$
begin
  if not exists (select from pg_trigger where tgname = 'only_grows') then
    create trigger only_grows before update or delete or truncate on ledger.event
      for each statement execute function ledger.refuse_change();
    -- ALWAYS: also for superusers and replicas, until somebody drops it, which `doctor` shows.
    alter table ledger.event enable always trigger only_grows;
  end if;
end
$triggers$;

-- The link of the chain: SHA-256 over what came before and every column that matters. It is
-- written out in append_events too, where a call for each event would cost more than the hash.
create or replace function ledger.link(
  before bytea, place bigint, version bigint, recorded_at timestamptz,
  stream text, topic text, command_id uuid, state bytea
) returns bytea
language sql immutable parallel safe
return pg_catalog.sha256(
  before || pg_catalog.int8send(place) || pg_catalog.int8send(version)
  || pg_catalog.int8send((extract(epoch from recorded_at) * 1000000)::bigint)
  || pg_catalog.sha256(pg_catalog.convert_to(stream, 'UTF8'))
  || pg_catalog.sha256(pg_catalog.convert_to(topic, 'UTF8'))
  || pg_catalog.sha256(pg_catalog.uuid_send(command_id))
  || pg_catalog.sha256(state)
);

-- Many commands, one call, one lock, one commit. Each command is answered for itself:
--   recorded   its events stand at `first` and the positions behind it
--   repeated   it was recorded before, from `first` on
--   reused     its id is known with another digest
--   moved      a stream it read has another version by now; nothing of it is written
--   forbidden  it is no business of this login, or its versions do not follow; nothing is written
-- `names` are the streams, each once; reads and events point into it. Reads and events of the
-- commands lie one after the other; the counts say whose they are.
create or replace function ledger.append_events(
  command_ids uuid[], command_digests bytea[], told timestamptz[], names text[],
  read_counts int[], read_names int[], read_versions bigint[],
  event_counts int[], event_names int[], versions bigint[], topics text[], states bytea[]
) returns table (outcome text, first bigint, many int, reason text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $append$
#variable_conflict use_column
declare
  -- Local copies are kept unpacked, so that each element is reached at once.
  ids uuid[] := command_ids;
  digests bytea[] := command_digests;
  streams text[] := names;
  of_event int[] := event_names;
  of_read int[] := read_names;
  all_topics text[] := topics;
  all_states bytea[] := states;
  stands bigint[];
  known bytea[];
  lawful boolean[];
  category text;
  prefix text;
  kind text;
  head bigint := 0;
  place bigint;
  link bytea := decode(repeat('00', 32), 'hex');
  last_at timestamptz;
  moment timestamptz;
  read_from int := 0;
  event_from int := 0;
  new_event int[] := '{}';
  new_command int[] := '{}';
  new_moment timestamptz[] := '{}';
  new_link bytea[] := '{}';
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'append_events wants read committed, not %',
      current_setting('transaction_isolation') using errcode = 'invalid_transaction_state';
  end if;
  select writer.category into category from ledger.writer where writer.login = session_user;
  if category is null then
    raise exception '% writes no category', session_user using errcode = 'insufficient_privilege';
  end if;
  prefix := category || '.';
  if (select count(distinct id) from unnest(ids) as id) <> array_length(ids, 1) then
    raise exception 'a command stands twice in one call' using errcode = 'invalid_parameter_value';
  end if;

  perform pg_advisory_xact_lock(7216402);
  select event.position, event.digest, event.recorded_at into head, link, last_at
    from ledger.event order by event.position desc limit 1;
  if not found then
    head := 0;
    link := decode(repeat('00', 32), 'hex');
  end if;
  place := head;
  select array_agg((select event.command_digest from ledger.event
      where event.command_id = asked.id limit 1) order by asked.ordinality)
    into known from unnest(ids) with ordinality as asked(id);
  select
      array_agg(coalesce((select event.version from ledger.event
        where event.stream = named.name order by event.version desc limit 1), 0)
        order by named.ordinality),
      array_agg(named.name ~ '^[a-z]+-[A-Za-z0-9@_-]+$'
        and split_part(named.name, '-', 1) = category order by named.ordinality)
    into stands, lawful from unnest(streams) with ordinality as named(name);

  for c in 1 .. coalesce(array_length(ids, 1), 0) loop
    outcome := null;
    reason := null;
    first := null;
    many := event_counts[c];
    if known[c] is not null then
      outcome := case when known[c] = digests[c] then 'repeated' else 'reused' end;
      select min(event.position), count(*) into first, many
        from ledger.event where event.command_id = ids[c];
    end if;

    if outcome is null then
      for r in read_from + 1 .. read_from + read_counts[c] loop
        if read_versions[r] is distinct from stands[of_read[r]] then
          outcome := 'moved';
          reason := streams[of_read[r]];
          exit;
        end if;
      end loop;
    end if;

    if outcome is null then
      for e in event_from + 1 .. event_from + many loop
        if lawful[of_event[e]] is not true then
          reason := format('stream %s is not of category %s', streams[of_event[e]], category);
        elsif starts_with(all_topics[e], prefix) is not true then
          reason := format('topic %s is not of category %s', all_topics[e], category);
        elsif versions[e] is distinct from stands[of_event[e]] + 1 then
          reason := format('stream %s stands at %s, version %s does not follow',
            streams[of_event[e]], stands[of_event[e]], versions[e]);
        end if;
        stands[of_event[e]] := versions[e];
      end loop;
      if coalesce(many, 0) < 1 then
        reason := 'a command without events leaves no trace';
      elsif length(digests[c]) is distinct from 32 then
        reason := 'the digest of a command has 32 bytes';
      end if;
      -- A real body's moments are told as they happen; a demonstration is driven through the past.
      if reason is null
          and (abs(extract(epoch from clock_timestamp() - told[c])) > 5) is not false then
        if kind is null then
          select convert_from(event.state, 'UTF8')::jsonb -> 'data' ->> 'kind' into kind
            from ledger.event where event.stream = 'body-profile' and event.version = 1;
        end if;
        -- The very command that opens a demonstration body is told in its past too.
        if kind is null and streams[of_event[event_from + 1]] = 'body-profile'
            and starts_with(all_topics[event_from + 1], 'body.BodyOpened.') then
          kind := convert_from(all_states[event_from + 1], 'UTF8')::jsonb -> 'data' ->> 'kind';
        end if;
        if kind is distinct from 'demonstration' or not isfinite(told[c])
            or (told[c] <= clock_timestamp()) is not true then
          reason := format('told moment %s is more than 5 s from the clock of the server', told[c]);
        end if;
      end if;
      if reason is not null then
        outcome := 'forbidden';
        kind := null;
        for e in reverse event_from + many .. event_from + 1 loop
          stands[of_event[e]] := coalesce((select max(event.version) from ledger.event
            where event.stream = streams[of_event[e]]), 0);
        end loop;
        for n in 1 .. coalesce(array_length(new_event, 1), 0) loop
          stands[of_event[new_event[n]]] :=
            greatest(stands[of_event[new_event[n]]], versions[new_event[n]]);
        end loop;
      end if;
    end if;

    if outcome is null then
      outcome := 'recorded';
      moment := greatest(told[c], last_at);
      first := place + 1;
      for e in event_from + 1 .. event_from + many loop
        place := place + 1;
        link := sha256(link || int8send(place) || int8send(versions[e])
          || int8send((extract(epoch from moment) * 1000000)::bigint)
          || sha256(convert_to(streams[of_event[e]], 'UTF8'))
          || sha256(convert_to(all_topics[e], 'UTF8'))
          || sha256(uuid_send(ids[c])) || sha256(all_states[e]));
        new_event := array_append(new_event, e);
        new_command := array_append(new_command, c);
        new_moment := array_append(new_moment, moment);
        new_link := array_append(new_link, link);
      end loop;
      last_at := moment;
    end if;

    read_from := read_from + read_counts[c];
    event_from := event_from + event_counts[c];
    return next;
  end loop;

  if place > head then
    insert into ledger.event
      (position, stream, version, topic, state, command_id, command_digest, recorded_at, digest)
    select head + new.ordinality, streams[of_event[new.e]], versions[new.e], all_topics[new.e],
      all_states[new.e], ids[new.c], digests[new.c], new.moment, new.link
    from unnest(new_event, new_command, new_moment, new_link) with ordinality
      as new(e, c, moment, link);
    perform pg_notify('ledger', place::text);
  end if;
end
$append$;

-- Gives a restored ledger the tail that only the stream still has, byte for byte, and proves it.
create or replace function ledger.append_tail(
  positions bigint[], streams text[], versions bigint[], topics text[], states bytea[],
  command_ids uuid[], command_digests bytea[], recorded_ats timestamptz[], digests bytea[]
) returns bigint
language plpgsql volatile set search_path = pg_catalog as $tail$
declare
  last_position bigint := 0;
  last_digest bytea := decode(repeat('00', 32), 'hex');
begin
  perform pg_advisory_xact_lock(7216402);
  select coalesce(max(event.position), 0) into last_position from ledger.event;
  if last_position > 0 then
    select event.digest into last_digest from ledger.event where event.position = last_position;
  end if;
  for e in 1 .. coalesce(array_length(positions, 1), 0) loop
    last_position := last_position + 1;
    last_digest := ledger.link(last_digest, last_position, versions[e], recorded_ats[e],
      streams[e], topics[e], command_ids[e], states[e]);
    if positions[e] <> last_position or digests[e] <> last_digest then
      raise exception 'position % does not continue this ledger', positions[e]
        using errcode = 'data_corrupted';
    end if;
    insert into ledger.event
      (position, stream, version, topic, state, command_id, command_digest, recorded_at, digest)
    values (positions[e], streams[e], versions[e], topics[e], states[e],
      command_ids[e], command_digests[e], recorded_ats[e], digests[e]);
  end loop;
  perform pg_notify('ledger', last_position::text);
  return last_position;
end
$tail$;

revoke all on all functions in schema ledger from public;
revoke all on all tables in schema ledger from public;
grant usage on schema ledger to
  starledger_applications, starledger_auditing, starledger_decisions, starledger_surveillance,
  starledger_schemes, starledger_personnel, starledger_disputes, starledger_scheduler,
  starledger_relay, starledger_projector, starledger_api, starledger_console;
grant select on ledger.event to
  starledger_applications, starledger_auditing, starledger_decisions, starledger_surveillance,
  starledger_schemes, starledger_personnel, starledger_disputes, starledger_scheduler,
  starledger_relay, starledger_projector, starledger_api, starledger_console;
grant execute on function ledger.append_events to
  starledger_applications, starledger_auditing, starledger_decisions, starledger_surveillance,
  starledger_schemes, starledger_personnel, starledger_disputes, starledger_scheduler;

-- Keys: one for each person; destroying it makes every sealed text of theirs unreadable ----------
create table if not exists keys.person (
  person text primary key,
  key bytea check (length(key) = 32),
  made_at timestamptz not null default now(),
  destroyed_at timestamptz,
  check ((key is null) = (destroyed_at is not null))
);
grant usage on schema keys to starledger_keys;
grant select, insert, update on keys.person to starledger_keys;

-- Access: the SHA-256 of each token, never the token ----------------------------------------------
create table if not exists access.token (
  digest bytea primary key check (length(digest) = 32),
  person text not null,
  token text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create unique index if not exists token_by_id on access.token (token);
grant usage on schema access to starledger_access, starledger_api, starledger_console;
grant select, insert, update on access.token to starledger_access;
grant select on access.token to starledger_api, starledger_console;

reset role;

-- Each service has one schema of its own: how far its policies have read, and what is parked ------
do $readers$
declare
  name text;
begin
  foreach name in array array[
    'applications', 'auditing', 'decisions', 'surveillance', 'schemes', 'personnel', 'disputes',
    'scheduler'
  ] loop
    execute format('create schema if not exists %I authorization %I', name, 'starledger_' || name);
    execute format('create table if not exists %I.checkpoint ('
      'one boolean primary key default true check (one),'
      'position bigint not null default 0, digest bytea not null default decode(repeat(''00'', 32), ''hex''))',
      name);
    execute format('create table if not exists %I.parked ('
      'position bigint primary key, stream text not null, topic text not null,'
      'reason text not null, parked_at timestamptz not null,'
      'headers jsonb not null, message bytea not null)', name);
    execute format('insert into %I.checkpoint default values on conflict do nothing', name);
    execute format('alter table %I.checkpoint owner to %I', name, 'starledger_' || name);
    execute format('alter table %I.parked owner to %I', name, 'starledger_' || name);
  end loop;
end
$readers$;
