"""Galleries 影像: pictures that everyone can see or hear described, with who may show them."""

from collections.abc import Iterable, Mapping
from typing import Any

from plugins.network.items import Item
from plugins.network.kinds import Fields, Kind, Line, told
from plugins.network.network import Network
from plugins.network.photos import Photos, shown
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings

PHOTO_INCOMPLETE = Code(
    "ZB-863", "error", "item",
    "第 {number} 张图片“{name}”没有写{missing}", "影像里的每张图片都要写替代文字和版权。",
    'picture {number}, "{name}", lacks {missing_en}', "Give every picture of a gallery its alt and its rights.",
    "图片:\n  - 文件: 1.jpg\n    替代文字: 两名工人在核对点检表\n    版权: 装配党支部摄",
)  # fmt: skip


class GalleryFields(Fields):
    """What a gallery says beyond the common fields."""

    photos: Photos = told("图片", "每张写文件、替代文字、说明、版权", "1.jpg", also=("照片",))
    rights: Line = told("版权", "全部图片同一版权时写在这里", "装配党支部摄", default="")


@finds(PHOTO_INCOMPLETE)
def pictures_are_described(item: Item, _settings: Settings) -> Iterable[Problem]:
    """Each picture says what it shows and who may show it."""
    for number, photo in enumerate(item.fields["photos"]):
        lacking = [
            (zh, en)
            for zh, en, said in (("替代文字", "alt", photo["alt"]), ("版权", "rights", photo["rights"] or item.fields["rights"]))
            if not said
        ]
        if lacking:
            line = item.lines.get(f"photos.{number}") or item.lines.get("photos", 1)
            missing, missing_en = "、".join(zh for zh, _ in lacking), ", ".join(en for _, en in lacking)
            yield PHOTO_INCOMPLETE.at(
                item.path, line, number=number + 1, name=photo["file"], missing=missing, missing_en=missing_en
            )


def values(_network: Network, item: Item) -> Mapping[str, Any]:
    """The pictures as the page shows them."""
    photos = shown(item.fields["photos"]) if item.body else []
    return {"pictures": [{**photo, "rights": photo["rights"] or item.fields["rights"]} for photo in photos]}


GALLERY = Kind(
    "gallery", "影像", "galleries", "影像", dated=True, schema=GalleryFields, check=pictures_are_described, values=values,
    area="动态", body="什么时候、在哪里拍的，为什么值得看。\n",
)  # fmt: skip

KINDS = (GALLERY,)
