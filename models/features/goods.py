"""Which stock codes are no products: postage, fees, vouchers, samples, bookings by hand. The rule is this data.

A line without a code is of the product of its name, which stands in the place of the code. A code is no product when
it is blank, when it or its description is named here, or when it is a short word without a digit (POST, DOT, M, PADS)
in a shop whose codes carry digits; a name is none when nothing was sold under it. Descriptions have to match as a
whole: a "carriage clock" and a "postage stamp tin" are products.
"""

from collections.abc import Mapping

SHORT_CODE = 4  # letters at most of a booking word in a shop with numbered codes

CODES = (
    *("post", "postage", "dot", "c2", "c3", "m", "manual", "d", "discount", "s", "samples", "b", "pads", "cruk"),
    *("bank charges", "bankcharges", "amazonfee", "amazon fee", "adjust", "adjust2", "gift", "giftcard", "gift card"),
    *("voucher", "shipping", "delivery", "freight", "fee", "fees", "tip", "tips", "refund", "rounding"),
)
CODE_PATTERN = r"^(gift[_ -]|test[0-9]*$|adjust[0-9]*$)"

_WORDS = (
    *("postage", "post and packing", "postage and packing", "postage & packing", "p&p", "p & p", "carriage"),
    *("shipping", "shipping and handling", "shipping & handling", "delivery", "freight", "handling", "packing"),
    *("discount", "bank", "manual", "manual entry", "samples?", "vouchers?", "gift vouchers?", "gift cards?"),
    *("amazon", "cruk", "ebay", "paypal", "credit card", "payment", "transaction", "service", "adjustment"),
    *("versand", "versandkosten", "porto", "fracht", "livraison", "frais de port", "envío", "gastos de envío"),
    *("spedizione", "spese di spedizione", "frete", "verzending", "verzendkosten", "bezorging", "trinkgeld"),
    *("adjust bad debt", "bad debt", "bad debt adjustment", "refund", "rounding", "tips?", "surcharge", "deposit"),
)
# "dotcom postage", "next day carriage", "bank charges", "amazon fee", "manual", but not "bank" or "service" alone
_NEEDS_FEE = ("bank", "amazon", "cruk", "ebay", "paypal", "credit card", "payment", "transaction", "service")
_ALONE = "|".join(word for word in _WORDS if word not in _NEEDS_FEE)
_FEES = "charges?|costs?|fees?|commission"
_BEFORE = "dotcom|next day|express|standard"
_MARKS = r"[^\pL\pN_]*"  # \W would be of English alone
DESCRIPTION_PATTERN = (
    rf"^{_MARKS}((({_BEFORE}) )?({_ALONE})( ({_FEES}))?"
    rf"|({'|'.join(_NEEDS_FEE)}) ({_FEES})"
    rf"|{_FEES}){_MARKS}$"
)


def rule() -> Mapping[str, object]:
    """The rule as the parameters of `products.sql`; patterns are RE2's and disregard case."""
    return {
        "codes": list(CODES),
        "code_pattern": CODE_PATTERN,
        "description_pattern": DESCRIPTION_PATTERN,
        "short_code": SHORT_CODE,
    }
