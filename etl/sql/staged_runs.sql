-- One row per run of neighbouring lines of the file that share customer, invoice, time and country.
create temporary table staged_runs (
    is_sale boolean, -- whether any of the lines is
    customer_id text, -- '' = a guest
    invoice_no text,
    invoiced_at timestamp,
    country text
) on commit drop
