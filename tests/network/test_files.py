"""The content folder is walked without following anything, and every odd entry is named."""

import hashlib
import os
import socket
from pathlib import Path

import pytest

from plugins.network.files import Walk, clock, read_bytes, settled, sha256, shown, walk


def codes(walked: Walk) -> dict[str, str]:
    """The code of each Problem by its path."""
    return {problem.path: problem.code for problem in walked.problems}


def test_files_come_in_order_of_path_with_their_stat_values(tmp_path: Path) -> None:
    for path in ("b/x.md", "a/z.md", "a/b/c.md", "a.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("字")
    walked = walk(tmp_path)
    assert list(walked.files) == ["a.md", "a/b/c.md", "a/z.md", "b/x.md"]
    assert walked.problems == ()
    file = walked.files["a/b/c.md"]
    assert (file.size, file.inode) == (3, (tmp_path / "a/b/c.md").stat().st_ino)


@pytest.mark.parametrize("name", [".gitkeep", ".DS_Store", "Thumbs.db", "x.md~", "~$报告.docx", ".~lock.x.ods#"])
def test_what_systems_leave_behind_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    assert walk(tmp_path) == Walk({}, ())


def test_links_devices_and_submodules_are_named_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.md").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".git").write_text("gitdir: elsewhere")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.md"))
        walked = walk(tmp_path)
    assert list(walked.files) == ["real/x.md"]
    assert codes(walked) == {"link": "ZB-201", "loop": "ZB-201", "pipe.md": "ZB-202", "s.md": "ZB-202", "sub": "ZB-204"}


def test_a_folder_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    assert [problem.code for problem in walk(tmp_path / "nowhere").problems] == ["ZB-203"]


@pytest.mark.parametrize("name", ["a:b.md", "a?.md", "x.md.", "x ", 'a"b.md', "零\u200b宽.md", "a\u202eb.md"])
def test_names_that_not_every_system_can_hold_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    walked = walk(tmp_path)
    assert walked.files == {}
    assert list(codes(walked).values()) == ["ZB-209"]


def test_names_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xb1\xea.md", "w") as file:
        file.write("x")
    (problem,) = walk(tmp_path).problems
    assert (problem.code, problem.path) == ("ZB-209", "\ufffd\ufffd.md")


@pytest.mark.parametrize(
    ("path", "fine"), [("a/con.png", False), ("a/aux/x.png", False), ("a/con.md", True), ("a/contact.png", True)]
)
def test_pictures_keep_their_names_so_windows_must_be_able_to_open_them(tmp_path: Path, path: str, *, fine: bool) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("x")
    assert (walk(tmp_path).problems == ()) is fine


def test_a_path_is_shown_on_one_line() -> None:
    assert shown("a/b\nc\u202e.md") == "a/b\\u000ac\\u202e.md"
    assert shown("a/\udcb1.md") == "a/\ufffd.md"


def test_bytes_are_read_but_never_through_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "x", tmp_path / "y"
    file.write_bytes(b"0123456789")
    link.symlink_to(file)
    assert read_bytes(file, 4) == b"0123"
    assert sha256(file) == hashlib.sha256(b"0123456789").hexdigest()
    for read in (sha256, lambda path: read_bytes(path, 4)):
        with pytest.raises(OSError):
            read(link)


def test_a_file_changed_just_now_is_not_settled(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("x")
    file, now = walk(tmp_path).files["x.md"], clock(tmp_path)
    assert not settled((file,), now)
    assert settled((file,), now + 10**9)
