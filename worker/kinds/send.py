"""Makes a campaign's list: who is written to, the ledger, the files. Arguments: `campaign`, and `rule`, of
consent, where it is not that of the shop.

The list and the end of the job are one transaction: cut off at any moment it leaves no part of a list behind, and done
again it makes no second one.
"""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from audiences.campaigns import keeping, ledger, quiet_days, send
from audiences.destinations import RULES, rule_now
from warehouse.access import see_everything
from warehouse.errors import InputError
from warehouse.results import path_by_content
from worker.fetching import folder_of_job, forget_folder
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Make it, and let its files lie for whoever takes them away."""
    settings = work.settings
    folder = folder_of_job(settings, work.job_id)
    try:
        with work.engine.begin() as connection:
            see_everything(connection)
            one = keeping.by_number(connection, work.number("campaign"))
            today = datetime.now(ZoneInfo(settings.outward.zone)).date()
            rule = _rule(work) or rule_now(connection, settings.consent)
            sent = send(connection, one, rule, quiet_days(connection), folder, today, work.asked_by)
            result = _told(sent)
            work.end(connection, result)
        _offer(work, sent, folder)
    finally:
        forget_folder(settings, work.job_id)
    work.record("export", {"what": "campaign", "campaign": one.campaign_id, "list": sent.delivery_id}, result["rows"])
    return Made(result)


def _rule(work: Work) -> str:
    rule = str(work.arguments.get("rule", ""))
    if rule and rule not in RULES:
        raise InputError(f"There is no rule {rule!r}.")
    return rule


def _told(sent: ledger.Delivery) -> dict[str, int]:
    left = sent.leaving
    return {"delivery": sent.delivery_id, "rows": left.rows, "left_out": sum(left.left_out.values())}


def _offer(work: Work, sent: ledger.Delivery, folder: Path) -> None:
    """Keep the files for some days: to make them again takes as long as the first time."""
    for file in sent.files:
        shutil.move(folder / file.name, path_by_content(work.settings, file.sha256))
