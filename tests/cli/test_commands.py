"""The `zhibu` command: its exit codes, its words and its JSON, as the contract fixes them."""

import errno
import gc
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugins.cli.main import COMMANDS, cli
from plugins.cli.options import instant
from tests.networks import AS_OF, SMALL, Place

WALK = "a/news/2026-10-01-walk.md"
BAD = "---\ntitle: 坏日期\ndate: 2026-13-45\n---\n正文。\n"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A reader of Chinese, and garbage collected again after commands that stop it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    gc.enable()


@dataclass(frozen=True)
class Zhibu:
    """Runs the command on one network."""

    place: Place

    def __call__(self, command: str, *arguments: str, writes: bool = True) -> Result:
        """Run `zhibu COMMAND` as typed, with this network's folders."""
        folders = ["--output", str(self.place.folder / "output")]
        if writes:
            cache = str(self.place.folder / "cache")
            folders += ["--content", str(self.place.content), "--cache", cache, "--as-of", AS_OF.isoformat()]
        return CliRunner().invoke(cli, [*command.split(), *folders, *arguments])

    def json(self, command: str, *arguments: str) -> dict[str, Any]:
        """The object that a command prints."""
        said: dict[str, Any] = json.loads(self(command, *arguments, "--format", "json").stdout)
        return said


@pytest.fixture
def zhibu(small: Place) -> Zhibu:
    """The command on a small network that is built."""
    return Zhibu(small)


# exit codes -------------------------------------------------------------------------------------


def test_0_all_good(zhibu: Zhibu) -> None:
    assert zhibu("build").exit_code == 0
    assert zhibu("check").exit_code == 0


def test_10_published_with_quarantined_items(zhibu: Zhibu) -> None:
    zhibu.place.write("a/news/2026-11-03-bad.md", BAD)
    assert zhibu("check").exit_code == 10
    assert zhibu("build").exit_code == 10
    assert zhibu("build").exit_code == 10


def test_20_nothing_published(zhibu: Zhibu, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("plugins.release.releases.settle", full)
    before = zhibu.place.tree()
    zhibu.place.edit(WALK, "三处", "四处")
    result = zhibu("build")
    assert result.exit_code == 20
    assert "没有发布，已发布的不变" in result.stdout
    assert zhibu.place.tree() == before


def test_30_configuration_refused(zhibu: Zhibu) -> None:
    zhibu.place.write("network.yaml", "name: 示例\nfarbe: rot\n")
    for command in ("build", "check"):
        result = zhibu(command)
        assert result.exit_code == 30
        assert "没有生成，已发布的不变" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--site", "nowhere"],
        ["--tier", "secret"],
        ["--as-of", "gestern"],
        ["--jobs", "0"],
        ["--executor", "ray"],
        ["--format", "xml"],
        ["--no-such-option"],
    ],
)
def test_2_usage(zhibu: Zhibu, arguments: list[str]) -> None:
    assert zhibu("build", *arguments).exit_code == 2


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(cli, ["bake"]).exit_code == 2


# what it says -----------------------------------------------------------------------------------


def test_the_summary_counts_sites_items_pages_problems_and_seconds(zhibu: Zhibu) -> None:
    said = zhibu("build").stdout
    assert "5 个站点，10 篇内容" in said
    assert "写入 0 个文件；错误 0，提醒 0，说明 0" in said
    assert f"请打开 {zhibu.place.current}/index.html" in said
    assert "下一次自动变化的时刻：2026-12-02T00:00:00+08:00" in said


def test_the_same_in_english(zhibu: Zhibu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    zhibu.place.write("a/news/2026-11-03-bad.md", BAD)
    said = zhibu("build").stdout
    assert "5 sites, 10 items" in said
    assert "Next change by itself: 2026-12-02T00:00:00+08:00" in said
    assert "Write a date like 2026-01-05;" in said


def test_a_problem_is_one_line_with_place_code_and_remedy(zhibu: Zhibu) -> None:
    zhibu.place.write("a/news/2026-11-03-bad.md", BAD)
    (line,) = [line for line in zhibu("check").stdout.splitlines() if "ZB-107" in line]
    assert line.startswith(f"{zhibu.place.content}/a/news/2026-11-03-bad.md:3")
    assert "2026-13-45" in line
    assert "请写成 2026-01-05" in line


def test_what_is_shown_instead_is_named(zhibu: Zhibu, monkeypatch: pytest.MonkeyPatch) -> None:
    zhibu.place.write(WALK, BAD)
    assert "/a/news/2026-10-01-walk/ 仍显示上一个正确的版本" in zhibu("build").stdout
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "/a/news/2026-10-01-walk/ still shows its last good version" in zhibu("build").stdout


def test_notes_are_only_counted(zhibu: Zhibu) -> None:
    zhibu.place.write("a/media/unused.png", SMALL["a/media/door.png"])
    said = zhibu("build").stdout
    assert "另有 1 条说明" in said
    assert "ZB-211" not in said


def test_why_names_the_reasons(zhibu: Zhibu) -> None:
    zhibu.place.edit(WALK, "三处", "四处")
    said = zhibu("build", "--why").stdout
    assert "a: content_changed（本站内容改动了）" in said
    assert "b1: 没有变化" in said


def test_help_is_chinese_or_english(monkeypatch: pytest.MonkeyPatch) -> None:
    chinese = CliRunner().invoke(cli, ["-h"])
    assert chinese.exit_code == 0
    assert "生成网络并发布到输出目录" in chinese.stdout
    monkeypatch.setenv("LANG", "en")
    assert "build the network and release it" in CliRunner().invoke(cli, ["--help"]).stdout


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_in_both_languages(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CliRunner().invoke(cli, [command, "-h"]).exit_code == 0
    monkeypatch.setenv("LANG", "en")
    assert "Usage: zhibu" in CliRunner().invoke(cli, [command, "-h"], prog_name="zhibu").stdout


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(cli, ["--version"]).stdout.startswith("zhibu 0.")


# forms ------------------------------------------------------------------------------------------

TOP = {"as_of", "tier", "release", "exit", "sites", "problems", "seconds"}
SITE = {"id", "items", "pages", "written", "reasons", "state"}
PROBLEM = {"code", "severity", "path", "line", "column", "message", "remedy", "published_instead"}


def test_json_has_exactly_the_keys_of_the_contract(zhibu: Zhibu) -> None:
    zhibu.place.write(WALK, BAD)
    said = zhibu.json("build")
    assert said.keys() == TOP
    assert [site.keys() for site in said["sites"]] == [SITE] * 5
    assert [problem.keys() for problem in said["problems"]] == [PROBLEM] * len(said["problems"])
    (bad,) = [problem for problem in said["problems"] if problem["code"] == "ZB-107"]
    assert bad["message"].keys() == bad["remedy"].keys() == {"zh", "en"}
    assert (bad["path"], bad["line"], bad["published_instead"]) == (WALK, 3, "/a/news/2026-10-01-walk/")


def test_json_tells_what_was_done(zhibu: Zhibu) -> None:
    zhibu.place.edit(WALK, "三处", "四处")
    said = zhibu.json("build")
    assert (said["as_of"], said["tier"], said["exit"]) == (AS_OF.isoformat(), "public", 0)
    assert said["release"] == os.readlink(zhibu.place.current).removeprefix("releases/")
    site = next(site for site in said["sites"] if site["id"] == "a")
    assert site["items"] == 4
    assert site["reasons"] == ["content_changed"]
    assert site["state"] == "rendered"
    assert site["written"] >= 1
    assert site["pages"] == len([path for path in zhibu.place.tree() if path.startswith("a/") and path.endswith(".html")])
    assert next(site for site in said["sites"] if site["id"] == "b1")["state"] == "unchanged"


def test_json_of_a_refused_configuration_says_so(zhibu: Zhibu) -> None:
    zhibu.place.delete("network.yaml")
    said = zhibu.json("build")
    assert (said["exit"], said["release"], said["sites"]) == (30, "", [])
    assert [problem["code"] for problem in said["problems"]] == ["ZB-001"]


def test_github_annotations_point_at_the_line(zhibu: Zhibu) -> None:
    zhibu.place.write("a/news/2026-11-03-bad.md", BAD)
    (line,) = [line for line in zhibu("check", "--format", "github").stdout.splitlines() if "ZB-107" in line]
    assert line.startswith(f"::error file={zhibu.place.content}/a/news/2026-11-03-bad.md,line=3,title=ZB-107::")


def test_a_gitlab_report_has_distinct_fingerprints(zhibu: Zhibu) -> None:
    zhibu.place.write("a/news/2026-11-03-bad.md", BAD)
    zhibu.place.write("b/news/2026-11-03-bad.md", BAD)
    rows = json.loads(zhibu("check", "--format", "gitlab").stdout)
    assert len({row["fingerprint"] for row in rows}) == len(rows) >= 2
    assert {row["severity"] for row in rows} <= {"major", "minor", "info"}
    assert all(row["location"]["lines"]["begin"] >= 1 for row in rows)


# check ------------------------------------------------------------------------------------------


def test_check_finds_the_same_and_writes_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all({**SMALL, "a/news/2026-11-03-bad.md": BAD})
    zhibu = Zhibu(place)
    found = zhibu.json("check")
    assert not (tmp_path / "output").exists()
    assert found["problems"] == zhibu.json("build")["problems"]
    assert found["exit"] == 10


# releases ---------------------------------------------------------------------------------------


def test_releases_are_listed_and_gone_back_to(zhibu: Zhibu) -> None:
    first = os.readlink(zhibu.place.current).removeprefix("releases/")
    zhibu.place.edit(WALK, "三处", "四处")
    zhibu("build")
    listed = zhibu("releases", writes=False).stdout.splitlines()
    assert [line[0] for line in listed] == [" ", "*"]
    assert first in listed[0]
    assert zhibu("rollback", writes=False).exit_code == 0
    assert "三处" in zhibu.place.text("/a/news/2026-10-01-walk/")
    assert zhibu("rollback", "--to", "nothing", writes=False).exit_code == 20
    assert zhibu("rollback", writes=False).exit_code == 20


def test_verify_tells_what_differs(zhibu: Zhibu) -> None:
    assert zhibu("verify", writes=False).exit_code == 0
    (zhibu.place.current / "b" / "index.html").unlink()
    result = zhibu("verify", writes=False)
    assert result.exit_code == 20
    assert "b/index.html  缺少" in result.stdout
    assert CliRunner().invoke(cli, ["verify", str(zhibu.place.content)]).exit_code == 20


def test_before_the_first_release_there_is_nothing_to_list_send_or_check(tmp_path: Path) -> None:
    output = ["--output", str(tmp_path / "output")]
    assert "还没有发布" in CliRunner().invoke(cli, ["releases", *output]).stdout
    for command in (["rollback"], ["verify"], ["publish", str(tmp_path / "www")]):
        assert CliRunner().invoke(cli, [*command, *output]).exit_code == 20


# the instant ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-21T06:00:00", "2026-11-21T06:00:00+08:00"),
        ("2026-11-20T22:00:00+00:00", "2026-11-21T06:00:00+08:00"),
        ("2026-11-20T17:00:00-05:00", "2026-11-21T06:00:00+08:00"),
        ("2026-11-21", "2026-11-21T00:00:00+08:00"),
    ],
)
def test_an_instant_is_told_in_the_networks_own_zone(tmp_path: Path, written: str, meant: str) -> None:
    place = Place(tmp_path).write_all(SMALL)
    assert instant(datetime.fromisoformat(written), place.content).isoformat() == meant


def test_another_zone_of_the_network_is_respected(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.write("network.yaml", "name: 示例\nbase_url: https://x.example.cn/\ntime_zone: Asia/Urumqi\n")
    assert instant(datetime(2026, 11, 21, 6), place.content).isoformat() == "2026-11-21T06:00:00+06:00"


@pytest.mark.parametrize("text", [None, "time_zone: Mond/Krater\n", "- nothing"])
def test_without_a_known_zone_it_is_beijing_time(tmp_path: Path, text: str | None) -> None:
    place = Place(tmp_path)
    if text is not None:
        place.write("network.yaml", text)
    assert instant(datetime(2026, 11, 21, 6), place.content).isoformat() == AS_OF.isoformat()


def test_now_is_a_whole_second_of_beijing_time(tmp_path: Path) -> None:
    now = instant(None, tmp_path)
    assert now.microsecond == 0
    assert now.utcoffset() == AS_OF.utcoffset()


# the offline copy -------------------------------------------------------------------------------


def test_a_build_also_writes_an_offline_copy_and_says_how_to_open_it(zhibu: Zhibu, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    said = zhibu("build", "--offline-zip", str(file))
    assert (said.exit_code, "打开.html" in said.stderr, file.is_file()) == (0, True, True)
    assert "没有变化" in zhibu("build", "--offline-zip", str(file)).stderr
    assert json.loads(zhibu("build", "--offline-zip", str(file), "--format", "json").stdout)["exit"] == 0


def test_a_copy_that_cannot_be_written_is_told_and_what_is_published_stays(zhibu: Zhibu, tmp_path: Path) -> None:
    said = zhibu("build", "--offline-zip", str(tmp_path / "nowhere" / "copy.zip"))
    assert (said.exit_code, "ZB-916" in said.stderr) == (20, True)
    assert zhibu.place.has("/index.html")


def test_a_refused_build_writes_no_copy(zhibu: Zhibu, tmp_path: Path) -> None:
    zhibu.place.write("network.yaml", "name: [")
    assert zhibu("build", "--offline-zip", str(tmp_path / "copy.zip")).exit_code == 30
    assert list(tmp_path.glob("*.zip")) == []
