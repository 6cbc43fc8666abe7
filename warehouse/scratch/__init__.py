"""Temporary files of the programs: where they lie, and that none outlives its process for long."""

from warehouse.scratch.folders import room_for_temporary_files, temporary_folder

__all__ = ["room_for_temporary_files", "temporary_folder"]
