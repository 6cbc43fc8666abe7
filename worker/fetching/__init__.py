"""Files from where they lie: a folder, an https address, an SFTP server, an S3 bucket; each kind in a file of its own.

`opened` gives a place with `files` that are there and not known yet, `bring` to write one to disk, and `settle` to say
what became of it. `bringing` does that for a source and remembers what was fetched.
"""

from worker.fetching.bringing import Brought, bring_new, forget_folder, forget_old, known, note
from worker.fetching.folder import folder_of, settle, waiting
from worker.fetching.sealing import seal_all
from worker.fetching.sockets import ForbiddenError, Outside
from worker.fetching.web import Web, told

__all__ = [
    "Brought",
    "ForbiddenError",
    "Outside",
    "Web",
    "bring_new",
    "folder_of",
    "forget_folder",
    "forget_old",
    "known",
    "note",
    "seal_all",
    "settle",
    "told",
    "waiting",
]
