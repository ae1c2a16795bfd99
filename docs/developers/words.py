"""The words of the interface: found where they stand, brought into the catalogue of each language.

Run `make words`, then translate what `msgstr ""` is left of in plugins/locale/<language>/LC_MESSAGES/zhibu.po.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, get_args

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract
from msgspec import Struct

from plugins.boards.modules import MODULES
from plugins.build.capabilities import kinds
from plugins.friends.links import Group
from plugins.network.interface import CATALOGUES, languages
from plugins.network.kinds import AREAS
from plugins.network.rules import shipped
from plugins.network.sites import KIND_NAMES

ROOT = Path(__file__).parents[2]
HEAD = """\
# The words of the interface. The Chinese ones stand in templates, scripts and code; `make words` brings them here.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plurals}\\n"

"""
CALLS = ("_", "N_", "gettext", "ngettext")
Extract = Callable[[BinaryIO, Iterable[str], Iterable[str], dict[str, str]], Iterable[tuple[int, str, object, object]]]


class Found(Struct, frozen=True):
    """A text of the interface and where it stands."""

    text: str
    file: str
    line: int
    counted: bool = False
    """Whether it is about so many things, which other languages may say in more ways than one."""


def templates() -> list[Path]:
    """Every template of our themes."""
    return sorted(ROOT.glob("themes/**/*.html"))


def scripts() -> list[Path]:
    """Every script of our themes."""
    return sorted(ROOT.glob("themes/**/*.js"))


def found() -> Iterator[Found]:
    """Every text that is translated."""
    for path in templates():
        yield from _in(path, babel_extract, CALLS, {"silent": "false", "trim_blocks": "true"})
    for path in scripts():
        yield from _in(path, extract_javascript, CALLS, {})
    for path in sorted(ROOT.glob("plugins/**/*.py")):
        yield from _in(path, extract_python, (*CALLS, "State"), {})
    for name in (*(kind.name for kind in kinds().by_id.values()), *AREAS, *KIND_NAMES.values(), *get_args(Group), *_modules()):
        yield Found(name, "plugins", 0)


def _modules() -> Iterator[str]:
    """The names of the boards and modules that we bring."""
    for boards in shipped(MODULES).values():
        for board in boards:
            yield from (board["title"], *(module["name"] for module in board["modules"]))


def _in(path: Path, extract: Extract, calls: Iterable[str], options: dict[str, str]) -> Iterator[Found]:
    with path.open("rb") as file:
        for line, call, texts, _comments in extract(file, calls, (), options):
            given = texts if isinstance(texts, tuple) else (texts,)
            text = (*given, None)[call == "State"]  # its label comes second
            if isinstance(text, str) and text:
                yield Found(text, path.relative_to(ROOT).as_posix(), line, call == "ngettext")


def updated(language: str, old: bytes) -> bytes:
    """The catalogue of a language with all texts that are used and no others, in their order."""
    known = read_po(BytesIO(old), locale=language)
    made = Catalog(locale=language, charset="utf-8")
    counted = {one.text for one in found() if one.counted}
    for text in sorted({one.text for one in found()}):
        before = known.get(text)
        forms = (before.string if isinstance(before.string, tuple) else (before.string,)) if before else ("",)
        made.add((text, text) if text in counted else text, (*forms, forms[-1])[:2] if text in counted else forms[0])
    body = BytesIO()
    write_po(body, made, width=1_000_000, no_location=True, omit_header=True)
    return (HEAD.format(language=language, plurals=made.plural_forms).encode() + body.getvalue()).rstrip() + b"\n"


if __name__ == "__main__":
    for one in languages():
        place = CATALOGUES / one / "LC_MESSAGES" / "zhibu.po"
        place.write_bytes(updated(one, place.read_bytes()))
