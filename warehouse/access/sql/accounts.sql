-- grain: no rows; functions and triggers by which the web's role changes accounts only in the name of whom it has shown
-- `regulars.proof` says how somebody is known: session:TOKEN'S HASH, waiting:(the same, before the second factor),
-- password:USER:HASH, link:TOKEN'S HASH, setup:CODE'S HASH, provider:ADDRESS. Each is looked up here, none believed; the
-- provider's word is the program's, and only where the owner has said that there is one.

create or replace function is_web() returns boolean language sql stable as $body$
    select not pg_has_role((select relowner from pg_class where oid = 'users'::regclass), 'usage')
        and exists (select from pg_roles where rolname = 'regulars_web' and pg_has_role(oid, 'usage'))
$body$;

-- Made anew by whoever owns the tables, where the settings name a provider.
do $do$ begin
    if to_regprocedure('has_provider()') is null then
        create function has_provider() returns boolean language sql stable as 'select false';
    end if;
end $do$;

-- What this transaction has done counts still: a link is used up, and a session ended, before what they allow.
create or replace function is_of_now(row_of xid) returns boolean language sql stable as $body$
    select coalesce(row_of = pg_current_xact_id_if_assigned()::xid, false)
$body$;

-- There is none once there is a user: the first one's transaction takes it away as the last thing that it does.
create or replace function is_setup_code(shown text) returns boolean language sql stable security definer as $body$
    select exists (
        select from setup_codes where code_hash = decode(shown, 'hex') and expires_at > clock_timestamp()
    )
$body$;

create or replace function who_is_shown() returns table (user_id bigint, email text, role text, how text)
language plpgsql stable security definer as $body$
#variable_conflict use_column
declare
    said text := coalesce(current_setting('regulars.proof', true), '');
    kind text := split_part(said, ':', 1);
    shown text := substr(said, length(kind) + 2);
    hash bytea;
begin
    if kind in ('session', 'waiting', 'link') then
        hash := decode(shown, 'hex');
    end if;
    case kind
    when 'session', 'waiting' then
        return query select u.user_id, u.email, u.role, kind
        from sessions s join users u on u.user_id = s.user_id
        where s.token_hash = hash and s.awaits_code = (kind = 'waiting')
            and s.expires_at > clock_timestamp() and s.created_at <= clock_timestamp() + interval '5 minutes'
            and (s.revoked_at is null or is_of_now(s.xmin)) and (u.disabled_at is null or is_of_now(u.xmin));
    when 'password' then
        return query select u.user_id, u.email, u.role, kind from users u
        where u.user_id::text = split_part(shown, ':', 1) and u.disabled_at is null
            and u.password_hash = substr(shown, length(split_part(shown, ':', 1)) + 2);
    when 'link' then
        return query select u.user_id, u.email, u.role, case when i.user_id is null then 'invitation' else 'reset' end
        from invitations i join users u on u.user_id = i.user_id or (i.user_id is null and u.email = i.email)
        where i.token_hash = hash and i.expires_at > clock_timestamp() and (i.used_at is null or is_of_now(i.xmin))
            and u.disabled_at is null;
    when 'setup' then
        return query select u.user_id, u.email, u.role, kind from users u
        where is_of_now(u.xmin) and not exists (select from users other where other.user_id <> u.user_id)
            and is_setup_code(shown);
    when 'provider' then
        return query select u.user_id, u.email, u.role, kind from users u
        where u.email = shown and u.disabled_at is null and has_provider();
    else null;
    end case;
end $body$;

create or replace function is_shown(wanted bigint, ways text[]) returns boolean language sql stable as $body$
    select exists (select from who_is_shown() as one where one.user_id = wanted and one.how = any (ways))
$body$;

create or replace function is_shown_admin() returns boolean language sql stable as $body$
    select exists (select from who_is_shown() as one where one.how = 'session' and one.role = 'admin')
$body$;

create or replace function may_join(wanted_email text, wanted_role text, has_no_password boolean) returns boolean
language plpgsql stable security definer as $body$
declare
    said text := coalesce(current_setting('regulars.proof', true), '');
    shown text := substr(said, strpos(said, ':') + 1);
begin
    case split_part(said, ':', 1)
    when 'link' then
        return exists (
            select from invitations i
            where i.token_hash = decode(shown, 'hex') and i.user_id is null and i.expires_at > clock_timestamp()
                and i.email = wanted_email and i.role = wanted_role and (i.used_at is null or is_of_now(i.xmin))
        );
    when 'setup' then
        return not exists (select from users) and is_setup_code(shown);
    when 'provider' then
        return wanted_email = shown and has_no_password and has_provider();
    else
        return false;
    end case;
end $body$;

-- Who joins by a link gets its limits with it, whatever else is said of them then.
create or replace function limit_as_invited() returns trigger language plpgsql security definer as $body$
declare
    said text := coalesce(current_setting('regulars.proof', true), '');
begin
    if starts_with(said, 'link:') then
        insert into user_countries (user_id, country)
        select new.user_id, unnest(i.countries) from invitations i
        where i.token_hash = decode(substr(said, 6), 'hex') and i.email = new.email and i.user_id is null;
    end if;
    return null;
end $body$;

-- Of a password what its hash is made with, and A for each letter of the hash: who knows the password makes the rest.
create or replace function password_form(wanted bigint) returns text language sql stable security definer as $body$
    select regexp_replace(password_hash, '[^$]*$', '') || repeat('A', length(substring(password_hash from '[^$]*$')))
    from users where user_id = wanted
$body$;

create or replace function has_password(wanted bigint) returns boolean language sql stable security definer as $body$
    select password_hash is not null from users where user_id = wanted
$body$;

create or replace function session_of(wanted bytea) returns bigint language sql stable security definer as $body$
    select session_id from sessions where token_hash = wanted
$body$;

create or replace function invitation_of(wanted bytea) returns bigint language sql stable security definer as $body$
    select invitation_id from invitations where token_hash = wanted
$body$;

create or replace function refuse_in_nobody_s_name() returns trigger language plpgsql as $body$
begin
    raise exception using errcode = 'insufficient_privilege',
        message = 'the web''s role may not change ' || tg_table_name || ' without having shown who does';
end $body$;

create or replace function guard_users() returns trigger language plpgsql as $body$
declare
    has_own_word boolean := is_shown(old.user_id, '{provider}') and old.password_hash is null;
begin
    if new is not distinct from old  -- it would make an old row one of now
        or (new.role is distinct from old.role and not (is_shown_admin() or has_own_word))
        or (new.disabled_at is distinct from old.disabled_at and not is_shown_admin())
        or (new.password_hash is distinct from old.password_hash and not is_shown(old.user_id, '{password,reset}'))
        or ((new.totp_secret, new.totp_confirmed_at) is distinct from (old.totp_secret, old.totp_confirmed_at)
            and not (is_shown(old.user_id, '{session}') or is_shown_admin()))
        or (new.totp_last_step is distinct from old.totp_last_step
            and not (is_shown(old.user_id, '{session,waiting}') or is_shown_admin()))
        or ((new.visited_at, new.language) is distinct from (old.visited_at, old.language)
            and not is_shown(old.user_id, '{session}'))
    then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not change this user without having shown who does';
    end if;
    return new;
end $body$;

create or replace function may_limit(wanted bigint) returns boolean language sql stable as $body$
    select is_shown_admin() or (is_shown(wanted, '{provider}') and not has_password(wanted))
$body$;

-- Who has a second factor gets no session by the first one alone.
create or replace function may_begin(wanted bigint, awaits boolean) returns boolean language sql stable as $body$
    select is_shown(wanted, '{waiting,provider}') or (
        is_shown(wanted, '{password,reset,invitation,setup}')
        and (awaits or exists (select from users where user_id = wanted and totp_confirmed_at is null))
    )
$body$;

-- By a session nobody begins another one, but one that takes its place and ends no later.
create or replace function takes_the_place(wanted bigint, ends timestamptz) returns boolean language sql stable security definer as $body$
    select exists (
        select from who_is_shown() as shown
        join sessions s on s.user_id = shown.user_id
            and encode(s.token_hash, 'hex') = substr(current_setting('regulars.proof', true), length('session:') + 1)
        where shown.how = 'session' and shown.user_id = wanted and s.revoked_at is not null
            and ends <= s.expires_at
    )
$body$;

-- Whoever holds the token of a session or a link may use it up, whoever they are: signing out, and in as somebody else.
create or replace function is_brought(wanted bytea) returns boolean language sql stable as $body$
    select coalesce(encode(wanted, 'hex') = current_setting('regulars.brought', true), false)  -- null is no yes to a guard
$body$;

-- Sessions end in the name of whose they are, or of an administrator; that a page was asked for says who asked for it.
create or replace function may_end(wanted bigint, held bytea) returns boolean language sql stable as $body$
    select is_brought(held) or is_shown(wanted, '{session,password,reset,provider}') or is_shown_admin()
$body$;

-- `accounts.sign_in.sessions` has the same span, and opens nothing that would last longer by its own clock.
create or replace function ends_in_time(begun timestamptz, seen timestamptz, ends timestamptz) returns boolean language sql immutable as $body$
    select isfinite(begun) and seen <= begun and ends <= begun + interval '12 hours'
$body$;

-- What begins, begins now by the database's own clock, or has begun; what would have ended then ends as much earlier.
-- Arguments: the columns of when it ends, and the like.
create or replace function begin_now() returns trigger language plpgsql as $body$
declare
    ahead interval;
    each text;
begin
    if isfinite(new.created_at) and new.created_at > clock_timestamp() then
        ahead := new.created_at - clock_timestamp();
        foreach each in array array['created_at'] || tg_argv loop
            new := jsonb_populate_record(new, jsonb_build_object(each, (to_jsonb(new) ->> each)::timestamptz - ahead));
        end loop;
    end if;
    return new;
end $body$;

-- Failures are forgiven whoever is shown, and by administrators to all; `accounts.sign_in.attempts` names them so.
create or replace function may_forgive(kind text, subject text) returns boolean language sql stable as $body$
    select is_shown_admin() or exists (
        select from who_is_shown() as one where case kind
            when 'email' then subject = encode(sha256(convert_to(one.email, 'UTF8')), 'hex')
            when 'device' then subject in (
                encode(sha256(convert_to(one.email, 'UTF8')), 'hex'),
                encode(sha256(convert_to('signed in as ' || one.user_id, 'UTF8')), 'hex')
            )
            when 'code' then subject = one.user_id::text
            else false
        end
    )
$body$;

-- One failure more at a time, or the first again once those before are forgotten; how long nothing is tried then is
-- worked out here, by the rules of `accounts.sign_in.attempts`. A clock may be five minutes ahead of the database's.
create or replace function count_attempts() returns trigger language plpgsql as $body$
declare
    is_of_net boolean := coalesce(new.kind, old.kind) = 'address';
    free int := case when is_of_net then 30 else 5 end;
    is_forgotten boolean := tg_op = 'INSERT' or clock_timestamp() + interval '5 minutes'
        > old.last_at + case when is_of_net then interval '1 hour' else interval '24 hours' end;
begin
    if tg_op = 'DELETE' then
        if may_forgive(old.kind, old.subject) then
            return old;
        end if;
    elsif coalesce(new.failures = old.failures + 1, false) or (is_forgotten and new.failures = 1 and case new.kind
            when 'email' then new.subject ~ '^[0-9a-f]{64}$'
            when 'device' then new.subject ~ '^[0-9a-f]{64}$'
            when 'code' then new.subject ~ '^[0-9]{1,19}$'
            when 'address' then is_address(new.subject)
            else false
        end)
    then
        new.last_at := greatest(old.last_at, least(new.last_at, clock_timestamp() + interval '5 minutes'));
        new.locked_until := case when new.failures >= free
            then new.last_at + least(power(2, least(new.failures - free, 20)), 900) * interval '1 second' end;
        return new;
    end if;
    raise exception using errcode = 'insufficient_privilege',
        message = 'the web''s role may not change what is counted of sign-ins but by one failure more';
end $body$;

create or replace function has_nobody() returns boolean language sql stable as $body$
    select not exists (select from users)
$body$;

-- As it was said, by which it is looked for again: it is no longer than any, and holds nothing else.
create or replace function is_address(said text) returns boolean language plpgsql immutable as $body$
begin
    return said ~ '^[0-9A-Fa-f.:]{2,45}$' and said::inet is not null;
exception when invalid_text_representation then
    return false;
end $body$;

-- Who was tried, where there is such a user, and in a few letters why not: of a line that nobody has to be shown for.
create or replace function refused_line(said jsonb) returns jsonb language sql stable security definer as $body$
    select said || jsonb_build_object(
        'user_id', max(user_id),
        'user_email', max(email),
        'details', jsonb_build_object('because', substring(said -> 'details' ->> 'because' from '^[a-z -]{1,20}$')),
        'rows', null
    )
    from users where user_id = (said ->> 'user_id')::bigint and email = said ->> 'user_email'
$body$;

-- Whoever was tried may be named by a line of the record that tells of it; all else is in the name of who was shown, and
-- of nobody where there are no accounts. A line about another user is an administrator's. An address is one of the net,
-- or none.
create or replace function sign_audit() returns trigger language plpgsql as $body$
declare
    one record;
begin
    if not is_address(new.address) then
        new.address := null;
    end if;
    if new.action = 'sign_in_refused' then
        return jsonb_populate_record(new, refused_line(to_jsonb(new)));
    end if;
    select * into one from who_is_shown();
    if (one.user_id is null and not (has_nobody() and new.user_id is null and new.user_email is null))
        or (new.details ->> 'user' is distinct from one.email and new.details ? 'user' and not is_shown_admin())
    then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not write the record in the name of somebody whom it has not shown';
    end if;
    new.user_id := one.user_id;
    new.user_email := one.email;
    return new;
end $body$;

create or replace trigger users_join before insert on users for each row
when (is_web() and not (is_shown_admin() or may_join(new.email, new.role, new.password_hash is null)))
execute function refuse_in_nobody_s_name();
create or replace trigger users_change before update on users for each row
when (is_web()) execute function guard_users();
create or replace trigger users_limited after insert on users for each row
execute function limit_as_invited();
create or replace trigger limits_join before insert on user_countries for each row
when (is_web() and not may_limit(new.user_id)) execute function refuse_in_nobody_s_name();
create or replace trigger limits_go before delete on user_countries for each row
when (is_web() and not may_limit(old.user_id)) execute function refuse_in_nobody_s_name();
create or replace trigger sessions_are_of_now before insert on sessions for each row
when (is_web()) execute function begin_now('last_seen_at', 'expires_at');
create or replace trigger sessions_begin before insert on sessions for each row
when (
    is_web() and not (
        (may_begin(new.user_id, new.awaits_code) or takes_the_place(new.user_id, new.expires_at))
        and ends_in_time(new.created_at, new.last_seen_at, new.expires_at)
    )
)
execute function refuse_in_nobody_s_name();
create or replace trigger sessions_stay_ended before update on sessions for each row
when (is_web() and (old.revoked_at is not null or new.last_seen_at > old.expires_at))
execute function refuse_in_nobody_s_name();
create or replace trigger sessions_end before update of revoked_at on sessions for each row
when (is_web() and not may_end(old.user_id, old.token_hash)) execute function refuse_in_nobody_s_name();
create or replace trigger sessions_are_seen before update of last_seen_at on sessions for each row
when (is_web() and not is_brought(old.token_hash)) execute function refuse_in_nobody_s_name();
create or replace trigger links_are_of_now before insert on invitations for each row
when (is_web()) execute function begin_now('expires_at');
create or replace trigger links_begin before insert on invitations for each row
when (is_web() and not (
    is_shown_admin() and isfinite(new.created_at) and new.expires_at <= new.created_at + interval '7 days'
))
execute function refuse_in_nobody_s_name();
create or replace trigger links_stay_used before update on invitations for each row
when (is_web() and old.used_at is not null) execute function refuse_in_nobody_s_name();
create or replace trigger links_are_used before update on invitations for each row
when (is_web() and not (is_brought(old.token_hash) or is_shown_admin())) execute function refuse_in_nobody_s_name();
create or replace trigger codes_join before insert on recovery_codes for each row
when (is_web() and not is_shown(new.user_id, '{session}')) execute function refuse_in_nobody_s_name();
create or replace trigger codes_go before delete on recovery_codes for each row
when (is_web() and not (is_shown(old.user_id, '{session,waiting}') or is_shown_admin()))
execute function refuse_in_nobody_s_name();
create or replace trigger setup_begins before insert on setup_codes for each row
when (is_web() and not (has_nobody() and new.expires_at <= clock_timestamp() + interval '25 hours'))
execute function refuse_in_nobody_s_name();
create or replace trigger attempts_are_counted before insert or update or delete on sign_in_attempts for each row
when (is_web()) execute function count_attempts();
create or replace trigger states_stay before delete on used_states for each row
when (is_web() and old.used_at > clock_timestamp() - interval '55 minutes')
execute function refuse_in_nobody_s_name();
create or replace trigger identities_join before insert on identities for each row
when (is_web() and not is_shown(new.user_id, '{provider}')) execute function refuse_in_nobody_s_name();
create or replace trigger audit_is_signed before insert on audit for each row
when (is_web()) execute function sign_audit();
