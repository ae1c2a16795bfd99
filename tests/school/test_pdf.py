"""Study packs as PDF, read as a reader of PDF reads them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from plugins.network.printing import can_print
from tests.networks import AS_OF, PIXEL, SMALL, Place, different
from tests.release.publishing import releases_of
from tests.school.test_packs import essay

ROOT = Path(__file__).parents[2]
PACK = "/a/study/2026-10/"
PDF = f"{PACK}xuexibao-2026-10.pdf"
pytestmark = pytest.mark.skipif(
    not can_print() and not os.environ.get("CI"), reason="NO WeasyPrint or Pango on this machine: no PDF is made"
)
WITHOUT = "import sys\nsys.modules['weasyprint'] = None\n"
"""As if it was not installed."""
FAILING = "raise RuntimeError('asked to print')\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network in which one branch published two essays in October, and which asks for PDF."""
    place = Place(tmp_path).write_all(SMALL)
    place.edit("network.yaml", "per_branch", "pdf: 是\nper_branch")
    essay(
        place,
        "first",
        "先听，**再想**。\n\n## 练\n\n![门口](../media/door.png)\n",
        标题="心得一则",
        日期="2026-10-02",
        作者="总装一班",
    )
    essay(place, "second", "见[上一则](first.md)和[动态](../news/2026-10-08-again.md)。\n", 标题="心得又一则", 日期="2026-10-31")
    return place


def read(place: Place, address: str = PDF) -> PdfReader:
    """A PDF that is published."""
    return PdfReader(place.current / address[1:])


def built(place: Place, **files: str) -> dict[str, Any]:
    """What `zhibu build --format json` says where other modules lie on Python's path; by name, without `.py`."""
    packages = place.folder / "packages"
    packages.mkdir(exist_ok=True)
    for name, source in files.items():
        (packages / f"{name}.py").write_text(source)
    command = [
        sys.executable, "-m", "plugins.cli", "build", "--content", str(place.content), "--output", str(place.folder / "output"),
        "--cache", str(place.folder / "cache"), "--as-of", AS_OF.isoformat(), "--format", "json",
    ]  # fmt: skip
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(packages)}, capture_output=True, check=False)
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def codes(told: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in told["problems"]]


def test_it_says_whose_it_is_of_when_where_it_lives_and_all_texts(place: Place) -> None:
    assert place.build().problems == ()
    pdf = read(place)
    first, *others = (page.extract_text() for page in pdf.pages)
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("甲支部 2026年10月学习包", "甲支部")
    for words in (
        "甲支部",
        "2026年10月学习包",
        "示例网络 · 共 2 篇",
        "https://wang.example.cn/a/study/2026-10/",
        "心得一则",
        "心得又一则",
    ):
        assert words in first
    whole = "\n".join(others)
    for words in ("心得一则", "2026年10月2日", "总装一班", "再想", "练", "心得又一则"):
        assert words in whole
    assert {one.image.size for page in pdf.pages for one in page.images if one.image} == {(1, 1)}
    assert round(float(pdf.pages[0].mediabox.width) / 72 * 25.4) == 210


def test_its_links_lead_inside_it_and_to_the_live_pages(place: Place) -> None:
    place.build()
    notes = [note.get_object() for page in read(place).pages for note in page.get("/Annots", ())]
    away = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}
    base = "https://wang.example.cn/a/"
    assert away == {f"{base}essays/first/", f"{base}essays/second/", f"{base}news/2026-10-08-again/"}
    assert {note["/Dest"] for note in notes if "/Dest" in note} == {"text-1", "text-2"}


def test_its_fonts_are_inside_it(place: Place) -> None:
    place.build()
    pages: list[Any] = list(read(place).pages)
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    inner = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert inner
    assert all({"/FontFile2", "/FontFile3"} & one.keys() for one in inner)


def test_the_page_offers_it_with_format_and_size(place: Place) -> None:
    place.build()
    page = place.page(PACK)
    size = (place.current / PDF[1:]).stat().st_size
    assert page.texts(".attachments-format") == ["PDF", "EPUB", "ZIP"]
    assert page.hrefs(".attachments a")[0].endswith("/study/2026-10/xuexibao-2026-10.pdf")
    assert page.texts(".attachments .meta")[0] == (f"{size / 1000:.0f} KB" if size >= 10_000 else f"{size / 1000:.1f} KB")


def test_the_same_content_gives_the_same_bytes_anywhere(place: Place, tmp_path: Path) -> None:
    place.build()
    other = place.copied(tmp_path / "elsewhere", "output", "cache", "elsewhere")
    other.build()
    assert different(place.tree(), other.tree()) == []


def test_it_is_made_again_only_when_its_pack_changes(place: Place) -> None:
    assert codes(built(place)) == []
    before = place.tree()
    place.edit("a/news/2026-10-08-again.md", "好了", "都好了")
    place.edit("root/site.yaml", "把小事办好", "把实事办好")
    assert codes(built(place, weasyprint=FAILING)) == []
    assert "都好了" in place.page("/a/news/2026-10-08-again/").words
    place.edit("a/essays/first.md", "先听", "先看")
    told = built(place, weasyprint=FAILING)
    assert codes(told) == ["ZB-901"]
    assert "asked to print" in str(told["problems"])
    assert place.tree()[PDF[1:]] == before[PDF[1:]]


def test_without_weasyprint_a_problem_says_so_and_all_else_is_built(place: Place) -> None:
    told = built(place, sitecustomize=WITHOUT)
    (problem,) = told["problems"]
    assert (told["exit"], problem["code"], problem["path"]) == (0, "ZB-856", "network.yaml")
    assert "make pdf" in problem["remedy"]["zh"] and "make pdf" in problem["remedy"]["en"]
    assert place.page(PACK).texts(".attachments-format") == ["EPUB", "ZIP"]
    assert not place.has(PDF)


def test_nothing_of_it_is_there_unless_it_is_wanted(place: Place) -> None:
    place.edit("network.yaml", "pdf: 是", "pdf: 否")
    assert codes(built(place, weasyprint=FAILING, sitecustomize=WITHOUT)) == []
    assert not place.has(PDF)


@pytest.mark.parametrize("path", ["a/essays/first.md", "a/events/talk.md"])
def test_what_is_taken_back_stays_away_after_going_back(place: Place, path: str) -> None:
    place.write("a/events/talk.md", "---\n标题: 培训\n日期: 2026-10-01\n开始: 2026-10-20 14:00\n地点: 活动室\n---\n来。\n")
    place.build()
    old = place.tree()[PDF[1:]]
    place.edit(path, "标题", "草稿: 是\n标题")
    place.build()
    new = place.tree()[PDF[1:]]
    releases_of(place).rollback(now=AS_OF)
    assert place.tree()[PDF[1:]] == new != old


def test_what_is_closed_is_in_no_public_pdf(place: Place) -> None:
    place.build()
    before = place.tree()
    essay(place, "inner", "只给系统内看的话。\n", 标题="系统内的心得", 日期="2026-10-05", 范围="系统内")
    place.write("a/media/inner.png", PIXEL + b"inner")
    place.build()
    assert place.tree()[PDF[1:]] == before[PDF[1:]]
