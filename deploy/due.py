"""Has the moment passed at which what is published changes by itself?

    python3 deploy/due.py https://dangjian.example.cn/manifest.json

Exit 0: it has, or nobody knows, so build; exit 1: not yet. The first line of a manifest tells it, so no more is read.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

HEAD = 8192
"""The first line of a manifest is shorter."""
_MOMENT = re.compile(r'"next_change": "([^"]*)"')


def head(place: str) -> str:
    """How the manifest at an address or in a file begins."""
    if re.match(r"https?://", place):
        with urlopen(place, timeout=60) as answer:
            return str(answer.read(HEAD).decode("utf-8", "replace"))
    with Path(place).open("rb") as file:
        return file.read(HEAD).decode("utf-8", "replace")


def is_due(manifest: str, now: datetime) -> bool:
    """Whether the moment that the manifest names has passed; one that names none never changes by itself."""
    found = _MOMENT.search(manifest)
    return found is None or (found[1] != "" and datetime.fromisoformat(found[1]) <= now)


def main(place: str, now: datetime) -> int:
    """The exit code."""
    try:
        due = is_due(head(place), now)
    except (OSError, ValueError) as fault:
        print(f"{place}: {fault}", file=sys.stderr)
        due = True
    print("due" if due else "not yet")
    return 0 if due else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], datetime.now(UTC)))
