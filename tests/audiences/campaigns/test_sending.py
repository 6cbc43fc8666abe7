"""A campaign from an audience to files, the ledger and back: who goes, who is held out, and nobody twice."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, delete, select, text

from audiences.campaigns import again, keeping, ledger, look, quiet_days, send
from audiences.campaigns.barring import choose_quiet_days
from audiences.conditions import read
from audiences.lists import brought, ranking
from audiences.lists import keeping as audiences
from tests.audiences.campaigns.shop import SHOP, fill_shop
from tests.audiences.shop import fill
from tests.databases import connected
from warehouse.access import ROLE
from warehouse.errors import InputError
from warehouse.schema import (
    delivery_members,
)

TODAY = date(2026, 7, 2)


@pytest.fixture(scope="module")
def store(server_url: str) -> Iterator[Engine]:
    """A shop of 50: one without an address, one who never said they may be written to. Nobody changes it."""
    with connected(server_url, "campaigns") as engine:
        fill_shop(engine)
        yield engine


@pytest.fixture
def connection(store: Engine) -> Iterator[Connection]:
    """In one transaction as the web's role and a viewer of everything, of which nothing stays."""
    with store.connect() as connection:
        be(connection, "*", "yes")
        yield connection
        connection.rollback()


def be(connection: Connection, countries: str, personal: str) -> None:
    connection.execute(text(f"set local role {ROLE}"))
    for name, value in (("countries", countries), ("personal", personal)):
        connection.execute(text("select set_config(:name, :value, true)"), {"name": f"regulars.{name}", "value": value})


def campaign(
    connection: Connection, name: str = "Spring", format: str = "mailchimp", **more: object
) -> keeping.Campaign:
    return keeping.create(connection, name, 1, format, **more)


def sent(connection: Connection, one: keeping.Campaign, folder: Path, quiet: int = 30) -> ledger.Delivery:
    return send(connection, one, "opt-in", quiet, folder, TODAY, "anna@shop.example")


def parts(connection: Connection, number: int) -> dict[str, str]:
    m = delivery_members.c
    return {row[0]: row[1] for row in connection.execute(select(m.customer_id, m.role).where(m.delivery_id == number))}


def test_what_is_looked_at_before(connection: Connection) -> None:
    found = look(connection, 1, "mailchimp", "opt-in", 90, 30)
    assert (found.preflight.goes, dict(found.preflight.left_out)) == (48, {"unknown consent": 1, "no address": 1})
    assert found.base_rate == pytest.approx(0.19)
    half = look(connection, 1, "mailchimp", "opt-in", 45, 30).base_rate
    assert half == pytest.approx(0.1)  # 0.9 * 0.9 = 1 - 0.19


def test_a_list_leaves_and_is_on_record(connection: Connection, tmp_path: Path) -> None:
    one = campaign(connection)
    found = sent(connection, one, tmp_path)
    file = tmp_path / "spring_mailchimp_2026-07-02.csv"
    rows = list(csv.DictReader(StringIO(file.read_text(encoding="utf-8"))))
    roles = parts(connection, found.delivery_id)
    assert {row["Email Address"].split("@")[0] for row in rows} == {
        who for who, role in roles.items() if role == "sent"
    }
    by_segment = Counter(SHOP[who].segment for who, role in roles.items() if role == "held")
    assert by_segment == {"champions": 2, "lost": 3}  # a tenth of 20 and of 28, five in all
    left = found.leaving
    assert (left.rows, left.held, left.left_out) == (43, 5, {"unknown consent": 1, "no address": 1})
    assert (left.seed, left.held_share, left.counts_from) == (one.seed, Decimal("0.1"), TODAY)
    assert (left.conditions, left.filters) == ({"all": []}, {"consent": "opt-in", "quiet_days": 30})
    assert (left.audience_id, left.audience_version, left.made_by) == (1, 1, "anna@shop.example")
    digest = sha256(file.read_bytes()).hexdigest()
    assert found.files == (ledger.File(file.name, 43, file.stat().st_size, digest),)


def test_the_same_people_are_held_out_of_every_list_of_a_campaign(connection: Connection, tmp_path: Path) -> None:
    one = campaign(connection)
    first, second = (parts(connection, sent(connection, one, tmp_path).delivery_id) for _ in range(2))
    assert first == second
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "spring_mailchimp_2026-07-02.csv",
        "spring_mailchimp_2026-07-02_2.csv",
    ]


def test_who_comes_later_is_drawn_and_nobody_moves(store: Engine, tmp_path: Path) -> None:
    with store.connect() as connection:
        few = {number: one for number, one in SHOP.items() if number < "c30"}
        fill(connection, few)
        be(connection, "*", "yes")
        one = campaign(connection)
        first = parts(connection, sent(connection, one, tmp_path).delivery_id)
        connection.execute(text("reset role"))
        fill(connection, SHOP | {"c00": replace(SHOP["c00"], segment="lost")})
        be(connection, "*", "yes")
        second = parts(connection, sent(connection, one, tmp_path).delivery_id)
        connection.rollback()
    assert {who: second[who] for who in first} == first  # c00 is in another segment by now
    assert len(second) == 48


def test_two_campaigns_never_write_to_one_person(connection: Connection, tmp_path: Path) -> None:
    kept = audiences.keep(connection, "Champions", read({"segment": ["champions"]}), None)
    spring = keeping.create(connection, "Spring", kept.audience_id, "mailchimp")
    summer = campaign(connection, "Summer")
    before = parts(connection, sent(connection, spring, tmp_path).delivery_id)
    found = sent(connection, summer, tmp_path)
    assert found.leaving.left_out["in another campaign"] == 20  # those held out of the first included
    assert set(before) & set(parts(connection, found.delivery_id)) == set()
    third = sent(connection, spring, tmp_path)
    assert third.leaving.left_out.get("in another campaign", 0) == 0  # their own is none other
    without_quiet = sent(connection, campaign(connection, "Autumn"), tmp_path, quiet=0)
    assert without_quiet.leaving.left_out == {"unknown consent": 1, "no address": 1}


def test_whoever_sends_nobody_is_mailed_twice(connection: Connection, tmp_path: Path) -> None:
    """What others sent to the same people counts for viewers of few countries, who do not see those lists."""
    sent(connection, campaign(connection), tmp_path)
    be(connection, "GB", "yes")
    with pytest.raises(InputError, match="Nobody would be in the file: 48 in another campaign"):
        sent(connection, campaign(connection, "Summer"), tmp_path)


def test_nobody_of_a_suppression_list_is_in_a_list(connection: Connection, tmp_path: Path) -> None:
    number = brought.bring(connection, "Complained", brought.Found(("c00", "c30", "c48"), ()), None)
    assert "suppressed" not in look(connection, 1, "mailchimp", "opt-in", 90, 30).preflight.left_out
    brought.suppress(connection, number, is_suppression=True)
    found = sent(connection, campaign(connection), tmp_path)
    assert found.leaving.left_out == {"suppressed": 3, "unknown consent": 1}
    assert not {"c00", "c30"} & set(parts(connection, found.delivery_id))
    brought.suppress(connection, number, is_suppression=False)
    assert "suppressed" not in look(connection, 1, "mailchimp", "opt-in", 90, 0).preflight.left_out
    with pytest.raises(InputError, match="There is no list 99"):
        brought.suppress(connection, 99, is_suppression=True)


SHARED = {  # what c30 to c33 have, and c00 to c03 the same
    "email": "email = ' C0' || right(customer_id, 1) || '@Example.ORG'",
    "phone": "phone = case when customer_id < 'c30' then '+44 20 7183 875' else '0044 (0)20-7183/875' end"
    " || right(customer_id, 1)",
}


@pytest.mark.parametrize("contact", [*SHARED])
def test_what_is_so_of_an_address_is_so_of_all_who_have_it(
    connection: Connection, tmp_path: Path, contact: str
) -> None:
    """Of customers who are not in the audience, and of countries not seen, too; a campaign's own is none other."""
    audiences.keep(connection, "Some", read({"field": "customer_id", "in": ["c00", "c01", "c02", "c03", "c04"]}), None)
    twins = audiences.keep(connection, "Twins", read({"field": "customer_id", "in": ["c32", "c33"]}), None).audience_id
    connection.execute(text("reset role"))
    connection.execute(
        text(f"update customers set {SHARED[contact]}, country = case when customer_id < 'c30' then 'GB' else 'FR' end,"
             " consent = customer_id <> 'c30' where customer_id ~ 'c[03][0-3]'")
    )  # fmt: skip
    connection.execute(text("update customer_features set country = 'FR' where customer_id between 'c30' and 'c33'"))
    be(connection, "*", "yes")
    brought.suppress(
        connection, brought.bring(connection, "Left", brought.Found(("c31",), ()), None), is_suppression=True
    )
    other = keeping.create(connection, "Twins", twins, "mailchimp", Decimal("0.5"))
    assert sorted(parts(connection, sent(connection, other, tmp_path).delivery_id).values()) == ["held", "sent"]
    reasons = {"no consent": 1, "suppressed": 1, "in another campaign": 2}
    for countries in ("*", "GB"):
        be(connection, countries, "yes")
        found = look(connection, twins - 1, "mailchimp", "opt-in", 90, 30).preflight
        assert (found.goes, dict(found.left_out)) == (1, reasons), countries
    own = keeping.create(connection, "Some", twins - 1, "machines", Decimal(0))
    for _ in range(2):
        assert sent(connection, own, tmp_path).leaving.left_out == reasons
    everybody = look(connection, twins - 1, "machines", "all", 90, 0).preflight
    assert (everybody.goes, everybody.left_out) == (4, {"suppressed": 1})
    assert any("within the quiet time" in one for one in found.sentences())


ALIKE = {  # c00 and t00
    "email": "email = case when customer_id like 't%' then upper(email) else email end",
    "phone": "email = customer_id || '@example.org', phone = '+44207183' || right(customer_id, 2) || '00'",
}


@pytest.mark.parametrize("contact", [*ALIKE])
def test_who_comes_later_has_the_part_of_their_address(connection: Connection, tmp_path: Path, contact: str) -> None:
    """Held out where anybody with it is; drawn by themselves they would mostly be written to."""
    one = campaign(connection, held_share=Decimal("0.5"), format="machines")
    first = parts(connection, sent(connection, one, tmp_path).delivery_id)
    connection.execute(text("reset role"))
    twins = [{"twin": f"t{number:02d}", "of": f"c{number:02d}"} for number in range(40)]
    for table in ("customer_features", "customers"):
        row = (
            "jsonb_populate_record(null::{0}, to_jsonb({0}) || jsonb_build_object('customer_id', cast(:twin as text)))"
        )
        connection.execute(
            text(f"insert into {table} select ({row.format(table)}).* from {table} where customer_id = :of"),
            twins,
        )
    connection.execute(text(f"update customers set {ALIKE[contact]}"))
    be(connection, "*", "yes")
    second = parts(connection, sent(connection, one, tmp_path).delivery_id)
    assert {who: part for who, part in second.items() if who in first} == first
    assert {who: second[who] for who in second if who.startswith("t")} == {
        f"t{who[1:]}": part for who, part in first.items() if who < "c40"
    }
    assert {first[f"c{number:02d}"] for number in range(40)} == {"sent", "held"}


def test_of_several_audiences_the_first_takes_a_customer(connection: Connection, tmp_path: Path) -> None:
    best = audiences.keep(connection, "Champions", read({"segment": ["champions"]}), None).audience_id
    few = audiences.keep(connection, "Few", read({"field": "customer_id", "in": ["c19", "c20"]}), None).audience_id
    ranking.put_in_order(connection, [best, 1])
    assert ranking.order(connection) == [best, 1]
    assert look(connection, 1, "mailchimp", "opt-in", 90, 0).preflight.left_out["in another audience"] == 20
    assert sent(connection, campaign(connection), tmp_path).leaving.left_out["in another audience"] == 20
    # Neither the first one nor one outside the order gives way.
    assert look(connection, best, "mailchimp", "opt-in", 90, 0).preflight.goes == 20
    assert look(connection, few, "mailchimp", "opt-in", 90, 0).preflight.goes == 2
    ranking.put_in_order(connection, [1])
    assert look(connection, 1, "mailchimp", "opt-in", 90, 0).preflight.goes == 48
    for wrong, sentence in (([1, 1], "stands in the order once"), ([99], "There is no audience 99")):
        with pytest.raises(InputError, match=sentence):
            ranking.put_in_order(connection, wrong)


def test_quiet_time_ends(connection: Connection, store: Engine, tmp_path: Path) -> None:
    sent(connection, campaign(connection, "Spring"), tmp_path)
    connection.execute(text("reset role"))
    connection.execute(text("update deliveries set made_at = made_at - interval '31 days'"))
    be(connection, "*", "yes")
    assert sent(connection, campaign(connection, "Summer"), tmp_path).leaving.rows == 43
    with pytest.raises(InputError, match="Nobody would be in the file: 48 in another campaign"):
        sent(connection, campaign(connection, "Autumn"), tmp_path)


@pytest.mark.parametrize("format", ["mailchimp", "xlsx", "google", "machines"])
def test_a_file_is_made_again_byte_by_byte(connection: Connection, tmp_path: Path, format: str) -> None:
    """Whatever became of its people meanwhile."""
    found = sent(connection, campaign(connection, format=format), tmp_path)
    connection.execute(text("reset role"))
    connection.execute(text("update customers set email = 'new@example.org', first_name = 'New'"))
    be(connection, "*", "yes")
    (folder := tmp_path / "again").mkdir()
    made = again(connection, found.delivery_id, folder)
    assert (made.is_same, made.rows) == (True, found.leaving.rows)
    for path in made.paths:
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_without_somebody_who_was_erased_it_is_another_file(connection: Connection, tmp_path: Path) -> None:
    found = sent(connection, campaign(connection), tmp_path)
    who = next(who for who, role in parts(connection, found.delivery_id).items() if role == "sent")
    connection.execute(text("reset role"))
    connection.execute(delete(delivery_members).where(delivery_members.c.customer_id == who))
    be(connection, "*", "yes")
    (folder := tmp_path / "again").mkdir()
    made = again(connection, found.delivery_id, folder)
    assert (made.is_same, made.rows) == (False, 42)
    assert made.cause == "it left with 43 rows, and somebody of it was erased since"


def test_who_may_not_see_people_makes_no_file_of_them(connection: Connection, tmp_path: Path) -> None:
    found = sent(connection, campaign(connection), tmp_path)
    be(connection, "*", "no")
    with pytest.raises(InputError, match="whom you may not see"):
        again(connection, found.delivery_id, tmp_path)
    be(connection, "DE", "yes")
    with pytest.raises(InputError, match="There is no list"):
        again(connection, found.delivery_id, tmp_path)


def test_a_file_for_advertising_has_no_name_that_tells_of_people(connection: Connection, tmp_path: Path) -> None:
    names = [
        sent(connection, campaign(connection, name, "google"), tmp_path, 0).leaving.name for name in ("Debt", "Mugs")
    ]
    assert names[0].startswith("customers-")
    assert names[1] == "mugs_google_2026-07-02"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": " "}, "A campaign needs a name"),
        ({"format": "fax"}, "There is no format fax"),
        ({"held_share": Decimal("0.6")}, "Hold out between 0 and 50 %"),
        ({"window_days": 0}, "1 to 365 days"),
    ],
)
def test_what_is_no_campaign(connection: Connection, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        campaign(connection, **more)


def test_names_costs_and_quiet_time(connection: Connection) -> None:
    number = campaign(connection).campaign_id
    with pytest.raises(InputError, match="There is a campaign “spring” already"):
        campaign(connection, "spring")
    keeping.note_cost(connection, number, Decimal("99.50"))
    keeping.note_day(connection, number, TODAY)
    found = keeping.by_number(connection, number)
    assert (found.cost, found.sent_on) == (Decimal("99.50"), TODAY)
    for cost in ("-1", "NaN", "Infinity", "1e12"):
        with pytest.raises(InputError, match="0 or more"):
            keeping.note_cost(connection, number, Decimal(cost))
    keeping.note_cost(connection, number, Decimal("1e-99999"))  # of more digits than a database takes
    assert keeping.by_number(connection, number).cost == 0
    for day in (date.max, date.min):
        with pytest.raises(InputError, match="within a year of that"):
            keeping.note_day(connection, number, day)
    assert quiet_days(connection) == 30
    choose_quiet_days(connection, 0)
    assert quiet_days(connection) == 0
    with pytest.raises(InputError, match="0 to 365"):
        choose_quiet_days(connection, 366)
    assert [one.name for one in keeping.everything(connection)] == ["Spring"]
