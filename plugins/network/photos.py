"""Pictures that an item shows beside its text: file, words for who cannot see it, who may show it."""

from collections.abc import Iterable, Sequence
from typing import Any

from plugins.network.items import Item
from plugins.network.kinds import Line, Row, rows_of, told
from plugins.network.problems import Code, Problem

PHOTO_WITHOUT_ALT = Code(
    "ZB-313", "warning", "nothing",
    "图片“{name}”没有替代文字", "请在这张图片下写“替代文字: ……”，用一句话说明画面。",
    'the picture "{name}" has no alternative text', "Add alt: one sentence that says what it shows.",
    "图片:\n  - 文件: 1.jpg\n    替代文字: 两名工人在核对点检表",
)  # fmt: skip


class Photo(Row):
    """One picture."""

    file: Line = told("文件", "图片文件名，放在文章旁边或 media 文件夹", "1.jpg", picture=True)
    alt: Line = told("替代文字", "给看不到图的人：一句话说明画面", "两名工人在核对点检表", default="")
    caption: Line = told("说明", "显示在图片下面", "夜班点检", default="")
    rights: Line = told("版权", "谁拍的、谁可以用", "装配党支部摄", default="")


Photos = rows_of(Photo, short="file")
"""Several pictures; only file names where nothing else is said."""


def shown(photos: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pictures of an item as the component `gallery` takes them; those that are missing are left out."""
    return [{**photo["file"], "alt": photo["alt"], "caption": photo["caption"], "rights": photo["rights"]}
            for photo in photos if photo["file"]]  # fmt: skip


def without_alt(item: Item) -> Iterable[Problem]:
    """A warning for each picture that says nothing to who cannot see it."""
    for number, photo in enumerate(item.fields["photos"]):
        if not photo["alt"]:
            line = item.lines.get(f"photos.{number}") or item.lines.get("photos", 1)
            yield PHOTO_WITHOUT_ALT.at(item.path, line, name=photo["file"])
