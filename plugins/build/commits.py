"""The day on which each file was first committed, asked of git once per file; without git nobody knows."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.network.index import Index, seal

_KEY = "committed"
_LOG = ("log", "--format=format:%x01%at %ct", "--name-status", "-z", "-M", "--diff-filter=AR", "--relative", "HEAD", "--", ".")
_SECONDS = 120
"""A history that takes longer to read is left alone."""


def first_commits(content: Path, paths: Iterable[str], index: Index, zone: ZoneInfo) -> dict[str, date]:
    """The day of the first commit of each path, as far as it is known; git is asked only where a path is new."""
    if not any((folder / ".git").exists() for folder in (content, *content.absolute().parents)):
        return {}
    commit, known = _remembered(index)
    wanted = list(paths)
    if any(seal(path) not in known for path in wanted):
        state = _git(content, "rev-parse", "--is-shallow-repository", "HEAD").split()
        if state[:1] == ["false"] and state[1:] != [commit]:
            known = {seal(path): moment for path, moment in _moments(_git(content, *_LOG))} | known
            index.put([(_KEY, json.dumps([state[1], known]), "")])
    moments = {path: known[name] for path in wanted if (name := seal(path)) in known}
    return {path: datetime.fromtimestamp(moment, UTC).astimezone(zone).date() for path, moment in moments.items()}


def _remembered(index: Index) -> tuple[str, dict[str, int]]:
    """The commit up to which the history was read, and the first moment of each path (Unix seconds), by a hash of the path."""
    try:
        commit, known = json.loads(index.head(_KEY) or "")
        return str(commit), {str(path): int(moment) for path, moment in known.items()}
    except (ValueError, TypeError, AttributeError):
        return "", {}


def _git(content: Path, *words: str) -> str:
    """What a git command prints; nothing if there is no git, no repository or no right to read it."""
    command = ["git", "-C", str(content), "-c", "core.quotePath=false", *words]
    try:
        ended = subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603  # fixed words
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout.decode("utf-8", "surrogateescape") if ended.returncode == 0 else ""


def _moments(log: str) -> Iterator[tuple[str, int]]:
    """Each path and the earliest moment (Unix seconds) at which it came in, under whatever name."""
    earlier: dict[str, str] = {}
    first: dict[str, int] = {}
    for commit in log.split("\x01")[1:]:  # newest first
        times, _, changes = commit.partition("\n")
        moment = min(int(number) for number in times.split("\0")[0].split())
        fields = iter(changes.split("\0"))
        for status in fields:
            if status.startswith("R"):
                before, after = next(fields), next(fields)
                earlier[after] = before
            elif status:
                first[next(fields)] = moment
    for path in {*first, *earlier}:
        origin = _origin(path, earlier)
        if origin in first:
            yield path, first[origin]


def _origin(path: str, earlier: Mapping[str, str]) -> str:
    """The name under which a file came in."""
    seen = {path}
    while path in earlier and earlier[path] not in seen:
        path = earlier[path]
        seen.add(path)
    return path
