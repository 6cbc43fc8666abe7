"""What a person names -> files, unpacked within limits: folders, archives, standard input; and their kinds."""

__all__ = ["file_kinds", "inputs", "unpacking", "whole_files"]  # the modules that other rooms use
