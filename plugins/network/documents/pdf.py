"""What a PDF says: the text of its pages, notes and forms, and its properties."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from plugins.network.folding import folded
from plugins.network.said import Said

_PAGES = 3000
"""More than anybody reads; the rest is told as unread."""
_NAMES = {"/Author"}


def pdf(raw: bytes) -> Said:
    """The words of a PDF; one that is damaged or encrypted says that it is `unread`."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every oddity of a file
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    words: list[str] = []
    facts: dict[str, tuple[str, ...]] = {}
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            return Said("", numbered=False, facts={"unread": ("文件加了密码",)})
        information = {str(name): str(value) for name, value in (reader.metadata or {}).items()}
        words += information.values()
        facts["author"] = tuple(value for name, value in information.items() if name in _NAMES and value.strip())
        if len(reader.pages) > _PAGES:
            facts["unread"] = (f"超过 {_PAGES} 页",)
        for page in reader.pages[:_PAGES]:
            words += _page(page)
        words += [str(value) for value in (reader.get_form_text_fields() or {}).values() if value]
    except DependencyError:
        facts["unread"] = ("文件加了密码",)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, AssertionError):
        facts["unread"] = ("文件损坏",)
    return Said(folded("\n".join(words)), numbered=False, facts=facts)


def _page(page: Any) -> Iterator[str]:
    """The text of a page, and what its notes and links hold."""
    yield page.extract_text()
    for annotation in page.get("/Annots") or ():
        note = annotation.get_object()
        yield from (str(note[name]) for name in ("/Contents", "/T", "/V") if name in note)
        action = note.get("/A")
        target = action.get_object() if action is not None else {}
        yield from (str(target[name]) for name in ("/URI",) if name in target)
