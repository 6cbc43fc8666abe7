"""The form of a report by mail: of the view that is looked at, or of a board."""

from __future__ import annotations

from dash import html

from dashboard.components.asking import button, card
from dashboard.components.basics import Children
from dashboard.components.forms import Fields, row
from dashboard.components.thresholds.threshold import ABOVE, BELOW, FIGURES, MOVED
from dashboard.filters.selection import Filters
from dashboard.pages.exports import of_board
from dashboard.pages.exports.subscribing import view_of
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from wording.languages import say, to_say

FIELDS = Fields("subscription")
EVERY = (("week", to_say("Every week")), ("night", to_say("Every day")))
WHEN = (
    ("", to_say("Every time")),
    (BELOW, to_say("Only when a key figure is below")),
    (ABOVE, to_say("Only when a key figure is above")),
    (MOVED, to_say("Only when a key figure has moved by more than")),
)
TITLE = to_say("Mail this view")
OF_BOARD = to_say("Mail this board")
MOVES = to_say(
    "With a picture and the key figures in the letter, the report as a PDF and its numbers as a workbook; a webhook "
    "gets the figures. Months up to the newest move on with the data."
)
MOVES_OF_BOARD = to_say(
    "With a picture of the board in the letter, the board as a PDF and its numbers as a workbook; a webhook gets what "
    "each chart says. Each card keeps its own filters. Nothing in it tells of a single customer."
)
CROSSING = to_say(
    "Looked at then, with the numbers of this view: sent once when it is crossed, and again after it has come back. A "
    "month that is not over counts as far as it goes. How much a figure moved is against what the view compares with, "
    "in full months."
)
CROSSING_OF_BOARD = to_say(
    "Looked at then, with the numbers that you choose: sent once when it is crossed, and again after it has come back. "
    "A month that is not over counts as far as it goes. How much a figure moved is against what they compare with, "
    "in full months."
)
NO_MAIL = to_say(
    "No mail can be sent yet: whoever runs Regulars has to name a mail server (REGULARS_SMTP_HOST). Then a view can be "
    "mailed every week or every day."
)


def form(shop: Shop, search: str, key: str) -> Children:
    """A card that mails the view, or the board, that an address names; another `key` empties it."""
    shop.refuse_a_part()
    number = of_board.named_in(search)
    seen = None if number is None else of_board.seen(shop, number)
    if seen is None:
        title, words = say(TITLE), view_of(Filters.from_query(search), shop.published())[1]
    else:
        title, words = say(OF_BOARD), seen[0].name
    if not shop.mails:
        return card(title, say(NO_MAIL), key="form-none")
    own = asker().name or ""
    choices = [] if seen is None else of_board.choices(shop, seen[1])
    fields = row(
        FIELDS.text("emails", say("To", sense="mail"), value=own, placeholder="anna@shop.example"),
        FIELDS.select("every", say("How often"), [(key, say(words)) for key, words in EVERY]),
        FIELDS.select("weekday", say("Day"), [(str(number), day) for number, day in enumerate(formats.weekdays())]),
        FIELDS.text("at", say("Time"), kind="time", value="08:00"),
        FIELDS.select("when", say("Send"), [(key, say(words)) for key, words in WHEN], wide=True),
        FIELDS.select("figure", say("Key figure"), [(key, say(one.label)) for key, one in FIGURES.items()]),
        FIELDS.text("value", say("Value"), placeholder=say("10000, of shares per cent"), inputMode="decimal"),
        *([FIELDS.select(of_board.OF_CARD, say("Of", sense="board"), choices, wide=True)] if choices else []),
        FIELDS.text("webhook", say("And to a webhook"), wide=True, placeholder="https://…"),
    )
    ask = html.Div(button(title, "subscribe", "primary", "send"), className="form-row")
    crossing, moves = (CROSSING, MOVES) if number is None else (CROSSING_OF_BOARD, MOVES_OF_BOARD)
    hints = [html.P(say(crossing), className="form-hint of-crossing"), html.P(say(moves), className="form-hint")]
    body = html.Div([fields, *hints, ask], className="form asking-form", role="form")
    return card(f"{title}: {words}", say("At the time of day in {zone}", zone=shop.zone), body, key=f"form-{key}")
