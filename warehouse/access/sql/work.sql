-- grain: no rows; work that the web's role asks for, and what people make, is in the name of whom it has shown
-- Where there are no accounts nobody is shown, and everybody may everything. What asks whose a row is runs as its owner:
-- under the policies of whoever asks, a setting that the statement itself changes could hide it.

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

-- The address of who is shown, where they may ask for one of these kinds of work; null where there are no accounts; all
-- else is refused. Of whom it is: '' of nobody yet, null of the whole shop. Who sees some countries may what is new, or
-- their own: the rest holds for customers whom they do not see.
create or replace function who_may(kinds text[], of_whom text, what text) returns text language plpgsql stable as $body$
declare
    one record;
begin
    if has_nobody() then
        return null;
    end if;
    select shown.* into one from who_is_shown() as shown where shown.how = 'session';
    if one.email is null or not exists (select from unnest(kinds) as kind where may_ask(kind, one.role))
        or (is_limited(one.user_id) and (of_whom is null or of_whom not in ('', one.email)))
    then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not ' || what || ' without having shown who asks, and that they may';
    end if;
    return one.email;
end $body$;

-- The row with this name in the column of who made it, or as it is.
create or replace function signed(one anyelement, maker text, who text) returns anyelement
language sql stable as $body$
    select case when who is null then one else jsonb_populate_record(one, jsonb_build_object(maker, who)) end
$body$;

-- What is new for the whole shop. Of arguments, here and below, the first is the column of who made or asked for it,
-- the second the kind of work, where the row has none.
create or replace function sign_work() returns trigger language plpgsql as $body$
begin
    return signed(new, tg_argv[0], who_may(
        array[coalesce(tg_argv[1], to_jsonb(new) ->> 'kind')], null, 'ask for ' || tg_table_name
    ));
end $body$;

-- What is new of one's own.
create or replace function sign_own() returns trigger language plpgsql as $body$
begin
    return signed(new, tg_argv[0], who_may(array['push'], '', 'make ' || tg_table_name));
end $body$;

create or replace function sign_version() returns trigger language plpgsql security definer as $body$
begin
    return signed(new, 'made_by', who_may(
        array['push'], (select made_by from audiences where audience_id = new.audience_id), 'change conditions'
    ));
end $body$;

create or replace function sign_delivery() returns trigger language plpgsql security definer as $body$
begin
    return signed(new, 'made_by', who_may(array['push'], case when new.campaign_id is null then '' else (
        select created_by from campaigns where campaign_id = new.campaign_id
    ) end, 'put lists on record'));
end $body$;

-- What is there already: it stays its maker's.
create or replace function keep_own() returns trigger language plpgsql as $body$
begin
    perform who_may(array['push'], to_jsonb(old) ->> tg_argv[0], 'change ' || tg_table_name);
    return coalesce(new, old);
end $body$;

-- What is one for the whole shop, as the order of audiences, and where lists are pushed to. Argument: the kind of work.
create or replace function keep_shop_s() returns trigger language plpgsql as $body$
begin
    perform who_may(array[tg_argv[0]], null, 'change ' || tg_table_name);
    return coalesce(new, old);
end $body$;

-- Rows of what one has sent oneself, of which there are too many to sign each; and none of a list that is on record: who
-- is in it stands in the transaction that records it. Only a list of plain columns is written when it is, and gets its
-- file then, once.
create or replace function keep_adding() returns trigger language plpgsql security definer as $body$
declare
    who text := who_may(array['push'], '', 'add to ' || tg_table_name);
begin
    if who is not null and exists (
        select from (select distinct delivery_id from added) as one left join deliveries using (delivery_id)
        where made_by is distinct from who
    ) then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not add to ' || tg_table_name || ' of what others sent';
    end if;
    if exists (
        select from (select distinct delivery_id from added) as one left join deliveries using (delivery_id)
        where coalesce(deliveries.xmin <> pg_current_xact_id()::xid, true) and not coalesce(
            tg_table_name = 'delivery_files' and deliveries.destination = 'customers'
            and 1 = (select count(*) from delivery_files as file where file.delivery_id = one.delivery_id), false
        )
    ) then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not add to ' || tg_table_name || ' of a list that is on record';
    end if;
    return null;
end $body$;

create or replace function keep_members() returns trigger language plpgsql security definer as $body$
declare
    others text := (
        select coalesce(made_by, '?') from changed join static_lists using (list_id)
        where made_by is distinct from (select email from who_is_shown()) limit 1
    );
begin
    perform who_may(array['push'], coalesce(others, ''), 'change who is in a list');
    return null;
end $body$;

create or replace function keep_jobs() returns trigger language plpgsql as $body$
declare
    who text := who_may(
        case when old.state in ('waiting', 'running') and new.state in (old.state, 'cancelled') then array['load', old.kind] end, null, 'change jobs'
    );
begin
    return case when new.cancel_asked_by is distinct from old.cancel_asked_by
        then signed(new, 'cancel_asked_by', who) else new end;
end $body$;

-- What a schedule does is said by its owner, with whose rights it runs, or by an administrator; a report is nobody
-- else's at all. The rest may be paused, run, taken over and removed by all who could have made it.
create or replace function keep_schedules() returns trigger language plpgsql as $body$
declare
    who text := who_may(array[old.kind], null, 'change schedules');
begin
    if tg_op = 'UPDATE' and new.owner is distinct from old.owner then
        new := signed(new, 'owner', who);
    end if;
    if who is not null and not is_shown_admin() and (
        (old.kind = 'report' and old.owner is distinct from who)
        or (tg_op = 'UPDATE' and new.owner is distinct from who
            and (new.arguments is distinct from old.arguments or new.next_at < least(old.next_at, now())))
    ) then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not change what schedules of others do';
    end if;
    return coalesce(new, old);
end $body$;

-- Views are kept in the name of who is shown, whatever else they may; an administrator may take those of others away.
create or replace function keep_views() returns trigger language plpgsql as $body$
declare
    who text := (select shown.email from who_is_shown() as shown where shown.how = 'session');
begin
    if has_nobody() then
        return coalesce(new, old);
    elsif who is null or (tg_op <> 'INSERT' and old.owner is distinct from who
        and (tg_op = 'UPDATE' or not is_shown_admin()))
    then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not change the views of others';
    elsif tg_op = 'INSERT' then
        return signed(new, 'owner', who);
    end if;
    return coalesce(new, old);
end $body$;

-- Whether who is shown sees this country, by what is on record of them: what a statement sets is believed by policies alone.
create or replace function sees_country(wanted text) returns boolean language sql stable security definer as $body$
    select coalesce(bool_or(not is_limited(one.user_id) or exists (
        select from user_countries as theirs where theirs.user_id = one.user_id and theirs.country = wanted
    )), false) from who_is_shown() as one where one.how = 'session'
$body$;

-- Notes on days are in the name of who is shown; they, and administrators, change them and take them away. Who sees some
-- countries notes nothing for the whole shop, nor for the others.
create or replace function keep_notes() returns trigger language plpgsql as $body$
declare
    who text := who_may(array['push'], '', 'note days');
begin
    if who is null then
        return coalesce(new, old);
    elsif tg_op <> 'INSERT' and old.made_by is distinct from who and not is_shown_admin() then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not change the notes of others';
    elsif not sees_country(coalesce(new.country, old.country)) then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not note days of the shop or of a country for who does not see it';
    elsif tg_op = 'INSERT' then
        return signed(new, 'made_by', who);
    end if;
    return coalesce(new, old);
end $body$;

-- Cards are of whose board it is.
create or replace function keep_cards() returns trigger language plpgsql security definer as $body$
declare
    who text := (select shown.email from who_is_shown() as shown where shown.how = 'session');
    whose text;
begin
    select owner into whose from boards where board_id = coalesce(new.board_id, old.board_id);
    if not has_nobody() and (who is null or whose is distinct from who) then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not change the boards of others';
    end if;
    return coalesce(new, old);
end $body$;

-- Comments are in the name of who is shown; they, and administrators, take them away.
create or replace function keep_comments() returns trigger language plpgsql security definer as $body$
declare
    who text := (select shown.email from who_is_shown() as shown where shown.how = 'session');
begin
    if who is null and not has_nobody() then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not comment in nobody''s name';
    elsif tg_op = 'DELETE' then
        if not has_nobody() and old.made_by is distinct from who and not is_shown_admin() then
            raise exception using errcode = 'insufficient_privilege',
                message = 'the web''s role may not take the comments of others away';
        end if;
        return old;
    end if;
    return signed(new, 'made_by', who);
end $body$;

create or replace trigger boards_are_kept before insert or update or delete on boards for each row
when (is_web()) execute function keep_views();
create or replace trigger cards_are_kept before insert or update or delete on board_cards for each row
when (is_web()) execute function keep_cards();
create or replace trigger comments_are_kept before insert or delete on view_comments for each row
when (is_web()) execute function keep_comments();

-- What people keep is no more than this, whatever asks for it. Arguments: the columns of who made it and when, '' where
-- it is counted for the whole shop; which rows count; how many of them there may be; how many within ten minutes ('' of
-- any number); what to say of each. Without accounts there is nobody to tell apart, and no hurry.
create or replace function keep_few() returns trigger language plpgsql security definer as $body$
declare
    whose text := to_jsonb(new) ->> tg_argv[0];
    found record;
begin
    perform pg_advisory_xact_lock(hashtext(tg_table_name || coalesce(':' || whose, '')));
    execute 'select count(*) filter (where ' || tg_argv[2] || ') as there, count(*) filter (where '
        || tg_argv[1] || ' > now() - interval ''10 minutes'') as lately from ' || tg_table_name
        || case when tg_argv[0] = '' then '' else ' where ' || tg_argv[0] || '::text is not distinct from $1' end
        using whose into found;
    if found.there > tg_argv[3]::bigint or (found.lately > nullif(tg_argv[4], '')::bigint and not has_nobody()) then
        raise exception using errcode = 'RG001',
            message = case when found.there > tg_argv[3]::bigint then tg_argv[5] else tg_argv[6] end;
    end if;
    return null;
end $body$;

-- Nobody keeps something in the past, where it would not be counted as of now. Argument: the column of when.
create or replace function keep_now() returns trigger language plpgsql as $body$
begin
    return jsonb_populate_record(new, jsonb_build_object(
        tg_argv[0], greatest((to_jsonb(new) ->> tg_argv[0])::timestamptz, now() - interval '1 minute')
    ));
end $body$;

-- What somebody asked for a moment ago is theirs, and nobody else's to see or to hide.
create or replace function sign_form() returns trigger language plpgsql as $body$
begin
    new.owner := (select shown.email from who_is_shown() as shown where shown.how = 'session');
    if new.owner is null and not has_nobody() then
        raise exception using errcode = 'insufficient_privilege',
            message = 'the web''s role may not note forms of nobody';
    end if;
    return new;
end $body$;

create or replace trigger forms_are_signed before insert on asked_forms for each row
when (is_web()) execute function sign_form();
create or replace trigger notes_are_kept before insert or update or delete on date_notes for each row
when (is_web()) execute function keep_notes();
create or replace trigger views_are_kept before insert or update or delete on saved_views for each row
when (is_web()) execute function keep_views();
create or replace trigger jobs_wait before insert on jobs for each row
when (is_web() and new.state <> 'waiting') execute function refuse_in_nobody_s_name();
create or replace trigger jobs_are_signed before insert on jobs for each row
when (is_web()) execute function sign_work('asked_by');
create or replace trigger jobs_are_kept before update on jobs for each row
when (is_web()) execute function keep_jobs();
create or replace trigger schedules_are_signed before insert on schedules for each row
when (is_web()) execute function sign_work('owner');
create or replace trigger schedules_are_kept before update or delete on schedules for each row
when (is_web()) execute function keep_schedules();
create or replace trigger uploads_are_signed before insert on uploads for each row
when (is_web()) execute function sign_work('uploaded_by', 'load');
create or replace trigger uploads_are_kept before update on uploads for each row
when (is_web()) execute function keep_shop_s('load');
create or replace trigger fetched_are_kept before delete on fetched_files for each row
when (is_web()) execute function keep_shop_s('push');
create or replace trigger alerts_are_kept before delete on alerts for each row
when (is_web()) execute function keep_shop_s('push');
create or replace trigger connections_are_signed before insert on connections for each row
when (is_web()) execute function sign_work('created_by', 'push');
create or replace trigger connections_are_kept before update on connections for each row
when (is_web()) execute function keep_shop_s('push');
create or replace trigger choices_are_kept before insert or update on shop_settings for each row
when (is_web() and not (has_nobody() or is_shown_admin())) execute function refuse_in_nobody_s_name();

create or replace trigger audiences_are_signed before insert on audiences for each row
when (is_web()) execute function sign_own('made_by');
create or replace trigger audiences_are_kept before update or delete on audiences for each row
when (is_web()) execute function keep_own('made_by');
create or replace trigger order_is_kept before update on audiences for each row
when (is_web() and new.priority is distinct from old.priority) execute function keep_shop_s('push');
create or replace trigger versions_are_kept before insert on audience_versions for each row
when (is_web()) execute function sign_version();
create or replace trigger lists_are_signed before insert on static_lists for each row
when (is_web()) execute function sign_own('made_by');
create or replace trigger lists_are_kept before update or delete on static_lists for each row
when (is_web()) execute function keep_own('made_by');
create or replace trigger members_come after insert on static_list_members
referencing new table as changed for each statement when (is_web()) execute function keep_members();
create or replace trigger members_go after delete on static_list_members
referencing old table as changed for each statement when (is_web()) execute function keep_members();
create or replace trigger campaigns_are_signed before insert on campaigns for each row
when (is_web()) execute function sign_own('created_by');
create or replace trigger campaigns_are_kept before update or delete on campaigns for each row
when (is_web()) execute function keep_own('created_by');
create or replace trigger deliveries_are_signed before insert on deliveries for each row
when (is_web()) execute function sign_delivery();
create or replace trigger sent_are_kept after insert on delivery_members
referencing new table as added for each statement when (is_web()) execute function keep_adding();
create or replace trigger files_are_kept after insert on delivery_files
referencing new table as added for each statement when (is_web()) execute function keep_adding();

-- What is kept to be quick has its place: none that may tell of somebody who was erased, or is of no publication any
-- more, and beyond the place the oldest goes. Of answers that is looked at with every sixteenth that comes, by its hash.
create or replace function make_room() returns trigger language plpgsql security definer as $body$
declare
    erased text := (select value from shop_settings where name = 'erased_at');
    now_is int[] := (
        select coalesce(array_agg(segmentation_id order by segmentation_id), '{}') from segmentations where published
    );
begin
    if tg_table_name = 'kept_sums' then
        delete from kept_sums where erased_at is distinct from erased or version <> now_is or key in (
            select key from (
                select key, sum(bytes) over (order by made_at desc, key) as so_far from (
                    select key, max(made_at) as made_at,
                        sum(coalesce(pg_column_size(texts), pg_column_size(days), pg_column_size(counts), pg_column_size(numbers))) as bytes
                    from kept_sums group by key
                ) as each
            ) as one where so_far > 256000000
        );
    elsif exists (select from added where get_byte(key, 0) < 16) then
        delete from kept_answers where erased_at is distinct from erased or version <> now_is or key in (
            select key from (
                select key, sum(octet_length(answer) + 500) over (order by made_at desc, key) as so_far from kept_answers
            ) as one where so_far > 64000000
        );
    end if;
    return null;
end $body$;

create or replace trigger answers_have_room after insert on kept_answers
referencing new table as added for each statement when (is_web()) execute function make_room();
create or replace trigger sums_have_room after insert on kept_sums
referencing new table as added for each statement when (is_web()) execute function make_room();
