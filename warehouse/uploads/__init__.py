"""Files that come through the browser: in pieces, resumable, straight to disk; how many, and with how much room."""

from warehouse.uploads.files import OffsetError, Upload
from warehouse.uploads.limits import SPARE, ManyError

__all__ = ["SPARE", "ManyError", "OffsetError", "Upload", "files"]
