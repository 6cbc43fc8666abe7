"""Takes a load back, with the later ones that rest on it. Arguments: `load_id`, `dry_run` (only say what would go)."""

from dataclasses import asdict

from etl.storing.undo import undo_load
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Undo, or say what would be undone."""
    load_id, dry_run = work.number("load_id"), bool(work.arguments.get("dry_run"))
    work.say("Looking what would go" if dry_run else "Taking the load back")
    undone = undo_load(work.engine, load_id, work.say, dry_run)
    if not dry_run:
        work.record("undo", {"loads": [one["load_id"] for one in undone.loads]}, undone.lines)
    return Made(asdict(undone) | {"dry_run": dry_run}, load_id=load_id)
