"""Seventy-two real Chinese files that nobody here wrote: all published, every finding true, nothing missed, nothing live.

The corpus (documentation of Vue, CC BY 4.0) lies beside the repository and is never copied into it.
"""

import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from plugins.cli.checking import Told
from plugins.network.problems import Problem
from tests.harmless import live
from tests.links import faults, parsed
from tests.networks import Page, Place

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "vue-guide-zh"
FILES = 72
BASE = "https://wang.example.cn/"
CONFIGURATION = {
    "network.yaml": f"name: 示例网络\nbase_url: {BASE}\n",
    "root/site.yaml": "title: 示例党委\nkind: committee\n",
    "vue/site.yaml": "title: 示例支部\nkind: branch\nparent: root\n",
}
POINTING = "root/pages/pointing.md"
"""A page of another site that links to every heading of the corpus that has an anchor of its own."""

FENCED = re.compile(r"^([ \t>]*)(`{3,}|~{3,}).*?^\1\2`*[ \t]*$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"(`+)[^`].*?(?<!`)\1(?!`)")
SCRIPTS = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
LINK = re.compile(r"!?\[[^\]\n]*\]\(([^()\s]+)\)|<(?:a|img)\b[^<>]*? (?:href|src)=\"([^\"]+)\"")
ANCHOR = re.compile(r"^#+ .*\{#([^\s{}]+)\}\s*$", re.MULTILINE)
MUSTACHE = re.compile(r"\{\{[^{}\n]*\}\}")
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

TRUE = """
about_community-guide.md                    2 ZB-111 outline             VitePress' own field, not one of ours
about_team.md                               2 ZB-111 page                likewise; there is no such field
about_translation.md                        2 ZB-111 aside               likewise
guide_essentials_forms.md                   2 ZB-111 outline             likewise
about_community-guide.md                   20 ZB-301 ./team              beside it lies about_team.md, no file "team"
about_faq.md                               49 ZB-301 /guide/extras/rendering-mechanism   an address of their site, no path here
guide_best-practices_performance.md       192 ZB-301 /api/reactivity-advanced#shallowref  the API pages are not in the corpus
guide_built-ins_keep-alive.md             143 ZB-301 /api/built-in-components#keepalive  likewise; the text of the link is code
guide_built-ins_suspense.md               108 ZB-301 ./transition        it is called guide_built-ins_transition.md here
guide_built-ins_transition-group.md        85 ZB-301 /guide/built-ins/transition.html#custom-transition-classes  an address of theirs
guide_components_slots.md                 330 ZB-301 /guide/essentials/template-syntax.md#dynamic-arguments  ends in .md, but no such folder
guide_extras_composition-api-faq.md       121 ZB-301 /api/composition-api-setup  not in the corpus
guide_quick-start.md                      111 ZB-301 typescript/overview  relative, but the corpus has no folders
guide_reusability_composables.md          249 ZB-301 /api/reactivity-utilities#tovalue  not in the corpus; line 205 has another, with .html
guide_scaling-up_ssr.md                   259 ZB-301 state-management#simple-state-management-with-reactivity-api  no such file
tutorial_src_step-1_description.md          5 ZB-301 /guide/introduction.html  the href of a raw <a>
tutorial_src_step-8_description.md         50 ZB-301 /guide/essentials/computed.html  the second of two alike, lines 16 and 50
about_translation.md                      178 ZB-306 /images/italic-demo.png  the corpus has no pictures
guide_best-practices_accessibility.md     262 ZB-306 ./images/AccessibleARIAdescribedby.png  likewise
guide_components_slots.md                 370 ZB-306 ./images/scoped-slots.svg  likewise
guide_scaling-up_state-management.md       62 ZB-306 ./images/state-flow.png  the src of a raw <img> inside a <p>
guide_extras_composition-api-faq.md        75 ZB-308 https://user-images.githubusercontent.com/499550/62783021  a raw <img> from another host
guide_extras_composition-api-faq.md        81 ZB-308 https://user-images.githubusercontent.com/499550/62783026  the same in Markdown
guide_introduction.md                      21 ZB-308 https://storage.googleapis.com/vue-mastery.appspot.com  a logo in a banner
about_releases.md                           5 ZB-401 <script>            outside code; those in code blocks are none
about_releases.md                          18 ZB-401 v-if, v-else        two paragraphs, lines 18 and 21
guide_built-ins_teleport.md               133 ZB-401 <style>             it would set position: fixed
guide_built-ins_transition.md             157 ZB-401 <slidefade>         a component of their site, spelt <SlideFade />
guide_essentials_conditional.md            28 ZB-401 <button>            a demonstration that only runs on their site
guide_essentials_forms.md                  88 ZB-401 style               style="white-space: pre-line;" on a <p>
guide_extras_composition-api-faq.md        75 ZB-401 width, height       of a raw <img>; sizes come from the file
guide_scaling-up_tooling.md                 1 ZB-401 <script>            on the first line, there is no front matter
"""
"""Findings whose line a person has read in the source: file, line, code, what is quoted, and why it is true."""

pytestmark = pytest.mark.xdist_group("corpus")


def sources() -> dict[str, str]:
    """The text of every file of the corpus; without it the tests are skipped on a laptop and fail in CI."""
    if not CORPUS.is_dir():
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop(f"REAL INPUT NOT TESTED: the corpus is not at {CORPUS}")
    return {file.name: file.read_text("utf-8") for file in sorted(CORPUS.glob("*.md"))}


@pytest.fixture(scope="module")
def corpus() -> dict[str, str]:
    return sources()


@pytest.fixture(scope="module")
def place(corpus: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A network with the corpus as the pages of one branch."""
    made = Place(tmp_path_factory.mktemp("corpus")).write_all(CONFIGURATION)
    for name, text in corpus.items():
        made.write(f"vue/pages/{name}", text)
    rows = [f"- [{name}](/vue/pages/{name}#{anchor})" for name, text in corpus.items() for anchor in anchors(text)]
    made.write(POINTING, "# 指向语料的链接\n\n" + "\n".join(rows) + "\n")
    return made


@pytest.fixture(scope="module")
def told(place: Place) -> Told:
    return place.build()


@pytest.fixture(scope="module")
def pages(told: Told, place: Place) -> dict[str, Page]:
    """The page of each file."""
    network = place.check().scanned.network
    return {path.rpartition("/")[2]: place.page(item.address) for path, item in network.items.items() if item.site == "vue"}


def plain(text: str) -> str:
    """The text with blanks in place of code, scripts and comments, as long as the text."""
    for pattern in (FENCED, CODE, SCRIPTS):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return text


def anchors(text: str) -> list[str]:
    return ANCHOR.findall(FENCED.sub("", text))


def findings(told: Told) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in told.problems:
        found.setdefault(problem.path.rpartition("/")[2], []).append(problem)
    return found


def quoted(problem: Problem) -> str:
    """What a Problem quotes from the file, without the sign that it was shortened."""
    _, _, after = problem.message["zh"].partition("：" if problem.code == "ZB-401" else "“")
    return after if problem.code == "ZB-401" else after.partition("”")[0].removesuffix("…")


# everything is published --------------------------------------------------------------------------


def test_every_file_is_published_and_none_is_lost(told: Told, place: Place, corpus: dict[str, str]) -> None:
    assert len(corpus) == FILES
    scanned = place.check().scanned
    files = {f"vue/pages/{name}" for name in corpus}
    reported = {problem.path for problem in told.problems if problem.stops != "nothing"}
    assert files == (scanned.published - {POINTING}) | reported
    assert (told.code, reported) == (0, set())
    assert not any("Traceback" in str(problem.message) for problem in told.problems)


def test_every_finding_has_a_line_of_its_file(told: Told, corpus: dict[str, str]) -> None:
    for name, problems in findings(told).items():
        last = corpus[name].count("\n") + 1
        assert all(1 <= problem.line <= last for problem in problems), name


# every finding is true ----------------------------------------------------------------------------


def test_every_finding_quotes_what_stands_in_its_line(told: Told, corpus: dict[str, str]) -> None:
    for name, problems in findings(told).items():
        lines = corpus[name].splitlines()
        for problem in problems:
            first = quoted(problem).split(", ")[0].strip("<>")
            assert first.casefold() in lines[problem.line - 1].casefold(), problem


def test_no_finding_is_about_code(told: Told, corpus: dict[str, str]) -> None:
    for name, problems in findings(told).items():
        lines = FENCED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), corpus[name]).splitlines()
        assert all(lines[problem.line - 1].strip() for problem in problems), name


def test_what_is_called_missing_is_missing(told: Told, place: Place) -> None:
    for problem in told.problems:
        if problem.code in ("ZB-301", "ZB-306"):
            target = quoted(problem).partition("#")[0]
            folder = place.content if target.startswith("/") else (place.content / problem.path).parent
            assert not (folder / target.lstrip("/")).is_file(), problem


@pytest.mark.parametrize("row", TRUE.strip().splitlines(), ids=lambda row: " ".join(row.split()[:3]))
def test_a_finding_that_a_person_has_checked(row: str, told: Told) -> None:
    found = re.fullmatch(r"(\S+) +(\d+) (ZB-\d+) (.+?)  +(.+)", row)
    assert found is not None
    name, line, code, what, _ = found.groups()
    assert [p for p in findings(told)[name] if (p.line, p.code) == (int(line), code) and quoted(p).startswith(what)]


# nothing was missed -------------------------------------------------------------------------------


def written(text: str) -> Iterator[tuple[int, str]]:
    """Line and target of every link and image that stands on one line, found without our own reader."""
    for number, line in enumerate(plain_links(text).splitlines(), 1):
        for found in LINK.finditer(line):
            yield number, found[1] or found[2]


def plain_links(text: str) -> str:
    """As `plain`, but code inside the text of a link stays, so that the link can be seen."""
    text = FENCED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    text = SCRIPTS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return CODE.sub(lambda found: re.sub(r"[][()<>]", " ", found[0]), text)


def test_every_link_leads_somewhere_or_is_reported_with_its_line(
    told: Told, corpus: dict[str, str], pages: dict[str, Page]
) -> None:
    seen = 0
    for name, text in corpus.items():
        reported = {(problem.line, quoted(problem)) for problem in findings(told).get(name, [])}
        hrefs = set(pages[name].hrefs(".prose a"))
        for line, target in written(text):
            seen += 1
            assert target in hrefs or any(at == line and target.startswith(what) for at, what in reported), (name, line, target)
    assert seen > 900


def test_every_anchor_can_be_linked_to(told: Told, corpus: dict[str, str], pages: dict[str, Page]) -> None:
    assert sum(len(anchors(text)) for text in corpus.values()) > 600
    for name, text in corpus.items():
        ids = {str(element["id"]) for element in pages[name].soup.select(".prose [id]")}
        title = {anchor for anchor in anchors(text) if re.search(rf"^# .*\{{#{re.escape(anchor)}\}}", text, re.MULTILINE)}
        assert set(anchors(text)) <= ids | title, name
    assert [problem for problem in told.problems if problem.path == POINTING] == []


def test_all_links_of_the_built_pages_lead_somewhere(told: Told, place: Place) -> None:
    assert faults(parsed(place.current), {BASE: ""}, BASE, lambda reference: not reference.is_whole) == []


# nothing leaks, breaks or runs --------------------------------------------------------------------


def test_no_mark_of_the_source_leaks_into_a_page(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert not re.search("[\x02\x03]|zhibu:|wzxhzdk", page.source), name
        for code in page.soup.select("pre, code"):
            code.decompose()
        assert not re.search(r":::|\{#|```|!\[|\]\(|&\w+;", words := page.soup.get_text()), (name, words)


def test_double_braces_stay_as_they_are(corpus: dict[str, str], place: Place, told: Told, pages: dict[str, Page]) -> None:
    seen = 0
    for name, text in corpus.items():
        shown = Page(pages[name].source).soup.get_text()
        for mustache in MUSTACHE.findall(SCRIPTS.sub("", plain(text))):
            seen += 1
            assert mustache in shown, (name, mustache)
    assert seen > 10


def test_nothing_of_it_is_live_and_every_frame_is_whole(told: Told, place: Place) -> None:
    assert [what for what in live(place.tree()) if what.startswith("vue/")] == []


class Balance(HTMLParser):
    """Whether every element that is opened is closed, in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_page_is_well_formed(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert Balance(page.source).open == [], name
        assert [child.name for child in page.soup.select("body > *")] == ["a", "header", "main", "footer"], name
        assert len(page.soup.find_all("h1")) == 1, name
