-- grain: two functions: where a message to somebody arrives, written alike for all who have it; null for what no list sends to
-- Of an e-mail address in small letters without blanks; of a phone number with its country's code the figures behind +, as
-- audiences.destinations.formats.values has them: other numbers leave in no list. No @ is in a number, so both stand side by side.
create or replace function address_of_email(email text) returns text
language sql immutable parallel safe
return case when position('@' in email) > 0 then lower(translate(email, E' \t\r\n\u00a0', '')) end;

create or replace function address_of_phone(phone text) returns text
language sql immutable parallel safe
return substring(translate(replace(btrim(phone, E' \t\r\n\u00a0'), '(0)', ''), E' ()./-\u00a0', '') from '^(?:[+]|00)([1-9][0-9]{6,14})$');
