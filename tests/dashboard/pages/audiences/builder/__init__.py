"""The builder of audiences."""
