"""A reader of a current release, in a process of its own: `python tests/release/reading.py FOLDER`, until its input ends.

It reads two pages, one after the other, again and again, as a browser would, and prints what it saw as JSON.
"""

import json
import select
import sys
from pathlib import Path


def read(current: Path) -> dict[str, int]:
    """How many requests were made, how many found nothing or words of several versions, and how many versions were seen."""
    requests = misses = mixed = 0
    versions: set[bytes] = set()
    while not select.select([sys.stdin], [], [], 0)[0]:
        for name in ("index.html", "a/deep/er/index.html"):
            requests += 1
            try:
                words = (current / name).read_bytes().split()
            except OSError:
                misses += 1
                continue
            mixed += len(set(words)) != 1 or len(words) != 400
            versions |= set(words)
    return {"requests": requests, "misses": misses, "mixed": mixed, "versions": len(versions)}


if __name__ == "__main__":
    print(json.dumps(read(Path(sys.argv[1]))))
