"""What a scan or a gate stops is not published, nor an older version with the same fault, and nothing tells the datum."""

import json
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.build import commits, examining
from plugins.build.commits import first_commits
from plugins.build.report import github, gitlab, sheet, text
from plugins.cli.checking import OK, QUARANTINED, Told
from plugins.network.documents import said_in
from plugins.network.index import Index
from plugins.network.problems import to_json
from tests.networks import AS_OF, Place
from tests.privacy import carriers
from tests.privacy.planted import ID, MOBILE

PATH, ADDRESS = "a/news/2026-11-01-call.md", "/a/news/2026-11-01-call/"
GOOD = "---\ntitle: 报名\ndate: 2026-11-01\n---\n请到办公室报名。\n"
BETTER = GOOD.replace("办公室", "值班室")
BAD = GOOD.replace("办公室", f"办公室，电话 {MOBILE}，")


def found(told: Told, path: str = PATH) -> list[str]:
    return [problem.code for problem in told.problems if problem.path == path]


def test_the_older_good_version_stays_and_the_datum_is_nowhere(small: Place) -> None:
    small.write(PATH, GOOD)
    assert small.build().code == OK
    before = small.text(ADDRESS)
    small.write(PATH, BAD)
    told = small.build()
    assert (told.code, found(told)) == (QUARANTINED, ["ZB-701"])
    assert told.problems[0].published_instead == ADDRESS
    assert small.text(ADDRESS) == before
    assert holding(small.folder / "output", MOBILE) == []
    small.write(PATH, BETTER)
    assert (small.build().code, "值班室" in small.text(ADDRESS)) == (OK, True)


def test_an_older_version_with_the_same_fault_is_not_kept(small: Place) -> None:
    """Published while the gate was off or the number was allowed, broken since: it goes."""
    small.write("privacy.yaml", f"allowed:\n  - value: '{MOBILE}'\n    reason: 测试时允许\n")
    small.write(PATH, BAD)
    assert (small.build().code, small.has(ADDRESS)) == (OK, True)
    small.delete("privacy.yaml")
    told = small.build()
    assert (told.code, found(told)) == (QUARANTINED, ["ZB-701"])
    assert [problem.published_instead for problem in told.problems if problem.path == PATH] == [""]
    assert not small.has(ADDRESS)
    assert holding(small.current, MOBILE) == []


def test_an_older_version_with_a_fault_of_the_gates_does_not_stand_in_for_another_fault(small: Place) -> None:
    small.write("privacy.yaml", f"allowed:\n  - value: '{MOBILE}'\n    reason: 测试时允许\n")
    small.write(PATH, BAD)
    small.build()
    small.delete("privacy.yaml")
    small.write(PATH, GOOD.replace("2026-11-01", "2026-13-45"))
    assert found(small.build()) == ["ZB-107"]
    assert not small.has(ADDRESS)


def test_a_branch_cannot_switch_a_gate_off_and_the_network_can(small: Place) -> None:
    small.edit("a/site.yaml", "kind: branch", "kind: branch\ncapabilities: [-privacy]")
    small.write(PATH, BAD)
    assert found(small.build()) == ["ZB-701"]
    small.edit("network.yaml", "name:", "capabilities: [-privacy]\nname:")
    assert (small.build().code, small.has(ADDRESS)) == (OK, True)


def holding(folder: Path, datum: str) -> list[str]:
    """The files below a folder that hold a datum."""
    return [file.name for file in folder.rglob("*") if file.is_file() and datum.encode() in file.read_bytes()]


def test_no_form_of_a_report_shows_a_datum(small: Place) -> None:
    """Not in findings of the gate, nor in what others say about the same line, nor in the name of a file."""
    link, value = f"[x](tel:{MOBILE}) [y](gone-{ID}.md) ![z](https://x.cn/{MOBILE}.png)", f"昨天{MOBILE}"
    small.write(PATH, f"---\ntitle: 报名\ndate: {value}\n电话{MOBILE}: 甲\n封面: {ID}.jpg\n---\n{link}\n")
    small.write(f"a/news/2026-11-02-{MOBILE}.md", GOOD)
    small.write(f"a/media/{ID}.csv", "甲,乙\n")
    told = small.build()
    assert {"ZB-107", "ZB-700", "ZB-701", "ZB-715"} <= {problem.code for problem in told.problems}
    forms: Iterable[str] = (
        text(told.problems, "zh", "content"), text(told.problems, "en", "content"), github(told.problems, "content"),
        gitlab(told.problems, "content"), sheet("甲", told.problems, "x"), json.dumps([to_json(one) for one in told.problems]),
    )  # fmt: skip
    assert [[datum in form for datum in (MOBILE, ID)] for form in forms] == [[False, False]] * 6
    told = small.build(tier="org")
    assert holding(small.folder / "output", MOBILE) + holding(small.folder / "output", ID) == []


def test_a_file_whose_name_tells_is_not_published(small: Place) -> None:
    name = f"2026-11-02-{MOBILE}"
    small.write(f"a/news/{name}.md", GOOD)
    told = small.build()
    assert [problem.code for problem in told.problems if problem.severity == "error"] == ["ZB-715"]
    assert not small.has(f"/a/news/{name}/")


# audiences --------------------------------------------------------------------------------------

MARKED = "---\ntitle: 要点\ndate: 2026-11-01\n---\n内部资料 注意保存\n\n正文。\n"


def test_what_is_marked_internal_may_stand_in_the_lan_only(small: Place) -> None:
    for audience, published in (("公开", False), ("系统内", False), ("局域网", True)):
        small.write(PATH, MARKED.replace("date:", f"范围: {audience}\ndate:"))
        told = small.build(tier="lan")
        assert (found(told) == [], (small.folder / f"output/lan/current{ADDRESS}").is_dir()) == (published, published)
    assert small.build().code == OK


def test_a_version_that_is_closed_now_is_not_shown_as_it_was_before(small: Place) -> None:
    """A gate that fails does not undo the wish to show less."""
    small.write(PATH, GOOD)
    small.build()
    small.write(PATH, BAD.replace("date:", "范围: 系统内\ndate:"))
    small.build()
    assert not small.has(ADDRESS)


def test_a_check_of_a_kind_that_fails_does_not_undo_the_wish_either(small: Place) -> None:
    path, address = "a/notices/2026-11-01-call.md", "/a/notices/2026-11-01-call/"
    small.write(path, GOOD)
    small.build()
    assert small.has(address)
    small.write(path, GOOD.replace("date:", "范围: 系统内\n截止日期: 2026-10-01\ndate:"))
    assert found(small.build(), path) == []  # what is wrong with it is for those to know who may read it
    assert not small.has(address)
    assert found(small.build(tier="org"), path) == ["ZB-102"]


# attachments ------------------------------------------------------------------------------------


def with_attachment(small: Place, name: str, content: bytes) -> Told:
    small.write(f"a/media/{name}", content)
    small.write(PATH, GOOD.replace("date:", f"附件: {name}\ndate:"))
    return small.build()


def test_a_bad_attachment_is_not_published_and_its_item_is(small: Place) -> None:
    told = with_attachment(small, "list.docx", carriers.docx(carriers.run(f"手机 {MOBILE}"))[1])
    assert (found(told, "a/media/list.docx"), found(told)) == (["ZB-701"], ["ZB-307"])
    assert small.has(ADDRESS)
    assert not small.has("/a/media/list.docx")
    assert with_attachment(small, "list.docx", carriers.docx(carriers.run("办公室"))[1]).code == OK
    assert small.has("/a/media/list.docx")


def test_a_picture_that_tells_its_place_is_published_without_it(small: Place) -> None:
    assert with_attachment(small, "p.jpg", carriers.jpeg(gps=True)[1]).code == OK
    published = (small.current / "a/media/p.jpg").read_bytes()
    assert said_in(".jpg", published).facts == {"author": ()}


def test_files_are_looked_into_once(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with_attachment(small, "list.docx", carriers.docx(carriers.run("办公室"))[1])
    monkeypatch.setattr(examining, "_examine", never)
    assert found(small.build()) == []
    small.write("privacy.yaml", "mail_domains: [danwei.cn]\n")
    with pytest.raises(AssertionError):
        small.build()


def never(*_: object) -> None:
    raise AssertionError("looked into again")


def test_a_file_that_takes_too_long_is_named_and_the_others_are_published(small: Place) -> None:
    small.edit("network.yaml", "name:", "limits: {attachment_seconds: 0.5}\nname:")
    slow = carriers.zipped({f"{n}.txt": b"0" * 9_000_000 for n in range(30)})
    small.write("a/media/good.csv", "甲,乙\n")
    small.write("a/news/2026-11-03-good.md", GOOD.replace("date:", "附件: good.csv\ndate:"))
    told = with_attachment(small, "slow.zip", slow)
    assert found(told, "a/media/slow.zip") == ["ZB-716"]
    assert small.has("/a/media/good.csv")


# the first commit -------------------------------------------------------------------------------


def git(folder: Path, *words: str, day: str = "2026-11-01") -> str:
    """Run git as somebody on a day."""
    moment = f"{day}T08:00:00+08:00"
    who = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "HOME": str(folder), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    command = ["git", "-C", str(folder), "-c", "user.name=somebody", "-c", "user.email=somebody@example.cn", *words]
    return subprocess.run(command, env=who, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A repository whose content folder has an article since the first of November, renamed on the third."""
    place = Place(tmp_path / "repository")
    place.write("a/甲.md", "甲\n")
    git_folder = place.folder
    git(git_folder, "init", "-q")
    git(git_folder, "add", ".")
    git(git_folder, "commit", "-qm", "one")
    place.move("a/甲.md", "a/b.md")
    place.write("a/c.md", "另一篇，写了别的事情。\n")
    git(git_folder, "add", ".")
    git(git_folder, "commit", "-qm", "two", day="2026-11-03")
    place.write("a/new.md", "没有提交\n")
    return place.content


PATHS = ("a/b.md", "a/c.md", "a/new.md")
KNOWN = {"a/b.md": date(2026, 11, 1), "a/c.md": date(2026, 11, 3)}
ZONE = ZoneInfo("Asia/Shanghai")


def test_a_renamed_file_keeps_its_first_commit(history: Path, tmp_path: Path) -> None:
    with Index(tmp_path / "index") as index:
        assert first_commits(history, PATHS, index, ZONE) == KNOWN


def test_git_is_asked_again_only_after_a_new_commit(history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    really = commits._git

    def asking(folder: Path, *words: str) -> str:
        asked.append(words[0])
        return really(folder, *words)

    monkeypatch.setattr(commits, "_git", asking)
    with Index(tmp_path / "index") as index:
        first_commits(history, PATHS, index, ZONE)
        first_commits(history, PATHS, index, ZONE)
        assert asked == ["rev-parse", "log", "rev-parse"]
        first_commits(history, PATHS[:2], index, ZONE)
        assert len(asked) == 3
        git(history.parent, "add", ".")
        git(history.parent, "commit", "-qm", "three", day="2026-11-05")
        assert first_commits(history, PATHS, index, ZONE)["a/new.md"] == date(2026, 11, 5)


def test_without_git_or_with_a_shallow_copy_nothing_is_known(history: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{history.parent}", "shallow")
    with Index(tmp_path / "index") as index:
        assert first_commits(tmp_path / "shallow" / "content", PATHS, index, ZONE) == {}
        assert first_commits(tmp_path / "nowhere", PATHS, index, ZONE) == {}


def test_a_damaged_memory_is_asked_for_again(history: Path, tmp_path: Path) -> None:
    with Index(tmp_path / "index") as index:
        index.put([(commits._KEY, "[1, [2]]", "")])
        assert first_commits(history, PATHS, index, ZONE) == KNOWN


def test_a_backdated_article_is_told_and_an_honest_one_is_not(small: Place) -> None:
    small.write(PATH, GOOD)
    small.write("a/news/2026-03-01-old.md", GOOD.replace("2026-11-01", "2026-03-01"))
    git(small.folder, "init", "-q")
    git(small.folder, "add", "content/a/news")
    git(small.folder, "commit", "-qm", "one")
    told = small.build(AS_OF)
    assert (found(told), found(told, "a/news/2026-03-01-old.md")) == ([], ["ZB-735"])
    small.write("review.yaml", "early_dates: 错误\n")
    assert found(small.build(), "a/news/2026-03-01-old.md") == ["ZB-736"]
    assert not small.has("/a/news/2026-03-01-old/")
