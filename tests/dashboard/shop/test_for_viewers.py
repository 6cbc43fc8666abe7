"""What the dashboard asks and writes beside the shop: by the web's role, for whoever looks."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from accounts import administration, audit, users
from accounts.audit import COMMAND_LINE, Actor
from accounts.tokens import digest
from dashboard.shop import be_known_by, for_viewers
from dashboard.shop.viewer import NOBODY, Viewer, viewing
from tests.accounts.people import NOW, PASSWORD, person, signed_in
from warehouse import jobs, schedules
from warehouse.access import proof
from warehouse.engine import as_web
from warehouse.settings import Settings
from warehouse.uploads import files as uploads

COUNTRIES = "insert into countries values ('DE', 'Germany', 'DEU'), ('Channel Islands', 'Channel Islands', null)"
GERMANS = Viewer(("DE",), personal=False)


@pytest.fixture
def web(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.execute(text(COUNTRIES))
        connection.execute(text("insert into workers values ('w', 'here', now(), now())"))
    as_web(engine)
    return for_viewers(engine)


@pytest.fixture
def boss(web: Engine, engine: Engine) -> Iterator[Actor]:
    """An administrator, by whose session the database knows who asks."""
    user = person(engine, "boss@shop.example", "admin")
    be_known_by(proof("session", digest(signed_in(engine, user.email))))
    yield Actor.of(user)
    be_known_by("")


def test_work_is_asked_for_looked_at_and_taken_back(web: Engine) -> None:
    with viewing(Viewer()):
        with web.begin() as connection:
            job_id = jobs.enqueue(connection, "fit", asked_by="anna")
            schedule_id = schedules.add(connection, "Night", "fit", every="night", at="03:00")
            assert jobs.is_attended(connection)
        with web.begin() as connection:
            assert [job.job_id for job in jobs.history(connection, asked_by="anna")] == [job_id]
            assert jobs.cancel(connection, job_id, "anna")
            assert jobs.open_jobs(connection) == []
            assert schedules.set_active(connection, schedule_id, is_active=False)
            assert [one.is_active for one in schedules.listed(connection)] == [False]
            assert schedules.remove(connection, schedule_id)


def test_work_on_the_whole_shop_is_not_of_some_countries(engine: Engine, web: Engine) -> None:
    """Whatever a page forgets: they see none of it, and cannot ask for any."""
    with engine.begin() as connection:
        connection.execute(text("reset role"))
        jobs.enqueue(connection, "fit", asked_by="anna")
    with viewing(GERMANS):
        with web.connect() as connection:
            assert (jobs.open_jobs(connection), jobs.history(connection), schedules.listed(connection)) == ([], [], [])
            assert not jobs.cancel(connection, 1, "anna")
        for ask in (
            lambda connection: jobs.enqueue(connection, "fit", asked_by="anna"),
            lambda connection: schedules.add(connection, "Night", "fit", every="night", at="03:00"),
        ):
            with web.begin() as connection, pytest.raises(ProgrammingError, match="row-level security"):
                ask(connection)


def test_a_file_comes_in_pieces(web: Engine, settings: Settings) -> None:
    begun = uploads.begin(web, settings, "shop.csv", 11, "anna")
    uploads.append(web, settings, begun.upload_id, 0, b"order,")
    whole = uploads.append(web, settings, begun.upload_id, 6, b"date\n")
    with web.connect() as connection:
        assert uploads.kept(connection, "anna") == [whole]
    uploads.remove(web, settings, begun.upload_id)
    with web.connect() as connection:
        assert uploads.kept(connection, "anna") == []


def test_the_record_is_read_and_kept_as_long_as_is_chosen(web: Engine, boss: Actor) -> None:
    with web.begin() as connection:
        audit.keep_days(connection, 90, boss, now=NOW)
    with web.connect() as connection:
        assert audit.kept_days(connection) == 90
        assert audit.entries(connection)[0].action == "settings"


def test_people_are_limited_to_a_country_that_only_the_data_know(web: Engine, boss: Actor) -> None:
    with web.begin() as connection:
        given = ("anna@shop.example", "Anna", "viewer", ["channel islands"], PASSWORD)
        administration.add(connection, *given, boss, now=NOW)
        found = users.named(connection, "anna@shop.example")
    assert found.countries == ("Channel Islands",)


def refuse_settings(connection: Connection) -> None:
    audit.keep_days(connection, 90, COMMAND_LINE, now=NOW)


def refuse_job(connection: Connection) -> None:
    jobs.enqueue(connection, "fit")


@pytest.mark.parametrize("write", [refuse_settings, refuse_job])
def test_nobody_writes_nothing(web: Engine, write: Callable[[Connection], None]) -> None:
    with viewing(NOBODY), web.begin() as connection, pytest.raises(ProgrammingError, match="row-level security"):
        write(connection)


def test_each_transaction_is_of_whoever_looks_then(web: Engine) -> None:
    seen = text("select country from countries order by country")
    with web.connect() as connection:
        found = [list(connection.scalars(seen))]
        for viewer in (GERMANS, NOBODY):
            connection.rollback()
            with viewing(viewer):
                found.append(list(connection.scalars(seen)))
    assert found == [["Channel Islands", "DE"], ["DE"], []]
