"""The tables: the single statement of columns and keys.

Patterns that also run on a distributed PostgreSQL are kept throughout: each per-customer table carries
`customer_id text not null` in every key; lines without a customer live in a table of their own; results carry
`segmentation_id`; no identity columns on bulk tables, no triggers on them.
"""

from warehouse.schema.accounts import (
    identities,
    invitations,
    recovery_codes,
    sessions,
    setup_codes,
    sign_in_attempts,
    user_countries,
    users,
)
from warehouse.schema.attributes import attributes, segment_attributes
from warehouse.schema.audiences import (
    audience_versions,
    audiences,
    campaigns,
    deliveries,
    delivery_files,
    delivery_members,
    static_list_members,
    static_lists,
)
from warehouse.schema.audit import audit
from warehouse.schema.base import KINDS, WRITER_GATE, WRITER_LOCK, metadata
from warehouse.schema.baskets import product_pairs, segment_lift, segment_offers
from warehouse.schema.choices import ABOUT_USERS, AUDIT_DAYS, ERASED_AT, shop_settings
from warehouse.schema.derived import (
    customer_features,
    customer_months,
    customer_products,
    guest_orders,
    orders,
    products,
    sample_months,
)
from warehouse.schema.history import segment_flows, segment_histories, segment_sizes
from warehouse.schema.loaded import (
    countries,
    customer_changes,
    customers,
    erasure_keys,
    forgotten,
    guest_transactions,
    loads,
    rejected_rows,
    replaced_lines,
    transactions,
)
from warehouse.schema.marts import (
    segment_activity,
    segment_first_orders,
    segment_hours,
    segment_last_orders,
    segment_products,
    segment_single_orders,
)
from warehouse.schema.segments import (
    RFM_GROUPS,
    WITHOUT_ORDER,
    customer_outliers,
    customer_segments,
    segmentations,
    segments,
)
from warehouse.schema.value import customer_value, segment_value, value_models
from warehouse.schema.views import (
    attribute_names,
    data_days,
    delivered,
    listed_customers,
    load_stand,
    mailings,
    people,
    product_names,
    rejected_lines,
    run_names,
    segment_names,
    value_notes,
)
from warehouse.schema.work import alerts, connections, fetched_files, jobs, pushes, schedules, uploads, workers

# About those who use Regulars, not about the shop: whatever becomes of its data, these stay.
OF_USERS = (
    *(users, user_countries, sessions, sign_in_attempts, invitations, recovery_codes, setup_codes, identities),
    audit,
)

__all__ = [
    "ABOUT_USERS",
    "AUDIT_DAYS",
    "ERASED_AT",
    "KINDS",
    "OF_USERS",
    "RFM_GROUPS",
    "WITHOUT_ORDER",
    "WRITER_GATE",
    "WRITER_LOCK",
    "alerts",
    "attribute_names",
    "attributes",
    "audience_versions",
    "audiences",
    "audit",
    "campaigns",
    "connections",
    "countries",
    "customer_changes",
    "customer_features",
    "customer_months",
    "customer_outliers",
    "customer_products",
    "customer_segments",
    "customer_value",
    "customers",
    "data_days",
    "delivered",
    "deliveries",
    "delivery_files",
    "delivery_members",
    "erasure_keys",
    "fetched_files",
    "forgotten",
    "guest_orders",
    "guest_transactions",
    "identities",
    "invitations",
    "jobs",
    "listed_customers",
    "load_stand",
    "loads",
    "mailings",
    "metadata",
    "orders",
    "people",
    "product_names",
    "product_pairs",
    "products",
    "pushes",
    "recovery_codes",
    "rejected_lines",
    "rejected_rows",
    "replaced_lines",
    "run_names",
    "sample_months",
    "schedules",
    "segment_activity",
    "segment_attributes",
    "segment_first_orders",
    "segment_flows",
    "segment_histories",
    "segment_hours",
    "segment_last_orders",
    "segment_lift",
    "segment_names",
    "segment_offers",
    "segment_products",
    "segment_single_orders",
    "segment_sizes",
    "segment_value",
    "segmentations",
    "segments",
    "sessions",
    "setup_codes",
    "shop_settings",
    "sign_in_attempts",
    "static_list_members",
    "static_lists",
    "transactions",
    "uploads",
    "user_countries",
    "users",
    "value_models",
    "value_notes",
    "workers",
]
