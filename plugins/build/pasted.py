"""A text as it is pasted elsewhere: as plain text, and as HTML whose looks stand in every element."""

from functools import lru_cache, partial
from html.parser import HTMLParser

from plugins.network.interface import SOURCE, gettext
from plugins.network.patterns import pattern

_APART = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table", "figure", "hr", "section"})
_LINES = frozenset({"br", "li", "dt", "dd", "tr", "figcaption", "div", "summary", "caption"})
_BREAKS = pattern(r"[ \u3000]*[\n\f][ \n\f]*")
"""What separates parts: a form feed somewhere in it sets paragraphs apart."""
_ALONE = pattern(r"(?m)^(·|\d+\.)\n+")
"""The mark of an item that opens with a paragraph."""
_SPACES = pattern(r"[ \t\n\r\f]+")
_LOOKS = """
section { font-size: 16px; line-height: 1.75; color: #333; letter-spacing: 0.5px }
p { margin: 0 0 1em; text-align: justify }
h2, h3, h4, h5 { margin: 1.6em 0 0.8em; line-height: 1.4; font-weight: bold; color: ACCENT }
h2, h3 { font-size: 18px; padding-left: 10px; border-left: 4px solid ACCENT }
h4, h5 { font-size: 16px }
ul, ol { margin: 0 0 1em; padding-left: 1.6em }
blockquote { margin: 0 0 1em; padding: 0.2em 0 0.2em 1em; border-left: 3px solid #ccc; color: #666 }
table { width: 100%; margin: 0 0 1em; border-collapse: collapse; font-size: 14px }
th, td { padding: 6px 8px; border: 1px solid #ccc; text-align: left; vertical-align: top }
th { background: #f5f5f5 }
img { display: block; max-width: 100%; height: auto; margin: 0 auto }
figcaption { margin: 0.5em 0 1em; font-size: 14px; color: #888; text-align: center }
pre { margin: 0 0 1em; padding: 12px; background: #f5f5f5; white-space: pre-wrap; font-size: 14px }
a { color: ACCENT }
"""


def pasted(html: str, accent: str) -> str:
    """A body for an editor that takes no stylesheet (公众号, mail): every element says how it looks."""
    import css_inline  # only where a page is made that shows it

    whole = f"<section>{html}</section>"
    made: str = css_inline.inline_fragment(whole, _looks(accent), inline_style_tags=False, load_remote_stylesheets=False)
    return made


@lru_cache
def _looks(accent: str) -> str:
    return _LOOKS.replace("ACCENT", accent)


def plain(html: str, language: str = SOURCE) -> str:
    """A body as plain text: paragraphs apart, list items and table rows on lines of their own, links with their addresses."""
    reader = _Plain(language)
    reader.feed(html)
    reader.close()
    text = _BREAKS.sub(lambda found: "\n\n" if "\f" in found[0] else "\n", "".join(reader.said))
    return _ALONE.sub(r"\1 ", text).strip()


class _Plain(HTMLParser):
    """Says what it reads."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.gettext = partial(gettext, language)
        self.said: list[str] = []
        self._lists: list[int | None] = []
        """For each list that is open the number of its last item, None if its items have none."""
        self._links: list[str] = []
        self._as_it_is = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._part(tag)
        if tag in ("ul", "ol"):
            self._lists.append(None if tag == "ul" else int(found.get("start") or 1) - 1)
        elif tag == "li":
            self.said.append(self._mark())
        elif tag == "a":
            self._links.append(found.get("href", ""))
        elif tag == "img" and found.get("alt"):
            self.said.append(self.gettext("〔图：%(alt)s〕", alt=found["alt"]))
        elif tag == "pre":
            self._as_it_is = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "a" and self._links and (address := self._links.pop()).startswith("http"):
            self.said.append(self.gettext("（%(address)s）", address=address))
        elif tag in ("td", "th"):
            self.said.append(self.gettext("　"))
        elif tag == "pre":
            self._as_it_is = False
        self._part(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data if self._as_it_is else _SPACES.sub(" ", data))

    def _mark(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "· "
        self._lists[-1] = number + 1
        return f"{number + 1}. "

    def _part(self, tag: str) -> None:
        self.said.append("\f" if tag in _APART and not self._lists else "\n" if tag in _APART | _LINES else "")
