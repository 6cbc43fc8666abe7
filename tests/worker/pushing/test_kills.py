"""A push whose process is killed in the middle goes on where it was heard: no batch twice, but the one unanswered."""

import json
import subprocess
import sys
import threading

import pytest
from sqlalchemy import Engine

from audiences.destinations import Member
from tests.conftest import ROOT, clean_environment
from tests.worker.conftest import ME
from tests.worker.outside import SECRET_KEY
from tests.worker.pushing.conftest import Deliver, Outlet
from tests.worker.pushing.test_webhook import SIGNING, told
from tests.worker.servers import Certificates, Handler, Page
from warehouse import jobs
from warehouse.settings import Settings, libpq_url
from worker import queue
from worker.child import execute
from worker.kinds import KINDS, REPEATABLE

pytestmark = pytest.mark.slow
PEOPLE = [Member(str(number), email=f"{number}@shop.example") for number in range(1, 1_101)]  # three batches


def test_a_killed_push_goes_on_where_it_was_heard(
    engine: Engine,
    database_url: str,
    outward_settings: Settings,
    web: str,
    certificates_here: Certificates,
    outlet: Outlet,
    deliver: Deliver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Handler.pages["/hook"] = Page()
    there = outlet("webhook", {"address": "…"}, {"address": f"{web}/hook", "signing": SIGNING})
    with engine.begin() as connection:
        job_id = jobs.enqueue(connection, "push", {"connection": there, "delivery": deliver("hubspot", PEOPLE)})
        assert queue.claim(connection, ME, tuple(KINDS)) is not None
    heard, killed, answer = threading.Event(), threading.Event(), Handler._answer

    def slowly(self: Handler, page: Page) -> None:
        if json.loads(self.asked[-1][2])["batch"] == 2 and not killed.is_set():
            heard.set()
            killed.wait(60)
        else:
            answer(self, page)

    monkeypatch.setattr(Handler, "_answer", slowly)
    environment = clean_environment() | {
        **{"DATABASE_URL": libpq_url(database_url), "REGULARS_HOME": str(outward_settings.home)},
        **{"SECRET_KEY": SECRET_KEY, "REGULARS_NETWORKS": "127.0.0.0/8, ::1"},
        "SSL_CERT_FILE": str(certificates_here.authority),
    }
    command = [sys.executable, "-m", "worker.child", str(job_id), ME]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdin=subprocess.PIPE) as child:
        assert heard.wait(60)
        child.kill()
    killed.set()
    with engine.begin() as connection:
        queue.hand_back(connection, ME, REPEATABLE, [job_id])
        job = queue.claim(connection, ME, tuple(KINDS))
    assert job is not None
    assert execute(engine, outward_settings, job, ME)
    assert [(key.rpartition("-")[2], len(body["members"])) for key, body in told()] == [
        *(("1", 500), ("2", 500), ("2", 500), ("3", 100))
    ]
