
-- grain: no rows; work that the web's role asks for, and what people make, is in the name of whom it has shown
-- Where there are no accounts nobody is shown, and everybody may everything.

-- Of each kind of job the roles that may ask for it: tests compare them with `accounts.rights`.
create or replace function may_ask(kind text, role text) returns boolean language sql immutable as $body$
    select case kind
        when 'forget' then role = 'admin'
        when 'push' then role in ('marketer', 'analyst', 'admin')
        when 'send' then role in ('marketer', 'analyst', 'admin')
        when 'report' then role in ('marketer', 'analyst', 'admin')
        when 'notify' then false
        when 'retention' then false
        else role in ('analyst', 'admin')
    end
$body$;

create or replace function is_limited(wanted bigint) returns boolean language sql stable security definer as $body$
    select exists (select from user_countries where user_id = wanted)
$body$;

create or replace function who_works() returns table (user_id bigint, email text, role text)
language sql stable as $body$
    select one.user_id, one.email, one.role from who_is_shown() as one where one.how = 'session'
$body$;

create or replace function refuse_work(what text) returns void language plpgsql as $body$
begin
    raise exception using errcode = 'insufficient_privilege',
        message = 'the web''s role may not ' || what || ' without having shown who asks, and that they may';
end $body$;

create or replace function sign_jobs() returns trigger language plpgsql as $body$
declare
    one record;
begin
    if has_nobody() then
        return new;
    end if;
    select * into one from who_works();
    if one.email is null or is_limited(one.user_id) then
        perform refuse_work('ask for work or stop it');
    elsif tg_op = 'INSERT' then
        if not may_ask(new.kind, one.role) or new.state <> 'waiting' then
            perform refuse_work('ask for this');
        end if;
        new.asked_by := one.email;
    else
        if not (may_ask('load', one.role) or may_ask(old.kind, one.role) or old.asked_by = one.email)
            or new.state not in (old.state, 'cancelled')
        then
            perform refuse_work('stop this');
        end if;
        if new.cancel_asked_by is distinct from old.cancel_asked_by then
            new.cancel_asked_by := one.email;
        end if;
    end if;
    return new;
end $body$;

create or replace function sign_schedules() returns trigger language plpgsql as $body$
declare
    one record;
begin
    if has_nobody() then
        return coalesce(new, old);
    end if;
    select * into one from who_works();
    if one.email is null or is_limited(one.user_id) or not may_ask(coalesce(new.kind, old.kind), one.role)
        or (tg_op = 'UPDATE' and not may_ask(old.kind, one.role))
    then
        perform refuse_work('change what the clock asks for');
    elsif tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.owner is distinct from old.owner) then
        new.owner := one.email;
    end if;
    return coalesce(new, old);
end $body$;

create or replace function sign_uploads() returns trigger language plpgsql as $body$
declare
    one record;
begin
    if has_nobody() then
        return new;
    end if;
    select * into one from who_works();
    if one.email is null or is_limited(one.user_id) or not may_ask('load', one.role) then
        perform refuse_work('bring files in');
    end if;
    new.uploaded_by := one.email;
    return new;
end $body$;

-- Whoever sees some countries changes nothing but what they made: the rest holds for customers whom they do not see.
create or replace function keep_to_ones_own() returns trigger language plpgsql as $body$
declare
    one record;
begin
    if has_nobody() then
        return coalesce(new, old);
    end if;
    select * into one from who_works();
    if one.email is null or not may_ask('push', one.role) then
        perform refuse_work('change ' || tg_table_name);
    elsif is_limited(one.user_id) and to_jsonb(old) ->> tg_argv[0] is distinct from one.email then
        perform refuse_work('change what others made in ' || tg_table_name);
    end if;
    return coalesce(new, old);
end $body$;

create or replace function keep_to_ones_own_members() returns trigger language plpgsql as $body$
declare
    one record;
begin
    if has_nobody() then
        return null;
    end if;
    select * into one from who_works();
    if one.email is null or not may_ask('push', one.role) or (is_limited(one.user_id) and exists (
        select from changed join static_lists using (list_id) where made_by is distinct from one.email
    )) then
        perform refuse_work('change who is in a list of others');
    end if;
    return null;
end $body$;

create or replace function keep_to_ones_own_versions() returns trigger language plpgsql as $body$
declare
    one record;
begin
    if has_nobody() then
        return new;
    end if;
    select * into one from who_works();
    if one.email is null or not may_ask('push', one.role) or (is_limited(one.user_id) and exists (
        select from audiences where audience_id = new.audience_id and made_by is distinct from one.email
    )) then
        perform refuse_work('change the conditions of others');
    end if;
    return new;
end $body$;

-- Views are kept in the name of who has shown themselves; an administrator may take those of others away.
create or replace function sign_views() returns trigger language plpgsql as $body$
declare
    one record;
begin
    if has_nobody() then
        return coalesce(new, old);
    end if;
    select * into one from who_works();
    if one.email is null or (tg_op = 'UPDATE' and old.owner is distinct from one.email)
        or (tg_op = 'DELETE' and old.owner is distinct from one.email and one.role <> 'admin')
    then
        perform refuse_work('change the views of others');
    elsif tg_op = 'INSERT' then
        new.owner := one.email;
    end if;
    return coalesce(new, old);
end $body$;

create or replace trigger jobs_are_signed before insert or update on jobs for each row
when (is_web()) execute function sign_jobs();
create or replace trigger schedules_are_signed before insert or update or delete on schedules for each row
when (is_web()) execute function sign_schedules();
create or replace trigger views_are_signed before insert or update or delete on saved_views for each row
when (is_web()) execute function sign_views();
create or replace trigger uploads_are_signed before insert on uploads for each row
when (is_web()) execute function sign_uploads();
create or replace trigger audiences_are_kept before update or delete on audiences for each row
when (is_web()) execute function keep_to_ones_own('made_by');
create or replace trigger lists_are_kept before update or delete on static_lists for each row
when (is_web()) execute function keep_to_ones_own('made_by');
create or replace trigger versions_are_kept before insert on audience_versions for each row
when (is_web()) execute function keep_to_ones_own_versions();
create or replace trigger members_come after insert on static_list_members
referencing new table as changed for each statement when (is_web()) execute function keep_to_ones_own_members();
create or replace trigger members_go after delete on static_list_members
referencing old table as changed for each statement when (is_web()) execute function keep_to_ones_own_members();
create or replace trigger campaigns_are_kept before update or delete on campaigns for each row
when (is_web()) execute function keep_to_ones_own('created_by');
