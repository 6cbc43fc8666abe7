"""In SQL, as the web's own role: work is asked for in the name of who was shown, by those who may."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import ProgrammingError

from accounts.rights import ROLES
from accounts.tokens import digest
from audiences.lists import brought
from tests.accounts.people import by_owner, person, signed_in
from warehouse.access import EVERYTHING, show
from warehouse.schedules import RIGHTS
from worker.kinds import KINDS

REFUSED = "without having shown who asks"
ASK = "insert into jobs (kind, arguments, state, asked_by, asked_at) values ('{}', '{{}}', 'waiting', '{}', now())"
PLAN = (
    "insert into schedules (name, kind, arguments, every, at, zone, owner, created_at, next_at)"
    " values ('x', '{}', '{{}}', 'night', '03:00', 'UTC', '{}', now(), now())"
)
BRING = (
    "insert into uploads (upload_id, file_name, bytes, uploaded_by, started_at, state)"
    " values ('x', 'x.csv', 1, '{}', now(), 'receiving')"
)
MAKE = "insert into audiences (name, version, made_by, made_at) values ('{0} made', 1, '{0}', now())"
LIST = "insert into static_lists (name, made_by, made_at, is_suppression) values ('{0} brought', '{0}', now(), true)"
VERSION = "insert into audience_versions select audience_id, 1, '{{}}', '{0}', now() from audiences"
CAMPAIGN = (
    "insert into campaigns (name, audience_id, audience_version, destination_format, held_share, seed, window_days,"
    " created_by, created_at, made_for) values ('{0} wrote', 1, 1, 'emails', 0, 'x', 30, '{0}', now(), '*')"
)
LEFT = (
    "insert into deliveries (name, destination, mode, rows, held, left_out, made_by, made_at, campaign_id)"
    " values ('{0} sent', 'emails', 'full', 0, 0, '{{}}', '{0}', now(), null)"
)
AGAIN = LEFT.replace("values (", "select ").replace("null)", "campaign_id from campaigns where created_by = '{0}'")
CONNECT = (
    "insert into connections (name, kind, settings, created_by, created_at) values ('x', 'sftp', '{}', 'zoe', now())"
)
CHOOSE = "insert into shop_settings values ('quiet_days', '0', now())"
EMAILS = {role: f"{role}@shop.example" for role in ROLES}
PART = "part@shop.example"


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """A user of each role, and an analyst of one country."""
    for role, email in EMAILS.items():
        person(engine, email, role)
    person(engine, PART, "analyst", ["FR"])
    return engine


@contextmanager
def shown(engine: Engine, email: str | None = None) -> Iterator[Connection]:
    """A transaction of the role that sees the whole shop, in which somebody's session is shown."""
    token = signed_in(engine, email) if email else None
    with engine.begin() as connection:
        connection.execute(text("select set_config('regulars.countries', :all, true)"), {"all": EVERYTHING})
        if token:
            show(connection, "session", digest(token))
        yield connection


def refused(engine: Engine, statement: str, email: str | None = None) -> None:
    with pytest.raises(ProgrammingError, match=REFUSED), shown(engine, email) as connection:
        connection.execute(text(statement))


def test_the_roles_that_may_ask_are_those_of_the_rights(engine: Engine) -> None:
    """Of every kind of job; what the worker asks itself for is asked for by nobody else."""
    needed = {"forget": ("erase",), "send": ("audiences", "export"), **RIGHTS}
    with engine.connect() as connection:
        for kind in KINDS:
            for role, rights in ROLES.items():
                may = kind not in ("notify", "retention") and set(needed.get(kind, ("load",))) <= rights
                assert connection.scalar(select(func.may_ask(kind, role))) == may, (kind, role)


def test_work_is_in_the_name_of_who_was_shown(shop: Engine) -> None:
    """Whatever name the statement gives: the worker and the record go by it."""
    admin, analyst = EMAILS["admin"], EMAILS["analyst"]
    for statement in (ASK.format("forget", admin), ASK.format("fit", admin), PLAN.format("fit", admin),
                      BRING.format(admin)):  # fmt: skip
        refused(shop, statement)
    for email in (analyst, EMAILS["marketer"], EMAILS["viewer"], PART):
        refused(shop, ASK.format("forget", admin), email)
    refused(shop, ASK.format("fit", admin), PART)
    refused(shop, PLAN.format("fit", admin), EMAILS["marketer"])
    with shown(shop, analyst) as connection:
        for statement in (ASK.format("fit", admin), PLAN.format("fit", admin), BRING.format(admin)):
            connection.execute(text(statement))
        connection.execute(text("update jobs set cancel_asked_by = :admin"), {"admin": admin})
        found = "select asked_by, cancel_asked_by, owner, uploaded_by from jobs, schedules, uploads"
        assert connection.execute(text(found)).all() == [(analyst, analyst, analyst, analyst)]
    with shown(shop, admin) as connection:
        connection.execute(text(ASK.format("forget", analyst)))
        assert connection.scalar(text("select asked_by from jobs where kind = 'forget'")) == admin
        connection.execute(text("update schedules set owner = 'zoe'"))  # taken over by oneself
        assert connection.scalar(text("select owner from schedules")) == admin


@pytest.mark.parametrize(
    "statement",
    [
        "update jobs set state = 'cancelled'",
        "update jobs set state = 'done'",
        "update schedules set arguments = '{}'",
        "update schedules set is_active = false",
        "delete from schedules",
    ],
)
def test_what_others_asked_for_is_not_changed_by_nobody(shop: Engine, statement: str) -> None:
    with shown(shop, EMAILS["analyst"]) as connection:
        for one in (ASK.format("fit", ""), PLAN.format("fit", "")):
            connection.execute(text(one))
    for email in (None, EMAILS["viewer"], EMAILS["marketer"], PART):
        refused(shop, statement, email)


def test_who_is_in_others_lists_is_theirs_to_say(shop: Engine) -> None:
    """Rows of members, and versions of conditions, of what somebody else made."""
    with by_owner(shop) as connection:
        for one in (EMAILS["admin"], PART):
            connection.execute(text(MAKE.format(one)))
            connection.execute(text(LIST.format(one)))
        connection.execute(text("insert into static_list_members select list_id, 'a' from static_lists"))
    theirs, own = (f"made_by = '{one}'" for one in (EMAILS["admin"], PART))
    for statement in (
        "delete from static_list_members where list_id in (select list_id from static_lists where {})",
        "insert into static_list_members select list_id, 'c' from static_lists where {}",
        "insert into audience_versions select audience_id, 9, '{{}}', made_by, now() from audiences where {}",
    ):
        refused(shop, statement.format(theirs), PART)
        with shown(shop, PART) as connection:
            assert connection.execute(text(statement.format(own))).rowcount in (1, 2)


def test_what_a_statement_sets_hides_nobody_s_list(shop: Engine) -> None:
    """Not even for a trigger that runs when the statement has ended."""
    with by_owner(shop) as connection:
        connection.execute(text(LIST.format(EMAILS["admin"])))
        connection.execute(text("insert into static_list_members select list_id, 'a' from static_lists"))
    hiding = "select count(*), max(set_config('regulars.countries', '', true)) from changed"
    for change in (
        "delete from static_list_members returning 1",
        "insert into static_list_members select list_id, 'b' from static_lists returning 1",
    ):
        refused(shop, f"with changed as ({change}) {hiding}", PART)


def test_nothing_is_added_to_what_others_sent(shop: Engine) -> None:
    """Whoever it is; to what one sends oneself in the statement that puts it on record, too."""
    with by_owner(shop) as connection:
        connection.execute(text(LEFT.format(EMAILS["admin"])))
    members = "insert into delivery_members (delivery_id, customer_id, role)"
    own = f"with own as ({LEFT.format('')} returning delivery_id) {members} select delivery_id, 'a', 'sent' from own"
    for email in (PART, EMAILS["marketer"]):
        for statement in (
            f"{members} select delivery_id, 'b', 'sent' from deliveries",
            "insert into delivery_files select delivery_id, 'a', 1, 1, 'x' from deliveries",
        ):
            with (
                pytest.raises(ProgrammingError, match="of what others sent"),
                shown(shop, email) as connection,
            ):
                connection.execute(text(statement))
        with shown(shop, email) as connection:
            assert connection.execute(text(own)).rowcount == 1


def test_nothing_is_added_to_a_list_that_is_on_record(shop: Engine) -> None:
    """Also of what one sent oneself; a list of plain columns gets its one file when it has been written."""
    who = EMAILS["marketer"]
    with by_owner(shop) as connection:
        connection.execute(text(LEFT.format(who)))
    late = "of a list that is on record"
    member = "insert into delivery_members (delivery_id, customer_id, role) select delivery_id, 'b', 'sent'"
    member, file = (
        f"{one} from deliveries" for one in (member, "insert into delivery_files select delivery_id, '{}', 1, 1, 'x'")
    )
    for statement in (member, file.format("a")):
        with pytest.raises(ProgrammingError, match=late), shown(shop, who) as connection:
            connection.execute(text(statement))
    with by_owner(shop) as connection:
        connection.execute(text("update deliveries set destination = 'customers'"))
    with pytest.raises(ProgrammingError, match=late), shown(shop, who) as connection:
        connection.execute(text(member))
    with shown(shop, who) as connection:
        connection.execute(text(file.format("a")))
    with pytest.raises(ProgrammingError, match=late), shown(shop, who) as connection:
        connection.execute(text(file.format("b")))


def test_what_a_schedule_does_is_its_owner_s_to_say(shop: Engine) -> None:
    """Others of the role stop it, let it go on, and take it over; reports are nobody else's."""
    admin, analyst = EMAILS["admin"], EMAILS["analyst"]
    with by_owner(shop) as connection:
        for kind in ("fetch", "report"):
            connection.execute(text(PLAN.format(kind, admin)))
    arguments, sooner = "update schedules set arguments = '[]'", "update schedules set next_at = '2001-01-01'"
    end = "delete from schedules where kind = 'report'"
    for statement in (arguments, sooner, end, "update schedules set owner = ''"):
        with pytest.raises(ProgrammingError, match="schedules of others"), shown(shop, analyst) as connection:
            connection.execute(text(statement))
    with shown(shop, admin) as connection:
        assert [connection.execute(text(one)).rowcount for one in (arguments, sooner, end)] == [2, 2, 1]
    with shown(shop, analyst) as connection:
        for change in ("is_active = false", "owner = '', arguments = '[]'"):
            connection.execute(text(f"update schedules set {change} where kind = 'fetch'"))
        assert connection.scalar(text("select owner from schedules where kind = 'fetch'")) == analyst


def test_jobs_that_have_ended_stay_as_they_ended(shop: Engine) -> None:
    with by_owner(shop) as connection:
        connection.execute(text(ASK.format("fit", "").replace("waiting", "done")))
    refused(shop, "update jobs set error = 'It was you.'", EMAILS["admin"])


def test_a_list_goes_with_all_of_it(shop: Engine) -> None:
    """Also with those whom whoever removes it does not see."""
    with by_owner(shop) as connection:
        connection.execute(text(LIST.format(PART)))
        connection.execute(text("insert into static_list_members values (1, 'a'), (1, 'b')"))
    with shown(shop, PART) as connection:
        connection.execute(text("select set_config('regulars.countries', 'FR', true)"))
        brought.remove(connection, 1)
    with by_owner(shop) as connection:
        connection.execute(text("select set_config('regulars.countries', '*', true)"))
        assert connection.scalar(text("select count(*) from static_list_members")) == 0


def test_who_sees_some_countries_changes_what_they_made(shop: Engine) -> None:
    """The rest is about customers whom they do not see."""
    with by_owner(shop) as connection:
        connection.execute(text("select set_config('regulars.countries', '*', true)"))
        for one in (EMAILS["admin"], PART):
            connection.execute(text(MAKE.format(one)))
            connection.execute(text(LIST.format(one)))
    for statement in ("update audiences set name = name || '!'", "update audiences set removed_at = now()",
                      "update static_lists set is_suppression = false", "delete from static_lists"):  # fmt: skip
        refused(shop, f"{statement} where made_by = '{EMAILS['admin']}'", PART)
        refused(shop, statement, EMAILS["viewer"])
        refused(shop, statement)
        with shown(shop, PART) as connection:
            assert connection.execute(text(f"{statement} where made_by = '{PART}'")).rowcount == 1
        with shown(shop, EMAILS["marketer"]) as connection:
            assert connection.execute(text(f"{statement} where made_by = '{EMAILS['admin']}'")).rowcount == 1


def test_what_people_make_is_in_their_name(shop: Engine) -> None:
    """Whatever name the statement gives, and whoever sees some countries too; viewers make nothing."""
    makers = {  # what is made, and the column of whose it is
        MAKE: ("audiences", "made_by"),
        LIST: ("static_lists", "made_by"),
        VERSION: ("audience_versions", "made_by"),
        CAMPAIGN: ("campaigns", "created_by"),
        LEFT: ("deliveries", "made_by"),
    }
    sent = "insert into delivery_members (delivery_id, customer_id, role) values (1, 'a', 'sent')"
    for statement in (sent, "insert into delivery_files values (1, 'a', 1, 1, 'x')"):
        for email in (None, EMAILS["viewer"]):
            refused(shop, statement, email)
    for statement, (table, column) in makers.items():
        for email in (None, EMAILS["viewer"]):
            refused(shop, statement.format(EMAILS["admin"]), email)
        with shown(shop, PART) as connection:
            connection.execute(text(statement.format(EMAILS["admin"])))
            assert connection.scalars(text(f"select {column} from {table}")).all() == [PART], table


def test_a_list_of_others_campaigns_is_made_by_nobody_of_some_countries(shop: Engine) -> None:
    with by_owner(shop) as connection:
        for one in (EMAILS["admin"], PART):
            connection.execute(text(CAMPAIGN.format(one)))
    refused(shop, AGAIN.format(EMAILS["admin"]), PART)
    for email, whose in ((PART, PART), (EMAILS["marketer"], EMAILS["admin"])):
        with shown(shop, email) as connection:
            assert connection.execute(text(AGAIN.format(whose))).rowcount == 1


def test_what_is_one_for_the_shop_is_changed_by_those_who_may(shop: Engine) -> None:
    """Where lists are pushed to, the order of audiences, and the choices of administrators."""
    with by_owner(shop) as connection:
        connection.execute(text(MAKE.format(PART)))
    for statement in (CONNECT, "update audiences set priority = 1"):
        for email in (None, EMAILS["viewer"], PART):
            refused(shop, statement, email)
        with shown(shop, EMAILS["marketer"]) as connection:
            connection.execute(text(statement))
    with by_owner(shop) as connection:
        connection.execute(text("insert into alerts values (default, 'x', 1, 1, 'rows', 'Few.', now())"))
        connection.execute(text("insert into fetched_files values (1, 'a', 'x', 'x', 1, now(), true)"))
        connection.execute(text(BRING.format(PART)))
    for statement in ("delete from alerts", "delete from fetched_files", "update uploads set state = 'removed'"):
        for email in (None, EMAILS["viewer"], PART):
            refused(shop, statement, email)
        with shown(shop, EMAILS["analyst"]) as connection:
            assert connection.execute(text(statement)).rowcount == 1
    elsewhere = "update connections set settings = '{}'"
    for email in (None, PART):
        refused(shop, elsewhere, email)
    with shown(shop, EMAILS["marketer"]) as connection:
        assert connection.execute(text(elsewhere)).rowcount == 1
        assert connection.scalar(text("select created_by from connections")) == EMAILS["marketer"]
    for statement in (CHOOSE, "update shop_settings set value = '30'"):
        with shown(shop, EMAILS["admin"]) as connection:
            assert connection.execute(text(statement)).rowcount == 1
        for email in (None, EMAILS["viewer"], EMAILS["analyst"], PART):
            with (
                pytest.raises(ProgrammingError, match="without having shown who does"),
                shown(shop, email) as connection,
            ):
                connection.execute(text(statement.replace("'quiet_days'", "'consent'")))
