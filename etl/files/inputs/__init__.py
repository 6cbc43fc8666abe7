"""What a person names -> files, unpacked within limits: folders, archives, standard input; and their kinds."""
