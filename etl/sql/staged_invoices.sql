-- One row per invoice, customer and country of the file, repeated lines included: they change nothing here.
-- Temporary: gone with the transaction, whatever ends it.
create temporary table staged_invoices (
    customer_id text, -- '' = a guest
    invoice_no text,
    country text,
    is_sale boolean, -- whether any of its lines is
    last_at timestamp
) on commit drop
