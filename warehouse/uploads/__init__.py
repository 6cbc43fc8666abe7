"""Files that come through the browser: in pieces, resumable, straight to disk; how many, and with how much room."""

from warehouse.uploads.files import OffsetError, Upload
from warehouse.uploads.limits import ManyError, refuse_without_room
from warehouse.uploads.old import remove_old

__all__ = ["ManyError", "OffsetError", "Upload", "files", "refuse_without_room", "remove_old"]
