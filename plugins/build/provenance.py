"""Which commit a content folder stands at, asked of git while a build goes on; without git nobody knows."""

import os
import subprocess
from pathlib import Path

from msgspec import Struct

_SECONDS = 60
"""A repository that takes longer to answer is left alone."""
_QUESTIONS = (
    ("log", "-1", "--format=%H %ct"),
    ("diff", "--name-only", "--relative", "-z", "HEAD", "--", "."),
    ("ls-files", "--others", "-z", "--", "."),
)


class Checkout(Struct, frozen=True):
    """The commit of a content folder, its moment (Unix seconds), and the files that are not as it has them."""

    commit: str = ""
    committed: int = 0
    uncommitted: frozenset[str] = frozenset()

    def older_than(self, other: "Checkout") -> bool:
        """Whether another checkout is known to be newer."""
        return bool(self.commit) and self.commit != other.commit and self.committed < other.committed


class Asking:
    """Questions to git that are answered while others work."""

    def __init__(self, content: Path) -> None:
        under_git = any((folder / ".git").exists() for folder in (content, *content.absolute().parents))
        self._asked = [_ask(content, question) for question in _QUESTIONS] if under_git else []

    def answer(self) -> Checkout:
        """What git says; an empty Checkout if it cannot say."""
        said = [_said(asked) for asked in self._asked]
        if not said or not said[0]:
            return Checkout()
        commit, _, moment = said[0].strip().partition(" ")
        return Checkout(commit, int(moment), frozenset(path for text in said[1:] for path in text.split("\0") if path))


def _ask(content: Path, question: tuple[str, ...]) -> "subprocess.Popen[bytes] | None":
    command = ["git", "-C", os.fspath(content), "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", *question]
    try:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603  # fixed words
    except OSError:
        return None


def _said(asked: "subprocess.Popen[bytes] | None") -> str:
    """What one question was answered with; nothing if it was not."""
    if asked is None:
        return ""
    try:
        said, _ = asked.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        asked.kill()
        said, _ = asked.communicate()
    return said.decode("utf-8", "surrogateescape") if asked.returncode == 0 else ""
