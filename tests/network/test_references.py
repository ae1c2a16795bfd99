"""What a link, image or attachment means, and what the writer is told when it means nothing."""

import pytest

from plugins.network.items import Item
from plugins.network.media import Medium
from plugins.network.references import Known, Link, Role, resolve

HERE = Item("a/news/2026-03-05-here.md", "a", "news", "here", "/a/news/here/", "这里")
THERE = Item("a/pages/guide_built-ins_transition.md", "a", "page", "there", "/a/pages/there/", "那里")
DATED = Item("b/notices/2026-03-01-pingyou.md", "b", "notice", "pingyou", "/b/notices/pingyou/", "评优")
PICTURE = "a/media/合影.jpg"
KNOWN = Known(
    items={item.path: item for item in (HERE, THERE, DATED)},
    hidden={"a/news/stopped.md": True},
    anchors={THERE.path: ("用法", "例子")},
    media={PICTURE: Medium("0" * 64, 10, 4, 3)},
    media_addresses={PICTURE: "/a/media/合影.jpg"},
    places={"b": "/b/"},
    libraries=frozenset(),
)


def found(target: str, role: Role = "link") -> Link | None:
    link, problem = resolve(target, role, HERE, 7, KNOWN)
    assert problem is None
    return link


def told(target: str, role: Role = "link") -> str:
    """Code, what was found and the remedy, in Chinese."""
    _, problem = resolve(target, role, HERE, 7, KNOWN)
    assert problem is not None
    assert (problem.path, problem.line) == (HERE.path, 7)
    return f"{problem.code} {problem.message['zh']} {problem.remedy['zh']}"


@pytest.mark.parametrize(
    "target", ["../media/合影.jpg", "..\\media\\合影.jpg", "/a/media/合影.jpg", "../media/%E5%90%88%E5%BD%B1.jpg"]
)
def test_ways_to_write_the_path_of_a_file(target: str) -> None:
    assert found(target, "image") == Link("/a/media/合影.jpg", width=4, height=3, medium=PICTURE)


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("./transition", "/a/pages/guide_built-ins_transition.md"),
        ("/guide/built-ins/transition.html#x", "/a/pages/guide_built-ins_transition.md"),
        ("pingyou.md", "/b/notices/2026-03-01-pingyou.md"),
        ("zhibu@example.cn", "mailto:zhibu@example.cn"),
        ("www.example.cn/a?b=1", "https://www.example.cn/a?b=1"),
        ("合影.JPG", "/a/media/合影.jpg"),
        ("../media/合影照.jpg", "/a/media/合影.jpg"),
    ],
)
def test_the_nearest_target_is_suggested(target: str, meant: str) -> None:
    assert f"ZB-301 链接“{target}”的目标不存在" in told(target)
    assert f"是不是 {meant} ？" in told(target)


@pytest.mark.parametrize("target", ["报名表.docx", "../notices/somewhere-else.md", "没有"])
def test_nothing_is_suggested_where_nothing_is_near(target: str) -> None:
    assert "是不是" not in told(target)


def test_a_path_of_the_writers_computer_is_no_other_site() -> None:
    assert told("D:\\照片\\合影.jpg", "image").startswith("ZB-306 图片“D:\\照片\\合影.jpg”不存在")
    assert told("D:/文件/a.docx").startswith("ZB-301")
    assert told("file:///D:/a.docx").startswith("ZB-309")


def test_a_target_that_was_stopped_is_not_called_missing() -> None:
    assert told("stopped.md").startswith("ZB-302 链接“stopped.md”的目标现在没有发布")


def test_an_anchor_like_it_is_suggested() -> None:
    assert "是不是 #用法 ？" in told("../pages/guide_built-ins_transition.md#用法吗")
