"""What was worked out from the bytes of settings files; a build remembers it from the one before and keeps it for the next."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from plugins.network.index import seal

_known: dict[str, str] = {}
_used: set[str] = set()


def remember(rows: Mapping[str, str]) -> None:
    """Believe what an earlier process worked out with the same code."""
    _known.update(rows)
    _used.clear()


def used() -> Mapping[str, str]:
    """Everything that was asked for since `remember`."""
    return {key: _known[key] for key in _used}


def recalled(parts: Iterable[str], raw: bytes, work: Callable[[], Any]) -> Any:
    """What `work` makes of the bytes, as plain JSON values; nobody works while it is known.

    Args:
        parts: what else the result depends on; the code is told apart by whoever remembers.
    """
    key = seal(*parts, raw.decode("latin-1"))
    _used.add(key)
    if key not in _known:
        _known[key] = json.dumps(work(), ensure_ascii=False)
    return json.loads(_known[key])
