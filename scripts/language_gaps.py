"""Which columns' names each language lacks in `etl/names/synonyms/headers/`: python scripts/language_gaps.py"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from etl.names.vocabulary import LANGUAGES, lacking


def main() -> None:
    """Print a line a language."""
    for language in LANGUAGES:
        gaps = ", ".join(f"{kind}.{name}" for kind, name in lacking(language))
        print(f"{language}: {gaps or 'nothing'}")


if __name__ == "__main__":
    main()
