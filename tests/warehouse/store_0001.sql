-- grain: the rows of a small store as the first migration knew it, of every table; its columns are named, as later ones are not there
insert into loads (file_name, sha256, started_at, finished_at, status, rows_read, rows_loaded, rows_duplicate, rows_known, rows_rejected, invoices, customers, first_invoiced_at, last_invoiced_at, details, error) values
    ('shop.csv', repeat('a', 64), '2011-12-10 08:00+00', '2011-12-10 08:00:05+00', 'done', 8, 6, 1, 0, 1, 5, 2, '2011-01-03 10:15', '2011-03-05 11:00', '{"columns": {"quantity": "Qty"}}', null),
    ('broken.csv', null, '2011-12-11 08:00+00', null, 'failed', null, null, null, null, null, null, null, null, null, null, 'It was interrupted.');
insert into rejected_rows values (1, 7, 'quantity is no number', 'anna,9,many');
insert into transactions (customer_id, invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id) values
    ('anna', '1', '2011-01-03 10:15', '85123A', 'WHITE HEART', 2, 10, 'GB', 'sale', 1),
    ('anna', '2', '2011-02-01 12:00', '85123A', 'WHITE HEART', 1, 7.50, 'GB', 'sale', 1),
    ('anna', 'C3', '2011-02-10 09:00', '85123A', 'WHITE HEART', -1, 10, 'GB', 'return', 1),
    ('bert', '5', '2011-03-05 11:00', '', '', 0.005, 100, 'DE', 'sale', 1),
    ('bert', '5', '2011-03-05 11:00', '', '', 0.005, 100, 'DE', 'sale', 1); -- twice the same line: no key is in the way
insert into guest_transactions (invoice_no, invoiced_at, stock_code, description, quantity, unit_price, country, kind, load_id) values
    ('9', '2011-02-14 15:00', '22752', 'NESTING BOXES', 4, 2.5, 'FR', 'sale', 1);
insert into countries values ('GB', 'United Kingdom', 'GBR'), ('Narnia', 'Narnia', null);
insert into customers (customer_id, country, email, first_name, last_name, phone, consent, birth_year, city, postcode, attributes) values
    ('anna', 'GB', 'anna@example.org', 'Änne', 'O''Hara', '+44 1', true, 1974, 'London', 'N1', '{"Plan": "gold", "Income": 51000}'),
    ('bert', 'DE', null, null, null, null, false, null, null, null, null),
    ('cleo', null, 'cleo@example.org', null, null, null, null, null, null, null, '{}');
insert into customer_changes values ('anna', 1, null, 'GB'), ('bert', 1, '{"customer_id": "bert"}', null);
insert into attributes (name, label, position, kind, customers, distinct_values, least, most, mean, bin_width, is_constant, is_unique, frequent) values
    ('Plan', 'Plan', 1, 'categorical', 1, 1, null, null, null, null, true, false, '[["gold", 1]]'),
    ('Income', 'Income', 2, 'numeric', 1, 1, 51000, 51000, 51000, null, true, false, '[[51000, 1]]');
insert into orders (customer_id, invoice_no, invoiced_at, country, gross, returns, units, lines) values
    ('anna', '1', '2011-01-03 10:15', 'GB', 20, 0, 2, 1),
    ('anna', '2', '2011-02-01 12:00', 'GB', 7.50, 0, 1, 1),
    ('anna', 'C3', '2011-02-10 09:00', 'GB', 0, -10, 0, 1),
    ('bert', '5', '2011-03-05 11:00', 'DE', 1.000, 0, 0.010, 2);
insert into guest_orders (invoice_no, country, invoiced_at, gross, returns, units, lines) values ('9', 'FR', '2011-02-14 15:00', 10, 0, 4, 1);
insert into products (stock_code, description, gross, is_product) values ('85123A', 'WHITE HEART', 27.50, true), ('', '', 1, false);
insert into customer_features (customer_id, country, recency_days, frequency, monetary, returns, net, first_order_at, last_order_at, average_order_value, tenure_days, units, distinct_products, return_rate, weekend_share, night_share, discount_share, sample_key) values
    ('anna', 'GB', 33, 2, 27.50, -10, 17.50, '2011-01-03 10:15', '2011-02-01 12:00', 13.75, 62, 3, 1, 0.36, 0, 0, 0.5, 11),
    ('bert', 'DE', 1, 1, 1.000, 0, 1.000, '2011-03-05 11:00', '2011-03-05 11:00', 1, 1, 0.010, 1, 0, 1, 0, null, 22),
    ('cleo', 'Unspecified', null, 0, 0, 0, 0, null, null, null, null, 0, 0, null, null, null, null, 33);
insert into customer_months (customer_id, month, previous_month, next_month, orders, gross, returns, units, last_order_on) values
    ('anna', '2011-01-01', null, '2011-02-01', 1, 20, 0, 2, '2011-01-03'),
    ('anna', '2011-02-01', '2011-01-01', null, 1, 7.50, -10, 1, '2011-02-01'),
    ('bert', '2011-03-01', null, null, 1, 1, 0, 0.010, '2011-03-05');
insert into sample_months (customer_id, sample_key, country, month, orders, gross, last_order_on) values ('anna', 11, 'GB', '2011-01-01', 1, 20, '2011-01-03');
insert into segmentations (name, algorithm, created_at, as_of, parameters, metrics, published, is_stale) values
    ('RFM groups', 'rfm', '2011-12-10 09:00+00', '2011-03-06', '{"monetary": "net"}', '{"customers": 3}', true, false),
    ('RFM groups', 'rfm', '2011-12-09 09:00+00', '2011-03-05', '{}', '{"customers": 2}', false, true);
insert into segments (segmentation_id, segment_id, name, position, description, advice, customers, orders, gross, returns, recency_days, frequency, monetary, rule, rule_precision, rule_recall) values
    (1, 'loyal', 'Loyal', 2, 'Steady.', 'A reward tier.', 1, 2, 27.50, -10, 33, 2, 17.50, 'more than 1 order', 1, 1),
    (1, 'new', 'New', 4, 'First order.', 'A welcome.', 1, 1, 1, 0, 1, 1, 1, null, null, null),
    (1, 'prospect', 'Prospects', 12, 'No order.', 'An invitation.', 1, 0, 0, 0, null, null, null, null, null, null),
    (2, 'loyal', 'Loyal', 2, 'Steady.', 'A reward tier.', 1, 2, 27.50, -10, 32, 2, 17.50, null, null, null);
insert into customer_segments (segmentation_id, customer_id, segment_id, r_score, f_score, m_score, is_outlier) values
    (1, 'anna', 'loyal', 3, 5, 5, true), (1, 'bert', 'new', 5, 1, 1, false), (1, 'cleo', 'prospect', null, null, null, false),
    (2, 'anna', 'loyal', 3, 5, 5, false);
insert into customer_outliers values (1, 'anna', 7.5, 'spends 40 times the median of Loyal');
insert into customer_value (customer_id, expected_orders_12m, expected_spend_12m, probability_alive, order_chance_90d, expected_order_value, overdue, fading_value) values
    ('anna', 3.1234, 40.15, 0.9, 0.4, 13.75, 1.2, 5.5), ('bert', null, null, null, null, null, null, null);
insert into value_models (kind, as_of, parameters, metrics, note) values ('bgnbd', '2011-03-06', '{}', '{}', 'Too short a history.');
insert into product_pairs (stock_code, other_stock_code, orders, customers, orders_of, orders_of_other, all_orders, confidence, confidence_bound, lift, lift_bound) values ('85123A', '22752', 12, 10, 20, 15, 60, 0.6, 0.4, 2.4, 1.6);
insert into segment_lift (segmentation_id, segment_id, stock_code, customers, buyers, other_customers, other_buyers, lift, lift_bound, usual_lift, rank) values (1, 'loyal', '85123A', 1, 1, 0, 1, 3, 0.2, null, null);
insert into segment_offers (segmentation_id, segment_id, rank, stock_code, other_stock_code, customers, expected) values (1, 'loyal', 1, '85123A', '22752', 1, 0.4);
insert into segment_activity (segmentation_id, country, segment_id, month, previous_month, customers, orders, gross, returns, units) values
    (1, 'GB', 'loyal', '2011-01-01', null, 1, 1, 20, 0, 2), (1, 'GB', 'loyal', '2011-02-01', '2011-01-01', 1, 1, 7.50, -10, 1),
    (1, 'DE', 'new', '2011-03-01', null, 1, 1, 1, 0, 0.010), (1, 'FR', null, '2011-02-01', null, 0, 1, 10, 0, 4);
insert into segment_first_orders (segmentation_id, country, segment_id, month, second_month, customers, gross) values (1, 'GB', 'loyal', '2011-01-01', '2011-02-01', 1, 20), (1, 'DE', 'new', '2011-03-01', null, 1, 1);
insert into segment_last_orders (segmentation_id, country, segment_id, month, next_month, customers, last_order_days) values (1, 'DE', 'new', '2011-03-01', null, 1, 15038);
insert into segment_hours (segmentation_id, country, segment_id, month, weekday, hour, orders, gross) values (1, 'FR', null, '2011-02-01', 1, 15, 1, 10);
insert into segment_products (segmentation_id, country, segment_id, month, stock_code, gross, units) values (1, 'GB', 'loyal', '2011-01-01', '85123A', 20, 2);
insert into segment_value (segmentation_id, country, segment_id, chance_bin, customers, buyers_90d, value_90d, orders_12m, spend_12m, repeat_customers, alive) values (1, 'GB', 'loyal', 8, 1, 0.4, 5.5, 3.1234, 40.15, 1, 0.9), (1, 'DE', 'new', null, 1, null, null, null, null, 0, null);
insert into segment_attributes (segmentation_id, country, segment_id, attribute, category, low, high, customers, total) values (1, 'GB', 'loyal', '', null, null, null, 1, null), (1, 'GB', 'loyal', 'Plan', 'gold', null, null, 1, null);
insert into segment_sizes (segmentation_id, country, month, segment_id, customers) values (1, 'GB', '2011-02-01', 'loyal', 1);
insert into segment_flows (segmentation_id, country, from_month, to_month, from_segment, to_segment, customers) values (1, 'GB', '2011-01-01', '2011-02-01', null, 'loyal', 1);
