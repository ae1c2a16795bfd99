"""What tests ask of rendered markup: is it balanced, is anything in it live."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    }
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> repeats an attribute")
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def faults(html: str) -> list[str]:
    """Every end tag that closes the wrong element, every element left open, every repeated attribute."""
    reader = _read(html)
    return reader.faults + [f"<{tag}> is never closed" for tag in reader.open]


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """(name, attributes) of every element, in order."""
    return _read(html).elements


def live(html: str) -> Iterator[str]:
    """Whatever a strict content security policy would stop: inline scripts, styles, handlers."""
    for tag, attributes in elements(html):
        if tag in ("style", "iframe", "object", "embed", "base") or (tag == "script" and not attributes.get("src")):
            yield f"<{tag}>"
        for name, value in attributes.items():
            if name == "style" or name.startswith("on") or (value or "").lower().startswith("javascript:"):
                yield f"{name}={value}"
