-- grain: two functions: where a message to somebody arrives, written alike for all who have it; null for what is no such address
-- Of an e-mail address in small letters without blanks around; of a phone number with its country's code the figures alone, as
-- audiences.destinations.formats.values has them: other numbers leave in no list. No @ is in a number, so both stand side by side.
-- Asked of every customer, so what takes longest in PostgreSQL (to cut something out by a pattern, to translate letters) is spared.
create or replace function address_of_email(email text) returns text
language sql immutable parallel safe
return case when position('@' in email) > 0 then lower(btrim(email, E' \t\r\n\u00a0')) end;

create or replace function address_of_phone(phone text) returns text
language sql immutable parallel safe
return case
    when length(phone) >= 8
        and (starts_with(ltrim(phone, E' \t\r\n\u00a0'), '+') or starts_with(ltrim(phone, E' \t\r\n\u00a0'), '00'))
        and ltrim(phone, E'+0123456789 ()./-\u00a0\t\r\n') = ''
        then nullif(ltrim(translate(replace(phone, '(0)', ''), E' ()./-\u00a0\t\r\n', ''), '+0'), '')
end;
