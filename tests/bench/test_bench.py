"""The benchmark compares equal work, says so loudly when it does not, and counts every process."""

import cProfile
import hashlib
import os
import pstats
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import equal, measure, profile, report
from bench.__main__ import PARTS, main
from bench.corpus import HAN, LINK, Branch, network
from bench.measure import BuildFailedError, Cost, Measurement, Sample
from bench.peers import PEERS, Peer
from bench.peers.peer import REBUILDING, Folders

SITES, ARTICLES = 3, 22
TINY = network(SITES, ARTICLES)
TINY_DIGEST = "469e873f6972e5851085dfab7339ace3091b96e9f737af5b28bf6c4646ff2fb3"
Published = dict[str, Path]


def digest(branches: tuple[Branch, ...]) -> str:
    return hashlib.sha256(repr(branches).encode()).hexdigest()


def silent(_line: str) -> None:
    """Takes the progress lines of a benchmark."""


def tree_digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".hugo_build.lock")
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()


@pytest.fixture(scope="module")
def peers() -> tuple[Peer, ...]:
    """Every peer that is finished; on a laptop without Hugo the test is skipped, in CI it fails."""
    for peer in (PEERS["hugo-one"], PEERS["hugo-many"], PEERS["pelican"]):
        if reason := peer.missing():
            stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            stop(f"{peer.id} cannot be compared: {reason}")
    return tuple(peer for peer in PEERS.values() if not peer.missing())


# The corpus


def test_the_corpus_is_the_same_in_another_process_with_another_hash_seed() -> None:
    code = (
        "import hashlib; from bench.corpus import network;"
        f"print(hashlib.sha256(repr(network({SITES}, {ARTICLES})).encode()).hexdigest())"
    )
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        printed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        assert printed.stdout.decode().strip() == digest(TINY)


def test_the_corpus_changes_only_on_purpose_because_old_figures_would_lose_their_meaning() -> None:
    assert digest(TINY) == TINY_DIGEST


def test_another_seed_gives_another_corpus() -> None:
    assert digest(network(1, 2, seed=1)) != digest(network(1, 2, seed=2))


def test_a_branch_does_not_depend_on_how_many_there_are() -> None:
    assert network(2, ARTICLES) == TINY[:2]


def test_articles_have_about_a_thousand_chinese_characters() -> None:
    lengths = [len(HAN.findall(article.body)) for branch in TINY for article in branch.articles]
    assert min(lengths) >= 1000
    assert max(lengths) <= 1200


def test_articles_have_headings_a_list_a_quote_two_links_and_three_tags() -> None:
    for branch in TINY:
        slugs = {article.slug for article in branch.articles}
        for article in branch.articles:
            assert article.body.count("\n## ") == 3
            assert article.body.count("\n- ") == 4
            assert article.body.count("\n> ") == 1
            assert len(set(article.tags)) == 3
            links = LINK.findall(article.body)
            assert len(links) == 2
            assert set(links) <= slugs - {article.slug}


def test_a_third_of_the_articles_has_a_table() -> None:
    for branch in TINY:
        assert [index for index, article in enumerate(branch.articles) if "| --- |" in article.body] == list(
            range(0, ARTICLES, 3)
        )


def test_the_order_of_articles_is_never_a_matter_of_chance() -> None:
    for branch in TINY:
        dates = [article.date for article in branch.articles]
        assert dates == sorted(set(dates))
        assert len({article.title for article in branch.articles}) == ARTICLES


def test_links_are_rewritten_for_each_system_and_nothing_else() -> None:
    article = TINY[0].articles[0]
    assert article.linking(lambda slug: f"{slug}.md") == article.body
    assert article.linking(lambda slug: f"/b001/news/{slug}/").count("](/b001/news/article-") == 2


# Equal pages


def test_all_peers_publish_the_same_pages_and_put_their_sources_back(peers: tuple[Peer, ...], tmp_path: Path) -> None:
    for peer in peers:
        peer.write(TINY, tmp_path / "fresh" / peer.id / "source")
    measured = measure.measure(peers, TINY, tmp_path / "used", runs=1, say=silent)
    tags = sum(len({tag for article in branch.articles for tag in article.tags}) for branch in TINY)
    assert measured.pages == SITES * (ARTICLES + 1 + 2) + tags
    assert {(sample.peer, sample.scenario) for sample in measured.samples} == {
        (peer.id, scenario) for peer in peers for scenario in peer.scenarios
    }
    for peer in peers:
        used = tmp_path / "used" / peer.id / "source"
        for branch in TINY:
            for article in branch.articles:
                name = peer.article_file.format(branch=branch.id, slug=article.slug)
                assert (used / name).read_bytes() == (tmp_path / "fresh" / peer.id / "source" / name).read_bytes()


def page(title: str, body: str) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.fixture
def published(tmp_path: Path) -> Published:
    """Two peers that published the same two pages at different addresses, with different white space."""
    files = {
        "one/b1/index.html": page("首页", "<p>甲 <a href='/b1/news/a/'>文章</a></p>"),
        "one/b1/news/a/index.html": page("文章", "<p>乙</p><script>1</script>"),
        "two/b1/index.html": page("首页", "<p>甲\n<a href='a.html#top'>文章</a>\n</p>"),
        "two/b1/a.html": page("文章", "<p> 乙</p><style>p{}</style>"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {peer: tmp_path / peer for peer in ("one", "two")}


def test_a_peer_that_does_more_work_is_not_held_against_the_others(tmp_path: Path) -> None:
    for peer, text in (("hugo-many", "甲"), ("zhibu-full", "甲乙")):
        folder = measure.folders(tmp_path, PEERS[peer]).output / PEERS[peer].pages / TINY[0].id
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(page("首页", text), encoding="utf-8")
    peers = (PEERS["hugo-many"], PEERS["zhibu-full"])
    assert measure.compare_outputs(peers, TINY[:1], tmp_path) == 1


def compared(published: Published) -> int:
    return equal.compare(equal.read(peer, folder, ["b1"]) for peer, folder in published.items())


def test_addresses_and_white_space_may_differ(published: Published) -> None:
    assert compared(published) == 2


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda two: (two / "b1/a.html").unlink(), r"only one: b1: 文章"),
        (lambda two: (two / "b1/more.html").write_text(page("多", "")), r"only two: b1: 多"),
        (
            lambda two: (two / "b1/a.html").write_text(page("文章", "丙")),
            r"other words in one and two: b1: 文章",
        ),
        (lambda two: (two / "b1/b.html").write_text(page("文章", "乙")), r"two: b1/b.html: a second page"),
        (
            lambda two: (two / "b1/a.html").write_text(page("文章", "<a href='x/'>乙</a>")),
            r"x/ leads nowhere",
        ),
        (shutil.rmtree, r"only one: b1: 首页"),
    ],
)
def test_unequal_work_ends_the_comparison(published: Published, spoil: Callable[[Path], object], complaint: str) -> None:
    spoil(published["two"])
    with pytest.raises(equal.UnequalWorkError, match=complaint):
        compared(published)


def test_equally_empty_outputs_are_not_equal_work(tmp_path: Path) -> None:
    with pytest.raises(equal.UnequalWorkError, match="wrote no pages"):
        compared({"one": tmp_path, "two": tmp_path})


def test_a_comparison_of_nobody_is_refused() -> None:
    with pytest.raises(equal.UnequalWorkError, match="no peer"):
        compared({})


def test_many_differences_are_cut_short(published: Published) -> None:
    for number in range(9):
        (published["two"] / f"b1/{number}.html").write_text(page(f"多{number}", ""), encoding="utf-8")
    with pytest.raises(equal.UnequalWorkError, match="only two: and 4 more"):
        compared(published)


# Measuring


def stub(command: Callable[[Folders], list[str]]) -> Peer:
    """A peer that reads zhibu's sources and runs `command`."""
    return replace(PEERS["zhibu"], id="stub", command=command, pages=".")


def test_a_build_that_fails_is_named_with_what_it_printed(tmp_path: Path) -> None:
    failing = stub(lambda _folders: ["sh", "-c", "echo 模板坏了; exit 3"])
    with pytest.raises(BuildFailedError, match="stub ended with 3:\n模板坏了"):
        measure.measure((failing,), TINY, tmp_path, 1, silent)


def test_a_build_that_does_not_publish_the_edit_is_no_result(tmp_path: Path) -> None:
    branch = TINY[SITES // 2]
    article_page = f"{branch.id}/news/{branch.articles[ARTICLES // 2].slug}/index.html"
    lazy = stub(lambda at: ["sh", "-c", f"install -D /dev/null '{at.output}/{article_page}'"])
    with pytest.raises(equal.UnequalWorkError, match="published without “这一句是后来补上的。”"):
        measure.measure((lazy,), TINY, tmp_path, 1, silent)


@pytest.mark.parametrize("fault", ["no_such_name", "THEME = '/nowhere'", "MARKDOWN = {'extensions': ['none']}"])
def test_a_pelican_site_that_cannot_be_built_ends_the_benchmark(fault: str, tmp_path: Path) -> None:
    pelican = PEERS["pelican"]
    at = measure.folders(tmp_path, pelican)
    pelican.write(TINY, at.source)
    with (at.source / "sites" / "b002" / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(f"{fault}\n")
    with pytest.raises(BuildFailedError, match="pelican ended with 1"):
        measure.build(pelican, at)


def test_an_interrupted_turn_leaves_the_sources_as_they_were(tmp_path: Path) -> None:
    lazy = stub(lambda _at: ["true"])
    at = measure.folders(tmp_path, lazy)
    lazy.write(TINY, at.source)
    before = tree_digest(at.source)
    with pytest.raises(FileNotFoundError):
        list(measure.turn(lazy, TINY, at))
    assert tree_digest(at.source) == before


def test_a_cold_build_finds_neither_output_nor_cache(tmp_path: Path) -> None:
    at = Folders(*(tmp_path / name for name in ("source", "output", "cache")))
    for folder in (at.output, at.cache):
        (folder / "old").mkdir(parents=True)
    measure.clear(at)
    assert not list(at.output.iterdir()) + list(at.cache.iterdir())


def spent_by(script: str, tmp_path: Path) -> Cost:
    at = Folders(*(tmp_path / name for name in ("source", "output", "cache")))
    return measure.build(stub(lambda _at: ["sh", "-c", script]), at)


def test_processor_time_and_memory_of_grandchildren_count(tmp_path: Path) -> None:
    code = "import time; b = bytearray(150_000_000)\nwhile time.process_time() < 0.3: pass"
    burn = f"{sys.executable} -c '{code}'"
    cost = spent_by(f"({burn}); true", tmp_path)
    assert cost.cpu >= 0.3
    assert 150_000_000 <= cost.peak < 250_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are adopted on Linux only")
def test_work_left_running_in_the_background_counts_too(tmp_path: Path) -> None:
    burn = f"{sys.executable} -c 'import time\nwhile time.process_time() < 0.4: pass'"
    cost = spent_by(f"{burn} & exit 0", tmp_path)
    assert cost.cpu >= 0.4
    assert cost.seconds < 0.4


def test_a_small_command_is_not_charged_with_our_own_memory(tmp_path: Path) -> None:
    assert spent_by("true", tmp_path).peak < 30_000_000


# The report


def samples_of(peer: str, *seconds: float) -> tuple[Sample, ...]:
    return tuple(
        Sample(peer, scenario, Cost(value, cpu=2 * value, peak=int(value * 10_000_000)))
        for scenario in REBUILDING
        for value in seconds
    )


SETTING = report.Setting(date(2026, 1, 5), 100, 100, 3, "on a RAM disk", "python -m bench", "hugo-many", load=0.1)


def test_the_table_shows_medians_and_ratios_to_hugo_with_many_sites() -> None:
    peers = (PEERS["hugo-many"], PEERS["pelican"])
    samples = samples_of("hugo-many", 8.0, 9.0, 7.0) + samples_of("pelican", 12.0, 99.0, 10.0)
    rows = report.table(samples, peers, (), "hugo-many").splitlines()
    assert len(rows) == 4
    assert rows[2].startswith("| Hugo, one site per branch | 8.00 s · 1.00× | 8.00 s · 1.00× |")
    assert rows[3].startswith("| Pelican, one site per branch | 12.00 s · 1.50× |")
    assert rows[3].endswith("| 24.0 s | 990 MB |")


def test_a_peer_that_does_more_work_has_a_table_of_its_own_without_ratios() -> None:
    peers = (PEERS["hugo-many"], PEERS["zhibu-full"])
    samples = samples_of("hugo-many", 8.0) + samples_of("zhibu-full", 12.0)
    text = report.markdown(Measurement(samples, pages=14_600), peers, (), SETTING)
    compared, own = text.split(report.MORE_WORK)
    assert "| Hugo, one site per branch | 8.00 s · 1.00× |" in compared
    assert "12.00 s" not in compared
    assert "| zhibu, its own theme | 12.00 s |" in own


def test_without_the_yardstick_no_ratio_is_invented() -> None:
    table = report.table(samples_of("pelican", 12.0), (PEERS["pelican"],), (), "hugo-many")
    assert "| 12.00 s |" in table
    assert "×" not in table


def test_a_missing_peer_keeps_its_row_and_its_reason() -> None:
    absent = replace(PEERS["zhibu"], missing=lambda: "not finished")
    measured = Measurement(samples_of("hugo-many", 8.0), pages=14_600)
    text = report.markdown(measured, (PEERS["hugo-many"],), (absent,), SETTING)
    assert "| zhibu | — | — |" in text
    assert "**zhibu** is missing: not finished." in text
    assert text.startswith("100 个支部，每个 100 篇")


def test_every_row_has_as_many_cells_as_the_headings() -> None:
    absent = replace(PEERS["zhibu"], missing=lambda: "not finished")
    table = report.table(samples_of("pelican", 1.0), (PEERS["pelican"],), (absent,), "hugo-many")
    assert {line.count("|") for line in table.splitlines()} == {10}


def test_the_largest_spread_of_a_cell_is_told() -> None:
    measured = Measurement(samples_of("pelican", 10.0, 12.5), pages=1)
    assert "at most 25% longer" in report.markdown(measured, (PEERS["pelican"],), (), SETTING)


def test_a_single_run_calls_itself_no_basis_for_a_comparison() -> None:
    measured = Measurement(samples_of("pelican", 10.0), pages=1)
    text = report.markdown(measured, (PEERS["pelican"],), (), replace(SETTING, runs=1))
    assert "no basis for a comparison" in text


BEGIN, END = (marker.format(part="network") for marker in (report.BEGIN, report.END))


def test_only_the_text_between_the_markers_is_rewritten(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text(f"前\n{BEGIN}\n旧\n{END}\n后\n", encoding="utf-8")
    for _ in range(2):
        report.write("新", document, "network")
    assert document.read_text(encoding="utf-8") == f"前\n{BEGIN}\n新\n{END}\n后\n"


def test_a_document_without_markers_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("别的内容", encoding="utf-8")
    with pytest.raises(ValueError, match="does not hold"):
        report.write("新", document, "network")
    assert document.read_text(encoding="utf-8") == "别的内容"


def test_the_document_of_this_project_has_the_markers() -> None:
    text = Path("docs/benchmarks.md").read_text(encoding="utf-8")
    for part in PARTS:
        assert re.search(f"{report.BEGIN.format(part=part)}.*{report.END.format(part=part)}", text, re.DOTALL)


def test_growth_tells_what_an_article_costs_at_each_size() -> None:
    small, large = (Measurement(samples_of("zhibu", seconds), 0) for seconds in (10.0, 55.0))
    text = report.growth(small, large, (10_000, 50_000), SETTING)
    assert "| 10000 | 10.00 s | 1.00 ms |" in text
    assert "| 50000 | 55.00 s | 1.10 ms |" in text
    assert "1.10 times as much" in text


# The command


def test_the_quick_run_prints_a_table_and_writes_no_document(peers: tuple[Peer, ...], tmp_path: Path) -> None:
    document = Path("docs/benchmarks.md")
    before = document.read_bytes()
    assert {"hugo-one", "zhibu"} <= {peer.id for peer in peers}
    done = CliRunner().invoke(main, ["--quick", "--peers", "hugo-one,zhibu", "--work", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "| Hugo, one site |" in done.output
    assert document.read_bytes() == before


def test_an_unknown_peer_is_refused_with_the_known_ones() -> None:
    done = CliRunner().invoke(main, ["--peers", "jekyll"])
    assert done.exit_code == 2
    assert "hugo-one, hugo-many, pelican, zhibu" in " ".join(done.output.replace("│", "").split())


def test_unequal_work_ends_the_command_without_a_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(PEERS, "stub", replace(stub(lambda _at: ["false"]), missing=lambda: ""))
    done = CliRunner().invoke(main, ["--quick", "--peers", "stub", "--work", str(tmp_path)])
    assert done.exit_code == 1
    assert "BuildFailedError: stub ended with 1" in done.output
    assert "|" not in done.output


# The profile


def test_the_profile_names_every_stage_of_an_edit_and_their_sum_is_the_whole(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text("<!-- bench:begin profile -->\n<!-- bench:end profile -->\n")
    ended = CliRunner().invoke(profile.main, ["--runs", "1", "--sites", "2", "--write", os.fspath(document)])
    assert ended.exit_code == 0, ended.output
    rows = [line.split(" | ") for line in document.read_text().splitlines() if line.endswith("% |")]
    assert [row[0].removeprefix("| ") for row in rows if "everything else" not in row[0]] == [
        stage.what for stage in profile.STAGES
    ]
    shares = [int(row[2].removesuffix("% |")) for row in rows[:-1]]
    assert abs(sum(shares) - 100) <= len(shares)
    assert all(share >= 0 for share in shares)


def test_a_stage_that_no_build_has_is_an_error() -> None:
    profiler = cProfile.Profile()
    profiler.runcall(list)
    with pytest.raises(profile.UnknownStageError):
        profile.seconds_in(pstats.Stats(profiler))
