"""Files from where they lie: a folder, an https address, an SFTP server, an S3 bucket; each kind in a file of its own.

`opened` gives a place with `files` that are there and not known yet, `bring` to write one to disk, and `settle` to say
what became of it. `bringing` does that for a source and remembers what was fetched.
"""

from worker.fetching.bringing import Brought, bring_new, folder_of_job, forget_folder, forget_old, known, note
from worker.fetching.folder import folder_of, settle, waiting
from worker.fetching.s3 import client_of, told_of_bucket
from worker.fetching.sealing import seal_all
from worker.fetching.sftp import signed_in
from worker.fetching.sockets import ForbiddenError, Outside, unreachable
from worker.fetching.web import Web, told

__all__ = [
    "Brought",
    "ForbiddenError",
    "Outside",
    "Web",
    "bring_new",
    "client_of",
    "folder_of",
    "folder_of_job",
    "forget_folder",
    "forget_old",
    "known",
    "note",
    "seal_all",
    "settle",
    "signed_in",
    "told",
    "told_of_bucket",
    "unreachable",
    "waiting",
]
