"""What the report says, against plain SQL; that it stands alone; that it takes any shop."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from html import unescape

import pandas as pd
import pytest
from sqlalchemy import Engine, text

from dashboard.figures.style.theme import segment_colour
from dashboard.filters.selection import Filters
from dashboard.insights.advice.sources import advices
from dashboard.insights.findings.ranking import ranked_findings
from dashboard.queries.sales.concentration import concentrated
from dashboard.report.document import render
from dashboard.report.sections import countries
from dashboard.report.sections.context import NO_ORDERS, NO_SALES, Context
from dashboard.report.sections.contribution import abc
from dashboard.report.sections.parts import Section
from dashboard.shop import Shop
from dashboard.words import formats
from tests.conftest import ROOT, clean_environment
from tests.dashboard.report.conftest import EVIL, NOW, report_of
from tests.dashboard.report.reading import Report
from warehouse.errors import NoDataError

SECTIONS = ("quality", "findings", "segments", "countries", "seasons", "contribution", "advice", "method")
TOTALS = """
    with lines as (
        select invoice_no, customer_id, quantity * unit_price as amount, kind from transactions
        union all select invoice_no, null, quantity * unit_price, kind from guest_transactions
    )
    select sum(amount) filter (where kind = 'sale') as gross, sum(amount) filter (where kind = 'return') as returns,
        count(distinct invoice_no || coalesce(customer_id, '')) filter (where kind = 'sale') as orders,
        count(distinct customer_id) filter (where kind = 'sale') as customers
    from lines
"""
SEGMENTS = """
    select s.name, count(*) as customers, sum(f.net) as net
    from customer_features f join customer_segments m using (customer_id)
    join segments s using (segmentation_id, segment_id)
    where segmentation_id = (select segmentation_id from segmentations where algorithm = 'rfm' and published)
        and f.frequency > 0
    group by s.name, s.position order by s.position
"""
COUNTRIES = """
    select coalesce(n.name, a.country) as name, sum(a.gross + a.returns) as net, sum(a.orders) as orders
    from segment_activity a left join countries n using (country)
    where segmentation_id = (select segmentation_id from segmentations where algorithm = 'rfm' and published)
    group by 1 order by 2 desc limit 5
"""


def frame(engine: Engine, statement: str) -> pd.DataFrame:
    with engine.connect() as connection:
        result = connection.execute(text(statement))
        return pd.DataFrame(result.all(), columns=list(result.keys()))


def test_cover_equals_plain_sql(shop: Shop, report: Report) -> None:
    row = frame(shop.engine, TOTALS).iloc[0]
    cover = report.text[""]
    for label, value in (
        ("Gross sales", formats.money(row["gross"], "GBP")),
        ("Returns", formats.money(row["returns"], "GBP")),
        ("Net sales", formats.money(row["gross"] + row["returns"], "GBP")),
        ("Orders", formats.count(row["orders"])),
        ("Customers", formats.count(row["customers"])),
        ("Average order value", formats.money(row["gross"] / row["orders"], "GBP")),
    ):
        assert f"{label} {value} " in cover, label
    assert "Made 4 Mar 2026, 05:06" in cover
    assert "What stands out" in cover


def test_segments_equal_plain_sql(shop: Shop, report: Report) -> None:
    shown = [row[:3] for row in report.table("Segment", "Customers")[:-1]]
    assert shown == [
        [name, formats.count(customers), formats.money(net, "GBP")]
        for name, customers, net in frame(shop.engine, SEGMENTS).itertuples(index=False)
    ]


def test_recommendations_are_those_of_the_dashboard(shop: Shop, report: Report) -> None:
    scope = shop.scope(Filters())
    found = advices(shop, scope)
    assert [row[:2] for row in report.table("Segment", "What to do")] == [[one.name, one.headline] for one in found]
    said = report.text["advice"]
    for one in found:
        for sentence in (one.action, one.trend.text, one.risk.text, one.channel, one.offer, one.timing):
            assert re.sub(r"\s+", " ", sentence) in said, one.name
    findings = [re.sub(r"\s+", " ", one.title) for one in ranked_findings(shop, scope)]
    assert [one in report.text[""] for one in findings[:4]] == [True] * 4
    assert [one in report.text["findings"] for one in findings[4:14]] == [True] * len(findings[4:14])


def test_countries_equal_plain_sql(shop: Shop, report: Report) -> None:
    shown = [[row[0], row[2], row[3]] for row in report.table("Country")[:5]]
    assert shown == [
        [name, formats.count(orders), formats.money(net, "GBP")]
        for name, net, orders in frame(shop.engine, COUNTRIES).itertuples(index=False)
    ]


def test_quality_equals_the_loads(shop: Shop, report: Report) -> None:
    counts = "rows_read, rows_loaded, rows_duplicate, rows_known, rows_rejected"
    loads = frame(shop.engine, f"select {counts} from loads order by load_id desc")
    assert [row[3:] for row in report.table("File")] == [[formats.count(one) for one in row] for row in loads.values]
    reasons = frame(shop.engine, "select reason, count(*) from rejected_rows group by 1 order by 2 desc, 1 limit 12")
    shown = [row[:2] for row in report.table("Reason")] if len(reasons) else []
    assert shown == [[reason, formats.count(rows)] for reason, rows in reasons.itertuples(index=False)]


def test_every_section_has_content_and_the_segments_own_colours(shop: Shop, report: Report, html: str) -> None:
    assert list(report.text) == ["", *SECTIONS]
    assert html.count("<svg") >= 11  # the mark, and the charts
    for segment in shop.published().segmentations[0].segments:
        assert segment.name in report.text["advice"] or not segment.customers
        assert segment_colour(segment.position) in html


def test_it_stands_alone(report: Report, html: str) -> None:
    foreign = [one for one in report.loads if not one.strip("'\"").startswith(("#", "data:"))]
    assert foreign == []
    assert len([one for one in report.loads if one.startswith("data:font/woff2;base64,")]) == 2
    assert not report.tags & {"script", "link", "iframe", "object", "embed", "form", "base"}
    assert "default-src 'none'" in unescape(html)
    assert "@import" not in html
    assert len(html) < 3_000_000


def test_ids_are_told_apart_and_links_lead_somewhere(report: Report) -> None:
    assert len(report.ids) == len(set(report.ids))
    assert {one[1:] for one in report.loads if one.startswith("#")} <= set(report.ids)


def test_same_store_same_report(shop: Shop, html: str) -> None:
    assert render(shop, Filters(), NOW) == html


def test_segments_that_are_published_meanwhile_are_those_of_the_report(shop: Shop) -> None:
    made: list[Context] = []

    def section(context: Context) -> Section:
        made.append(context)
        if len(made) == 1:
            shop.published().of(replace(context.scope, segmentation_id=0))
        return countries.section(context)

    assert "Germany" in render(shop, Filters(), sections=[section])
    assert len(made) == 2


def test_markup_in_the_data_is_text(evil_html: str) -> None:
    report = Report(evil_html)
    assert "script" not in report.tags
    assert "b" not in report.tags
    assert report.table("Country")[0][0] == EVIL
    assert report.table("File")[0][0].startswith("<b>shop&co.csv")
    assert EVIL in report.text["countries"].split("Countries in figures")[0]  # in a drawing as well


def test_dollars_are_no_formula(evil: Shop, evil_html: str) -> None:
    countries = Report(evil_html).text["countries"]
    gross = formats.money(frame(evil.engine, TOTALS).iloc[0]["gross"], "USD")
    assert gross.startswith("$")
    assert f"{gross} · 100 %" in countries


def test_filters_apply_and_are_named(shop: Shop) -> None:
    month, country = shop.published().last_month, next(iter(shop.published().country_names))
    report = report_of(shop, Filters(date(month.year, 1, 1), month, (country,), ("champions",), "rfm"))
    name = shop.published().country_name(country)
    assert f"Selection {name} · Champions" in report.text[""]
    assert [row[0] for row in report.table("Country")] == [name, "All"]
    assert [row[0] for row in report.table("Segment", "Customers")] == ["Champions", "All customers"]
    assert "Champions" in report.text["advice"]
    assert "Loyal" not in report.text["advice"]


def test_other_segmentation(shop: Shop) -> None:
    report = report_of(shop, Filters(segmentation="kmeans"))
    assert "Segmentation K-means" in report.text[""]


def test_a_selection_without_sales_says_so(shop: Shop) -> None:
    report = report_of(shop, Filters(start=date(2090, 1, 1), end=date(2090, 2, 1)))
    for name in ("segments", "contribution", "countries", "seasons"):
        assert NO_SALES in report.text[name], name


def test_a_tiny_shop(small: Shop) -> None:
    report = report_of(small)
    assert "Changes: Mar 2023 vs Feb 2023, full months only." in report.text[""]
    assert "The months can be compared after twelve full months in a row." in report.text["seasons"]
    assert report.table("Segment", "Customers")[-1][0] == "All customers"


def test_only_guests(shop: Shop) -> None:
    report = report_of(shop, Filters(segments=("guests",)))
    assert "nobody to rank" in report.text["contribution"]
    assert NO_SALES in report.text["segments"]


def test_customers_without_orders(people: Shop) -> None:
    report = report_of(people)
    plain = NO_ORDERS
    for name in ("contribution", "seasons"):
        assert plain in report.text[name], name
    assert "Customers 120 Segments 4" in report.text[""]
    names = [segment.name for segment in people.published().segmentations[0].segments]
    assert [row[0] for row in report.table("Segment")] == names
    assert "Germany" in report.text["countries"]


def test_nothing_published(engine: Engine) -> None:
    with pytest.raises(NoDataError, match="Nothing has been loaded yet"):
        render(Shop(engine, "GBP"), Filters())


def test_classes_of_customers_add_up() -> None:
    found = concentrated([800, 100, 60, 25, 15])
    assert [(letter, round(customers, 9), round(sales, 9)) for letter, _, customers, sales in abc(found)] == [
        ("A", 0.2, 0.8),
        ("B", 0.4, 0.16),
        ("C", 0.4, 0.04),
    ]


def test_the_dashboard_starts_without_matplotlib() -> None:
    code = "import sys, dashboard.app, dashboard.report.routes; print({'matplotlib', 'seaborn'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_a_report_names_nobody(kept: Shop) -> None:
    """So it may go round, and is in no ledger of lists: it has no addresses, places or numbers of customers."""
    html = render(kept, Filters(), NOW)
    words = set(re.findall(r"[\w.@-]+", " ".join(Report(html).text.values())))
    people = frame(kept.engine, "select customer_id, email, city from customers where email is not null")
    assert len(people) > 200
    assert {value for column in people for value in people[column]} & words == set()
    assert "@example.com" not in html
