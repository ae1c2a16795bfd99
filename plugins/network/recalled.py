"""What was worked out from the bytes of settings files; a build remembers it from the one before and keeps it for the next."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from plugins.network.index import seal

_known: dict[str, str] = {}
_used: dict[str, str] = {}
"""The key of everything that was asked for, and the path it was for."""


def remember(rows: Mapping[str, str]) -> None:
    """Believe what an earlier process worked out with the same code."""
    _known.update(rows)
    _used.clear()


def used(wanted: Callable[[str], bool] = lambda _path: True) -> Mapping[str, str]:
    """Everything that was asked for since `remember`, as far as its path is wanted."""
    return {key: _known[key] for key, path in _used.items() if wanted(path)}


def recalled(path: str, parts: Iterable[str], raw: bytes, work: Callable[[], Any]) -> Any:
    """What `work` makes of the bytes of a file, as plain JSON values; nobody works while it is known.

    Args:
        parts: what else the result depends on; the code is told apart by whoever remembers.
    """
    key = seal(path, *parts, raw.decode("latin-1"))
    _used[key] = path
    if key not in _known:
        _known[key] = json.dumps(work(), ensure_ascii=False)
    return json.loads(_known[key])
