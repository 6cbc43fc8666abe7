"""The names of what Regulars knows of a line of an invoice, whatever a shop calls its columns."""

# What a clean line consists of, in this order.
NAMES = ("invoice_no", "invoiced_at", "quantity", "unit_price", "customer_id", "stock_code", "description", "country")
# What may stand in for parts of it, or change its meaning.
ENDED = ("cancelled_at", "refunded_at")  # moments from which a sale is none, or was taken back; blank where it stands
HELPERS = ("time", "total", "status", "type", "is_return", "returned", *ENDED, "discount")
BUYERS = ("address", "witness")  # beside a customer's number: the address, or else what tells people apart
GIVEN = "first_name"  # what stands before the last name, where that is who bought
PAYMENTS = ("payee", "reference")  # who gets a payment, and the payment that it takes back
ROLES = NAMES + HELPERS + BUYERS + (GIVEN,) + PAYMENTS
TOLD = (
    *NAMES,
    *HELPERS,
    "address",
    GIVEN,
    "order_discount",
    "order_total",
    "refund",
)  # what --map may say; the last three stand beside the lines of an order
AMOUNTS = ("quantity", "unit_price", "total")
MONEY = AMOUNTS[1:]
