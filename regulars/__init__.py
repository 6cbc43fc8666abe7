"""One command for all of them: `regulars load` is `python -m etl load`, and so on."""
