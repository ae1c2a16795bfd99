"""The body of an item: its Markdown read once; `filling` puts the links in later."""

import re
from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from plugins.network.interface import SOURCE
from plugins.network.items import Heading, Reference
from plugins.network.markdown import containers, contents, fences, figures, footnotes, headings, tables, tasks
from plugins.network.markdown import references as links
from plugins.network.markdown.everyday import Everyday, everyday
from plugins.network.markdown.lines import Lines
from plugins.network.markdown.raw_html import Grafting
from plugins.network.markdown.reader import reader
from plugins.network.markdown.sanitise import written
from plugins.network.markdown.writer import Writer, joined
from plugins.network.patterns import pattern
from plugins.network.problems import HTML_REMOVED, TOO_DEEP, UNPAIRED, Problem


class Body(Struct, frozen=True):
    """A body, ready but for its links: `html` holds `zhibu:0`, `zhibu:1` … where the references belong."""

    html: str
    references: tuple[Reference, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id in `html` that a link may point at: headings, footnotes, `<a id>`."""
    title: str = ""
    """The text of an opening level-1 heading, which is not in `html`; empty if there is none."""
    text: str = ""
    """Plain reading text, a line for each block: no tags, no code blocks."""
    problems: tuple[Problem, ...] = ()


def parse(source: str, path: str, first_line: int = 1, language: str = SOURCE) -> Body:
    """The Body of a Markdown text; a pure function that knows nothing of the network but its language.

    Args:
        first_line: the line of the file where `source` begins. language: of the few words that are not the writer's.
    """
    text = _normalised(source)
    if found := everyday(text, first_line):
        return _of_everyday(found)
    lines = Lines(text, first_line)
    try:
        if not _LADDER.search(text):
            return _parsed(text, path, lines, language)
    except RecursionError:
        pass
    return Body("", problems=(TOO_DEEP.at(path, lines.deepest()),))


def _of_everyday(found: Everyday) -> Body:
    headings = found.headings()
    html, words = "".join(found.html).strip(), "\n".join(found.words)
    return Body(html, tuple(found.references), headings, tuple(heading.id for heading in headings), found.title, words)


_LADDER = pattern(r"^(?:[ \t]*+(?:>|[-*+](?=[ ])|\d++\.(?=[ ]))){101}(?=.*[^-*+ \n])", re.MULTILINE)
"""More than a hundred quotes or list items on one line, which is no rule."""


def _parsed(text: str, path: str, lines: Lines, language: str) -> Body:
    root, problems = _tree(text, path, lines, language)
    title, anchor = headings.take_title(root)
    elements = list(root.iter())
    tags = {element.tag for element in elements}
    for tag, step in _STEPS:
        if tag in tags:
            step(elements)
    references = tuple(
        Reference(target, role, lines.of_target(target, words), joined(words)) for target, role, words in links.number(elements)
    )
    footnotes.number(root, language)
    found = headings.identify(root, title)
    if "[toc]" in text.lower():
        contents.fill(list(root.iter()), found, language)
    if anchor:
        root.insert(0, Element("a", {"id": anchor}))
    writer = Writer()
    writer.inside(root)
    anchors = tuple(dict.fromkeys(element.attrib["id"] for element in root.iter() if "id" in element.attrib))
    return Body(written(str(writer), root), references, found, anchors, title, writer.text, problems)


_STEPS: tuple[tuple[str, Callable[[Sequence[Element]], None]], ...] = (
    ("fence", fences.finish),
    ("pre", fences.finish),
    ("div", containers.finish),
    ("li", tasks.mark),
    ("img", figures.frame),
    ("table", tables.wrap),
)
"""What is done on the tree of a body that holds such an element, in this order."""


def _tree(text: str, path: str, lines: Lines, language: str) -> tuple[Element, tuple[Problem, ...]]:
    """The tree with raw HTML and containers in place, and a Problem for all that was taken out or never closed."""
    markdown = reader(language)
    root = markdown.tree(text)
    problems: tuple[Problem, ...] = ()
    if stash := markdown.htmlStash.rawHtmlBlocks:
        grafting = Grafting(stash)
        root = grafting.graft(root)
        problems = tuple(_removed(grafting, path, lines))
    if ":::" in text:
        lonely = containers.gather(list(root.iter()), language)
        places = lines.unpaired_boxes() if lonely else {}
        problems += tuple(UNPAIRED.at(path, places.get(line, 0), what=line) for line in dict.fromkeys(lonely))
    if line := lines.unpaired_fence():
        problems += (UNPAIRED.at(path, line, what="```"),)
    return root, problems


def _removed(grafting: Grafting, path: str, lines: Lines) -> Iterator[Problem]:
    """One Problem for each kind of active or unknown thing, one for all attributes that merely do nothing."""
    for what in grafting.removed:
        yield HTML_REMOVED.at(path, lines.of(_written(what)), what=what)
    if names := list(grafting.attributes):
        line = lines.of(rf"<[a-z][^<>]*\s{re.escape(names[0])}(?![\w-])")
        yield HTML_REMOVED.at(path, line, what=", ".join(names))


def _written(what: str) -> str:
    """A pattern for how the writer put down what `Grafting` calls `<name>`, `<?…>` or `name`."""
    name = re.escape(what.strip("<…>"))
    if "…" in what:
        return f"<{name}"
    return rf"</?{name}(?![\w-])" if what.startswith("<") else rf"(?<![\w-]){name}\s*="


def _normalised(source: str) -> str:
    """The text with plain line breaks, without signs that only the parser uses, blank lines really blank."""
    text = source.replace("\x02", "").replace("\x03", "").replace("\r\n", "\n").replace("\r", "\n")
    return _BLANK.sub("", text).rstrip()


_BLANK = pattern(r"^[ \t\u3000\xa0]+$", re.MULTILINE)
