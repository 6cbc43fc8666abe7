"""The sentences of /cohorts that come in several forms: of people or of money, of shares or of amounts."""

from __future__ import annotations

from wording.languages import to_say, to_say_n

NO_MONTH = to_say("The data cover no month in full, so nobody can be seen to come back yet.")
MEASURED = {  # by whether it is of money, and a share
    (False, False): to_say("Customers with an order in that month"),
    (False, True): to_say("Customers with an order in that month, of all of their cohort"),
    (True, False): to_say("Sales net of returns in that month"),
    (True, True): to_say("Sales net of returns in that month, of those of the first month"),
}

TOGETHER = to_say("all cohorts together that have come so far · thin: each cohort by itself")
MEAN = to_say("mean of the cohorts that have come so far · thin: each cohort by itself")
ORDERED_AFTER = to_say_n("Ordered {n} month after", "Ordered {n} months after")
SALES_AFTER = to_say_n("Sales {n} month after", "Sales {n} months after")
WHOLE = to_say_n(
    "<b>First order in {month}</b><br>{n} customer: the whole cohort",
    "<b>First order in {month}</b><br>{n} customers: the whole cohort",
)
CAME = to_say(
    "<b>First order in {month}</b><br>{after} after, in {then}: {amount} net of returns,<br>{share} of the first month"
)
AGAIN = to_say_n(
    "<b>First order in {month}</b><br>{after} after, in {then}: {n} customer ordered again,<br>"
    "{share} of the first month",
    "<b>First order in {month}</b><br>{after} after, in {then}: {n} customers ordered again,<br>"
    "{share} of the first month",
)
SALES_AGAIN = to_say("{share} of their first month's sales come again {when}")
ORDER_AGAIN = to_say("{share} of new customers order again {when}")
SALES_OF_ALL = to_say_n(
    "{share} of their first month's sales of all {n} cohort come again {when}",
    "{share} of their first month's sales of all {n} cohorts come again {when}",
)
ORDERS_OF_ALL = to_say_n(
    "{share} of new customers of all {n} cohort order again {when}",
    "{share} of new customers of all {n} cohorts order again {when}",
)
SALES_THEN = to_say_n(
    "{share} of first sales come {n} month after: {ours}, {points} against {theirs}",
    "{share} of first sales come {n} months after: {ours}, {points} against {theirs}",
)
ORDERS_THEN = to_say_n(
    "{share} of new customers order {n} month after: {ours}, {points} against {theirs}",
    "{share} of new customers order {n} months after: {ours}, {points} against {theirs}",
)
