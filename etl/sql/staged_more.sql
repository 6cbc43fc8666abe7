-- One row per run of lines whose invoice, customer and country may stand in staged_invoices already.
create temporary table staged_more (like staged_invoices) on commit drop
