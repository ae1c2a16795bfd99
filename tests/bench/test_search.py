"""The benchmark of searching asks both searches the same, counts every byte, and knows by itself what is to be found."""

import gzip
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import __main__ as command
from bench import report
from bench.corpus import HAN, network
from bench.measure import Cost
from bench.peers.zhibu import FULL_PAGES, UNSEARCHED
from bench.search import asking, engines, texts
from bench.search import report as search_report
from bench.search.asking import Size, asked, size_of
from bench.search.compare import Amount, Compared, Found, compare
from tests.bench.test_bench import SETTING, silent
from tests.browser import IN_BROWSER

PAGE = """<body><article><h1>一次会议</h1><p class="byline">甲支部</p><div class="prose"><h2>开头</h2><p>先说<a href="x">这件事</a>。</p>
<ul><li>其一</li><li>其二</li></ul><table><tr><th>项</th><td>三十</td></tr></table></div><ul class="tags"><li>安全</li></ul></article>
<aside><h2>相关</h2><p>别的</p></aside></body>"""


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder with the page of one article, and with the list of articles."""
    for name, text in (("b1/news/article-001", PAGE), ("b1/news", "<body><article><h1>列表</h1></article></body>")):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "index.html").write_text(text, "utf-8")
    return tmp_path


def test_an_article_is_its_title_text_and_tags_with_what_stands_apart_kept_apart(release: Path) -> None:
    assert texts.published(release) == {"b1/news/article-001/": "一次会议\n开头\n先说这件事。\n其一\n其二\n项\n三十\n安全"}


def test_queries_are_pieces_of_two_to_eight_chinese_characters_and_always_the_same() -> None:
    written = ("第一篇，说的是安全生产和班组学习。", "The 第二篇：两个字。\n没有别的了")
    queries = texts.substrings(written, 200)
    assert queries == texts.substrings(written, 200) != texts.substrings(written, 200, seed=1)
    assert {len(query) for query in queries} == set(range(2, 9))
    assert all(len(HAN.findall(query)) == len(query) and any(query in text for text in written) for query in queries)


def test_recall_is_of_what_was_to_be_found_precision_of_what_was() -> None:
    wanted: list[set[str]] = [{"a", "b"}, {"a"}, {"c"}]
    found: list[set[str]] = [{"a"}, {"a", "b", "c", "d"}, set()]
    assert texts.recall(found, wanted) == pytest.approx((0.5 + 1 + 0) / 3)
    assert texts.precision(found, wanted) == pytest.approx((1 + 0.25) / 2)
    assert texts.precision([set()], [{"a"}]) == 0


def test_text_is_compressed_on_the_way_and_nothing_else(tmp_path: Path) -> None:
    long, short = b"zhibuSearch" * 200, b"zhibuSearch"
    for name, content in (("a.js", long), ("b.js", short), ("c.pf_index", long)):
        (tmp_path / name).write_bytes(content)
    assert size_of(tmp_path / "a.js") == Size(2200, len(gzip.compress(long, 6)))
    assert size_of(tmp_path / "b.js") == Size(11, 11)
    assert size_of(tmp_path / "c.pf_index") == Size(2200, 2200)


@IN_BROWSER
def test_every_query_counts_the_scripts_of_the_page_and_all_that_it_fetches_itself(tmp_path: Path) -> None:
    files = {"index.html": "<!doctype html><script src='page.js'></script>", "page.js": "1" * 70, "more.js": "2" * 500}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    script = """async ([query, shown]) => {
      for (let one = 0; one < query; one++) await new Promise(done => {
        const script = document.createElement('script');
        script.onload = done;
        script.src = '/site/more.js';
        document.head.append(script);
      });
      return `found ${query} ${shown}`;
    }"""
    answers = asked({"site": tmp_path}, "site/", script, ["1", "2", "1"])
    assert [answer.found for answer in answers] == [("found", number, str(asking.SHOWN)) for number in "121"]
    assert [answer.size for answer in answers] == [Size(570, 570), Size(1070, 1070), Size(570, 570)]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    """Both searches of a tiny network; on a laptop without Pagefind skipped, in CI it must be there."""
    if reason := engines.missing():
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop(f"PAGEFIND cannot be compared: {reason}")
    return compare(network(2, 22), tmp_path_factory.mktemp("search"), 1, silent, Amount(queries=60, afresh=2, edits=1))


@IN_BROWSER
@pytest.mark.xdist_group("bench search")
def test_both_search_the_same_pages_and_ours_finds_exactly_what_stands_there(found: Compared) -> None:
    assert found.pages == 44
    assert (found.ours.recall, found.ours.precision) == (1, 1)
    assert found.loose and found.phrase
    assert 0.3 < found.loose.recall < 1
    assert 0.3 < found.loose.precision <= 1
    assert found.phrase.precision == 1
    assert [len(one.sizes) for one in (found.ours, found.loose, found.phrase)] == [60, 2, 0]
    assert all(5_000 < size.sent < size.plain < 250_000 for size in found.ours.sizes + found.loose.sizes)


@IN_BROWSER
@pytest.mark.xdist_group("bench search")
def test_everything_that_the_table_tells_was_measured(found: Compared) -> None:
    assert {peer: len(costs) for peer, costs in found.cold.items()} == {FULL_PAGES.id: 1, UNSEARCHED.id: 1}
    assert {peer: len(costs) for peer, costs in found.edits.items()} == {FULL_PAGES.id: 1, UNSEARCHED.id: 1}
    assert found.theirs[0].seconds > 0
    assert min(found.indexes.values()) > 50_000
    text = search_report.markdown(found, SETTING)
    assert "| zhibu |" in text and "| Pagefind extended |" in text and "| 要求 must |" in text


# The report, of invented figures


def cost(seconds: float) -> Cost:
    return Cost(seconds, seconds, int(seconds * 10_000_000))


def sizes(*sent: int) -> tuple[Size, ...]:
    return tuple(Size(2 * one, one) for one in sent)


FOUND = Compared(
    cold={FULL_PAGES.id: (cost(13), cost(15), cost(12)), UNSEARCHED.id: (cost(11), cost(12), cost(11.5))},
    edits={FULL_PAGES.id: (0.9, 0.7, 0.8), UNSEARCHED.id: (0.7, 0.6, 0.9)},
    theirs=(cost(40), cost(39), cost(50)),
    indexes={"ours": 24_000_000, "theirs": 29_600_000},
    pages=10_000,
    queries=3,
    ours=Found(1, 1, sizes(90_000, 100_000, 260_000)),
    loose=Found(0.75, 0.5, sizes(230_000)),
    phrase=Found(0.25, 1),
)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version of Pagefind, whether it is here or not."""
    monkeypatch.setattr(engines, "version", lambda: "Pagefind 1.5.2 extended")


def rows(found: Compared) -> Mapping[str, str]:
    lines = re.findall(r"^\| (.*?) \| (.*) \|$", search_report.markdown(found, SETTING), re.MULTILINE)
    assert {line.count("|") for _, line in lines} == {len(search_report.HEADINGS) - 2}
    return dict(lines)


@pytest.mark.usefixtures("named")
def test_the_index_of_ours_is_what_builds_cost_more_and_beside_what_is_demanded() -> None:
    shown = rows(FOUND)
    assert shown["zhibu"] == (
        "2.00 s · 0.05× | 2.0 s | 150 MB | 24.0 MB | 200 KB; 520 KB | 100 KB; 260 KB | 1.0000 | 1.0000 | 0.10 s"
    )
    assert shown["Pagefind extended"] == (
        "40.00 s · 1.00× | 40.0 s | 500 MB | 29.6 MB | 460 KB; 460 KB | 230 KB; 230 KB | 0.7500 | 0.5000 | 40.00 s"
    )
    assert shown["the same, words in quotation marks"].endswith("| — | — | 0.2500 | 1.0000 | —")
    assert shown["要求 must"].startswith("≤ 0.10× |  | ≤ 200 MB |")
    assert "1 fetch more than 250 KB as served, 1 as they lie" in search_report.markdown(FOUND, SETTING)


def test_without_pagefind_ours_is_told_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "missing", lambda: "the package is not here")
    alone = replace(FOUND, theirs=(), loose=None, phrase=None)
    shown = rows(alone)
    assert shown["zhibu"].startswith("2.00 s | 2.0 s | 150 MB")
    assert set(shown["Pagefind extended"]) == {"—", " ", "|"}
    assert "Pagefind is missing: the package is not here" in search_report.markdown(alone, SETTING)


@pytest.mark.usefixtures("named")
def test_the_command_rewrites_the_table_of_searching_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "compare", lambda *_: FOUND)
    document = tmp_path / "benchmarks.md"
    document.write_text(f"前\n{report.BEGIN.format(part='search')}\n旧\n{report.END.format(part='search')}\n后\n", "utf-8")
    done = CliRunner().invoke(command.main, ["--parts", "search", "--work", str(tmp_path), "--write", str(document)])
    assert done.exit_code == 0, done.output
    assert "| zhibu | 2.00 s · 0.05× |" in document.read_text("utf-8")
    assert document.read_text("utf-8").startswith("前\n") and "旧" not in document.read_text("utf-8")
