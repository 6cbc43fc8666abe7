"""Which money a run counts: net of what was given back, or gross; and what it is called on screen."""

from sqlalchemy import Connection, select, text

from warehouse.schema import segmentations
from wording.languages import to_say

NET, GROSS = "net", "gross"
MEASURES = (NET, GROSS)
WORDS = {NET: to_say("sales net of returns"), GROSS: to_say("gross sales")}
SHORT = {NET: to_say("net sales"), GROSS: to_say("sales")}  # within a rule
COLUMNS = {NET: "net", GROSS: "monetary"}  # of customer_features
HAS_RETURNS = "select exists (select from orders where returns <> 0)"


def resolve(connection: Connection, asked: str | None) -> str:
    """What was asked for; else net where the store knows returns. `orders` have to be there."""
    if asked is not None:
        return asked
    return NET if connection.execute(text(HAS_RETURNS)).scalar_one() else GROSS


def latest(connection: Connection) -> str:
    """The measure of the newest RFM groups, for segmentations that count no money themselves; gross without one."""
    s = segmentations.c
    newest = select(s.parameters).where(s.algorithm == "rfm").order_by(s.segmentation_id.desc()).limit(1)
    parameters = connection.scalar(newest) or {}
    return str(parameters.get("monetary", GROSS))
