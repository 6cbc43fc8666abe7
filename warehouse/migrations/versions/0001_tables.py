"""Tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attributes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("customers", sa.BigInteger(), nullable=False),
        sa.Column("distinct_values", sa.BigInteger(), nullable=False),
        sa.Column("least", sa.Numeric(), nullable=True),
        sa.Column("most", sa.Numeric(), nullable=True),
        sa.Column("mean", sa.Numeric(), nullable=True),
        sa.Column("bin_width", sa.Numeric(), nullable=True),
        sa.Column("is_constant", sa.Boolean(), nullable=False),
        sa.Column("is_unique", sa.Boolean(), nullable=False),
        sa.Column("frequent", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "countries",
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("alpha_3", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("country"),
    )
    op.create_table(
        "customer_changes",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("load_id", sa.BigInteger(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "load_id"),
    )
    op.create_table(
        "customer_features",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("recency_days", sa.Integer(), nullable=True),
        sa.Column("frequency", sa.Integer(), nullable=False),
        sa.Column("monetary", sa.Numeric(), nullable=False),
        sa.Column("returns", sa.Numeric(), nullable=False),
        sa.Column("net", sa.Numeric(), nullable=False),
        sa.Column("first_order_at", sa.DateTime(), nullable=True),
        sa.Column("last_order_at", sa.DateTime(), nullable=True),
        sa.Column("average_order_value", sa.Numeric(), nullable=True),
        sa.Column("tenure_days", sa.Integer(), nullable=True),
        sa.Column("units", sa.Numeric(), nullable=False),
        sa.Column("distinct_products", sa.Integer(), nullable=False),
        sa.Column("return_rate", sa.Numeric(), nullable=True),
        sa.Column("weekend_share", sa.Numeric(), nullable=True),
        sa.Column("night_share", sa.Numeric(), nullable=True),
        sa.Column("discount_share", sa.Numeric(), nullable=True),
        sa.Column("sample_key", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id"),
    )
    op.create_index(
        "ix_customer_features_average_order_value",
        "customer_features",
        ["average_order_value", "customer_id"],
        unique=False,
    )
    op.create_index(
        "ix_customer_features_country", "customer_features", ["country", "monetary", "customer_id"], unique=False
    )
    op.create_index("ix_customer_features_frequency", "customer_features", ["frequency", "customer_id"], unique=False)
    op.create_index(
        "ix_customer_features_last_order_at", "customer_features", ["last_order_at", "customer_id"], unique=False
    )
    op.create_index("ix_customer_features_monetary", "customer_features", ["monetary", "customer_id"], unique=False)
    op.create_index("ix_customer_features_sample_key", "customer_features", ["sample_key"], unique=False)
    op.create_table(
        "customer_months",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("previous_month", sa.Date(), nullable=True),
        sa.Column("next_month", sa.Date(), nullable=True),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("returns", sa.Numeric(), nullable=False),
        sa.Column("units", sa.Numeric(), nullable=False),
        sa.Column("last_order_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "month"),
    )
    op.create_table(
        "customer_outliers",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("segmentation_id", "customer_id"),
    )
    op.create_table(
        "customer_segments",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("r_score", sa.SmallInteger(), nullable=True),
        sa.Column("f_score", sa.SmallInteger(), nullable=True),
        sa.Column("m_score", sa.SmallInteger(), nullable=True),
        sa.Column("is_outlier", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("segmentation_id", "customer_id"),
    )
    op.create_index(
        "ix_customer_segments_segment",
        "customer_segments",
        ["segmentation_id", "segment_id", "customer_id"],
        unique=False,
    )
    op.create_table(
        "customer_value",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("expected_orders_12m", sa.Numeric(), nullable=True),
        sa.Column("expected_spend_12m", sa.Numeric(), nullable=True),
        sa.Column("probability_alive", sa.Numeric(), nullable=True),
        sa.Column("order_chance_90d", sa.Numeric(), nullable=True),
        sa.Column("expected_order_value", sa.Numeric(), nullable=True),
        sa.Column("overdue", sa.Numeric(), nullable=True),
        sa.Column("fading_value", sa.Numeric(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id"),
    )
    op.create_index(
        "ix_customer_value_fading_value",
        "customer_value",
        ["fading_value", "customer_id"],
        unique=False,
        postgresql_where=sa.text("fading_value IS NOT NULL"),
    )
    op.create_table(
        "customers",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("consent", sa.Boolean(), nullable=True),
        sa.Column("birth_year", sa.SmallInteger(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("attributes", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("customer_id"),
    )
    op.create_index(
        "ix_customers_refused", "customers", ["customer_id"], unique=False, postgresql_where=sa.text("consent IS false")
    )
    op.create_table(
        "guest_orders",
        sa.Column("invoice_no", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("invoiced_at", sa.DateTime(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("returns", sa.Numeric(), nullable=False),
        sa.Column("units", sa.Numeric(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("invoice_no", "country"),
    )
    op.create_table(
        "guest_transactions",
        sa.Column("invoice_no", sa.Text(), nullable=False),
        sa.Column("invoiced_at", sa.DateTime(), nullable=False),
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("load_id", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_guest_transactions_invoice_no", "guest_transactions", ["invoice_no"], unique=False)
    op.create_table(
        "loads",
        sa.Column("load_id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("rows_read", sa.BigInteger(), nullable=True),
        sa.Column("rows_loaded", sa.BigInteger(), nullable=True),
        sa.Column("rows_duplicate", sa.BigInteger(), nullable=True),
        sa.Column("rows_known", sa.BigInteger(), nullable=True),
        sa.Column("rows_rejected", sa.BigInteger(), nullable=True),
        sa.Column("invoices", sa.BigInteger(), nullable=True),
        sa.Column("customers", sa.BigInteger(), nullable=True),
        sa.Column("first_invoiced_at", sa.DateTime(), nullable=True),
        sa.Column("last_invoiced_at", sa.DateTime(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("load_id"),
    )
    op.create_table(
        "orders",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("invoice_no", sa.Text(), nullable=False),
        sa.Column("invoiced_at", sa.DateTime(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("returns", sa.Numeric(), nullable=False),
        sa.Column("units", sa.Numeric(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "invoice_no"),
    )
    op.create_table(
        "product_pairs",
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("other_stock_code", sa.Text(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("orders_of", sa.Integer(), nullable=False),
        sa.Column("orders_of_other", sa.Integer(), nullable=False),
        sa.Column("all_orders", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("confidence_bound", sa.Double(), nullable=False),
        sa.Column("lift", sa.Double(), nullable=False),
        sa.Column("lift_bound", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("stock_code", "other_stock_code"),
    )
    op.create_table(
        "products",
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("is_product", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("stock_code"),
    )
    op.create_table(
        "rejected_rows",
        sa.Column("load_id", sa.BigInteger(), nullable=False),
        sa.Column("line_number", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("load_id", "line_number"),
    )
    op.create_table(
        "sample_months",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("sample_key", sa.BigInteger(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("last_order_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "month"),
    )
    op.create_table(
        "segment_activity",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("previous_month", sa.Date(), nullable=True),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("returns", sa.Numeric(), nullable=False),
        sa.Column("units", sa.Numeric(), nullable=False),
        sa.UniqueConstraint(
            "segmentation_id",
            "country",
            "segment_id",
            "month",
            "previous_month",
            name=op.f("uq_segment_activity_segmentation_id_country_segment_id_month_previous_month"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "segment_attributes",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("attribute", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("low", sa.Numeric(), nullable=True),
        sa.Column("high", sa.Numeric(), nullable=True),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("total", sa.Numeric(), nullable=True),
        sa.UniqueConstraint(
            "segmentation_id",
            "country",
            "segment_id",
            "attribute",
            "category",
            "low",
            name=op.f("uq_segment_attributes_segmentation_id_country_segment_id_attribute_category_low"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "segment_first_orders",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("second_month", sa.Date(), nullable=True),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.UniqueConstraint(
            "segmentation_id",
            "country",
            "segment_id",
            "month",
            "second_month",
            name=op.f("uq_segment_first_orders_segmentation_id_country_segment_id_month_second_month"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "segment_flows",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("to_month", sa.Date(), nullable=False),
        sa.Column("from_segment", sa.Text(), nullable=True),
        sa.Column("to_segment", sa.Text(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "segmentation_id",
            "from_month",
            "to_month",
            "country",
            "from_segment",
            "to_segment",
            name=op.f("uq_segment_flows_segmentation_id_from_month_to_month_country_from_segment_to_segment"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "segment_hours",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.UniqueConstraint(
            "segmentation_id",
            "country",
            "segment_id",
            "month",
            "weekday",
            "hour",
            name=op.f("uq_segment_hours_segmentation_id_country_segment_id_month_weekday_hour"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "segment_last_orders",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("next_month", sa.Date(), nullable=True),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("last_order_days", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint(
            "segmentation_id",
            "country",
            "segment_id",
            "month",
            "next_month",
            name=op.f("uq_segment_last_orders_segmentation_id_country_segment_id_month_next_month"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "segment_lift",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("buyers", sa.Integer(), nullable=False),
        sa.Column("other_customers", sa.Integer(), nullable=False),
        sa.Column("other_buyers", sa.Integer(), nullable=False),
        sa.Column("lift", sa.Double(), nullable=False),
        sa.Column("lift_bound", sa.Double(), nullable=False),
        sa.Column("usual_lift", sa.Double(), nullable=True),
        sa.Column("rank", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("segmentation_id", "segment_id", "stock_code"),
    )
    op.create_index("ix_segment_lift_stock_code", "segment_lift", ["stock_code", "segmentation_id"], unique=False)
    op.create_table(
        "segment_offers",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("other_stock_code", sa.Text(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("segmentation_id", "segment_id", "other_stock_code"),
    )
    op.create_table(
        "segment_products",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("units", sa.Numeric(), nullable=False),
        sa.UniqueConstraint(
            "segmentation_id",
            "country",
            "segment_id",
            "month",
            "stock_code",
            name=op.f("uq_segment_products_segmentation_id_country_segment_id_month_stock_code"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_segment_products_segment", "segment_products", ["segmentation_id", "segment_id", "month"], unique=False
    )
    op.create_table(
        "segment_sizes",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("segmentation_id", "month", "country", "segment_id"),
    )
    op.create_table(
        "segment_value",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("chance_bin", sa.SmallInteger(), nullable=True),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("buyers_90d", sa.Numeric(), nullable=True),
        sa.Column("value_90d", sa.Numeric(), nullable=True),
        sa.Column("orders_12m", sa.Numeric(), nullable=True),
        sa.Column("spend_12m", sa.Numeric(), nullable=True),
        sa.Column("repeat_customers", sa.Integer(), nullable=False),
        sa.Column("alive", sa.Numeric(), nullable=True),
        sa.UniqueConstraint(
            "segmentation_id",
            "country",
            "segment_id",
            "chance_bin",
            name=op.f("uq_segment_value_segmentation_id_country_segment_id_chance_bin"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "segmentations",
        sa.Column("segmentation_id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("metrics", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_stale", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("segmentation_id"),
    )
    op.create_index(
        "uq_segmentations_published", "segmentations", ["algorithm"], unique=True, postgresql_where="published"
    )
    op.create_table(
        "segments",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("returns", sa.Numeric(), nullable=False),
        sa.Column("recency_days", sa.Numeric(), nullable=True),
        sa.Column("frequency", sa.Numeric(), nullable=True),
        sa.Column("monetary", sa.Numeric(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("rule_precision", sa.Numeric(), nullable=True),
        sa.Column("rule_recall", sa.Numeric(), nullable=True),
        sa.PrimaryKeyConstraint("segmentation_id", "segment_id"),
    )
    op.create_table(
        "transactions",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("invoice_no", sa.Text(), nullable=False),
        sa.Column("invoiced_at", sa.DateTime(), nullable=False),
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_price", sa.Numeric(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("load_id", sa.BigInteger(), nullable=False),
    )
    op.create_index(
        "ix_transactions_customer_id_invoice_no", "transactions", ["customer_id", "invoice_no"], unique=False
    )
    op.create_table(
        "value_models",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("metrics", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )


def downgrade() -> None:
    op.drop_table("value_models")
    op.drop_index("ix_transactions_customer_id_invoice_no", table_name="transactions")
    op.drop_table("transactions")
    op.drop_table("segments")
    op.drop_index("uq_segmentations_published", table_name="segmentations", postgresql_where="published")
    op.drop_table("segmentations")
    op.drop_table("segment_value")
    op.drop_table("segment_sizes")
    op.drop_index("ix_segment_products_segment", table_name="segment_products")
    op.drop_table("segment_products")
    op.drop_table("segment_offers")
    op.drop_index("ix_segment_lift_stock_code", table_name="segment_lift")
    op.drop_table("segment_lift")
    op.drop_table("segment_last_orders")
    op.drop_table("segment_hours")
    op.drop_table("segment_flows")
    op.drop_table("segment_first_orders")
    op.drop_table("segment_attributes")
    op.drop_table("segment_activity")
    op.drop_table("sample_months")
    op.drop_table("rejected_rows")
    op.drop_table("products")
    op.drop_table("product_pairs")
    op.drop_table("orders")
    op.drop_table("loads")
    op.drop_index("ix_guest_transactions_invoice_no", table_name="guest_transactions")
    op.drop_table("guest_transactions")
    op.drop_table("guest_orders")
    op.drop_index("ix_customers_refused", table_name="customers", postgresql_where=sa.text("consent IS false"))
    op.drop_table("customers")
    op.drop_index(
        "ix_customer_value_fading_value",
        table_name="customer_value",
        postgresql_where=sa.text("fading_value IS NOT NULL"),
    )
    op.drop_table("customer_value")
    op.drop_index("ix_customer_segments_segment", table_name="customer_segments")
    op.drop_table("customer_segments")
    op.drop_table("customer_outliers")
    op.drop_table("customer_months")
    op.drop_index("ix_customer_features_sample_key", table_name="customer_features")
    op.drop_index("ix_customer_features_monetary", table_name="customer_features")
    op.drop_index("ix_customer_features_last_order_at", table_name="customer_features")
    op.drop_index("ix_customer_features_frequency", table_name="customer_features")
    op.drop_index("ix_customer_features_country", table_name="customer_features")
    op.drop_index("ix_customer_features_average_order_value", table_name="customer_features")
    op.drop_table("customer_features")
    op.drop_table("customer_changes")
    op.drop_table("countries")
    op.drop_table("attributes")
