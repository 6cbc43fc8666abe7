-- One row per stored invoice, customer and country: none, in a store without lines.
create temporary table stored_invoices (like staged_invoices) on commit drop
