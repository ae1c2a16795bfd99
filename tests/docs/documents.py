"""The documentation as its tests read it: documents, their sections, their fenced blocks, the commands in them."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = (ROOT / "README.md", ROOT / "README.en.md")
WALK_THROUGH = DOCS / "developers" / "adding-a-kind.md"
ALL = (*READMES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))

_FENCE = re.compile(
    r"(?:^(?:File|文件) `(?P<file>[^`\n]+)`[:：]\n\n)?^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the file that the line before it names, if any."""

    language: str
    text: str
    file: str

    @property
    def commands(self) -> list[list[str]]:
        """The `zhibu` and `make` lines of a shell block, as words."""
        lines = self.text.splitlines() if self.language == "sh" else []
        return [shlex.split(line) for line in lines if line.startswith(("zhibu", "make"))]

    def write(self, folder: Path) -> None:
        """Write the block as the file that it is meant to be."""
        place = folder / self.file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(self.text, "utf-8")


def name_of(document: Path) -> str:
    """A document as test reports call it."""
    return document.relative_to(ROOT).as_posix()


def told(name: str) -> str:
    """The text of a document under docs/."""
    return (DOCS / name).read_text("utf-8")


def section(name: str, title: str) -> str:
    """What stands in a document under docs/ below a heading, up to the next one."""
    parts = re.split(rf"^##+ {re.escape(title)}$", told(name), maxsplit=1, flags=re.MULTILINE)
    assert len(parts) == 2, f"{name} has no section {title}"
    return re.split(r"^##", parts[1], maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[str]:
    """The rows of the tables in a text that speak of something with a name in `code`."""
    return [row for row in text.splitlines() if row.startswith("| ") and "`" in row]


def blocks(document: Path) -> list[Block]:
    """Every fenced block of a document, in order."""
    found = _FENCE.finditer(document.read_text("utf-8"))
    return [Block(block["language"], block["text"], block["file"] or "") for block in found]


def commands(document: Path) -> list[list[str]]:
    """Every command that a document shows."""
    return [command for block in blocks(document) for command in block.commands]
