"""How numbers, days and rules are written: `formats`, and `consent`, who may be written to. Pure."""
