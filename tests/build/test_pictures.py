"""Pictures of a built network: in several forms, each made once, and with nothing that readers should not know."""

import io
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from plugins.build import pictures
from plugins.build.opening import Rows
from plugins.cli.checking import OK, QUARANTINED, run
from tests.network.test_pictures import CANARY, opened, saved, scene, tags
from tests.networks import AS_OF, SMALL, Place

PHOTO = saved(scene((1400, 900)), "JPEG", quality=92, exif=tags(6))
GALLERY = "---\n标题: 影像\n日期: 2026-11-02\n版权: 甲摄\n图片:\n  - 文件: photo.jpg\n    替代文字: 一扇门\n  - 文件: two.jpg\n    替代文字: 两扇门\n---\n看看。\n"
SHOWN: Mapping[str, str | bytes] = {
    "a/media/photo.jpg": PHOTO,
    "a/media/two.jpg": saved(scene((700, 500)), "JPEG", quality=92, exif=tags()),
    "a/影像/g.md": GALLERY,
    "a/news/2026-11-03-photo.md": "标题: 照片\n封面: ../media/photo.jpg\n替代文字: 门口\n\n![门口](../media/photo.jpg)\n\n![又是](../media/two.jpg)\n",
}
OF_PHOTO = ["photo.jpg", "photo.jpg.1120.webp", "photo.jpg.480.webp"]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with two photographs that tell where they were taken, in a text, as a cover and in a gallery."""
    return Place(tmp_path).write_all({**SMALL, **SHOWN})


def published(place: Place, name: str = "photo.jpg") -> list[str]:
    return sorted(path.name for path in (place.current / "a/media").glob(f"{name}*"))


def never(*_: object) -> Rows:
    raise AssertionError("made again")


def test_nothing_that_a_photograph_tells_is_published_or_kept(place: Place) -> None:
    """P3 for what authors do not know they carry: not in the full picture, not in any form, archive, store, cache or manifest."""
    assert place.build().code == OK
    everything = [path for path in place.folder.rglob("*") if path.is_file() and not path.is_relative_to(place.content)]
    assert len(everything) > 50
    assert [path for path in everything if CANARY.encode() in path.read_bytes()] == []
    full = opened((place.current / "a/media/photo.jpg").read_bytes())
    assert (full.size, dict(full.getexif())) == ((900, 1400), {})


def test_pages_offer_the_widths_and_only_the_first_picture_comes_at_once(place: Place) -> None:
    place.build()
    assert published(place) == ["photo.jpg", "photo.jpg.480.webp", "photo.jpg.900.webp"]
    page = place.page("/a/news/2026-11-03-photo/")
    sources = [str(source["srcset"]).split() for source in page.soup.select(".prose picture source[type='image/webp']")]
    assert [(len(one), one[1], one[-1]) for one in sources] == [(4, "480w,", "900w"), (4, "480w,", "700w")]
    shown = [(image["width"], image["height"], image.get("loading")) for image in page.soup.select(".prose picture img")]
    assert shown == [("900", "1400", None), ("700", "500", "lazy")]
    gallery = place.page("/a/galleries/g/").soup
    assert [str(link["href"]).rpartition("/")[2] for link in gallery.select(".gallery a")] == ["photo.jpg", "two.jpg"]
    assert [image.get("loading") for image in gallery.select(".gallery img")] == [None, "lazy"]


def test_a_picture_is_made_once_whoever_asks_and_wherever_it_lies(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.build()
    monkeypatch.setattr(pictures, "opened", never)
    place.edit("a/news/2026-11-03-photo.md", "照片", "一张照片")
    place.write("a/media/copy.jpg", PHOTO)
    place.write("b/news/2026-11-03-copy.md", "标题: 也是\n\n![门口](../media/same.jpg)\n").parent.parent.joinpath("media").mkdir()
    place.write("b/media/same.jpg", PHOTO)
    for path in (place.content / "a/media").iterdir():
        path.write_bytes(path.read_bytes())  # as a new checkout does
    assert place.build().code == OK
    assert place.has("/b/media/same.jpg.480.webp")


def test_a_check_writes_no_picture_and_a_build_after_it_has_them_all(place: Place) -> None:
    assert run(place.request(AS_OF), writes=False).code == OK
    assert not (place.folder / "output").exists()
    assert place.build().code == OK
    assert published(place) == ["photo.jpg", "photo.jpg.480.webp", "photo.jpg.900.webp"]


def test_what_the_store_has_lost_is_made_again(place: Place) -> None:
    place.build()
    before = place.tree()
    for file in (place.folder / "output/public/store").glob("??/*"):
        if file.read_bytes()[:4] in (b"RIFF", b"\xff\xd8\xff\xe0"):
            file.unlink()
    place.write("a/news/2026-11-04-new.md", "标题: 新\n\n新的。\n")
    assert place.build().code == OK
    after = place.tree()
    assert {path: after[path] for path in before if "/media/" in path} == {
        path: before[path] for path in before if "/media/" in path
    }


def test_a_damaged_entry_of_the_cache_is_a_miss(place: Place) -> None:
    place.build()
    before = place.tree()
    index = next((place.folder / ".cache").rglob("index.sqlite"), None) or next(place.folder.rglob("index.sqlite"))
    with sqlite3.connect(index) as rows:
        changed = rows.execute("UPDATE entries SET head = replace(head, '900', '901') WHERE key LIKE 'picture:%'").rowcount
        rows.execute("DELETE FROM entries WHERE key LIKE 'part:%' OR key LIKE 'tree:%' OR key LIKE 'last%'")
    assert changed >= 2
    place.write("a/news/2026-11-04-new.md", "标题: 新\n\n新的。\n")
    place.build()
    place.delete("a/news/2026-11-04-new.md")
    place.build()
    assert place.tree() == before


BROKEN = {
    "cut off": (PHOTO[: len(PHOTO) // 2], "ZB-215"),
    "a bomb": (saved(Image.new("1", (9_000, 9_000)), "PNG"), "ZB-207"),
    "another format": (saved(scene((700, 500)), "PNG"), "ZB-207"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_photograph_that_breaks_keeps_its_last_good_version_in_all_its_forms(place: Place, fault: str) -> None:
    place.build()
    before = {path: content for path, content in place.tree().items() if path.startswith("a/")}
    content, code = BROKEN[fault]
    place.write("a/media/photo.jpg", content)
    told = place.build()
    assert (told.code, [problem.code for problem in told.problems if problem.path == "a/media/photo.jpg"]) == (
        QUARANTINED,
        [code],
    )
    assert {path: content for path, content in place.tree().items() if path.startswith("a/")} == before


def test_a_photograph_that_was_never_good_is_told_and_all_else_is_published(place: Place) -> None:
    place.write("a/media/photo.jpg", PHOTO[: len(PHOTO) // 2])
    told = place.build()
    assert {problem.code for problem in told.problems} >= {"ZB-215", "ZB-306"}
    assert published(place) == []
    assert place.has("/a/media/two.jpg.480.webp")


def test_too_many_pixels_are_refused(place: Place) -> None:
    place.edit("network.yaml", "name:", "limits: {image_pixels: 1000000}\nname:")
    told = place.build()
    assert [problem.code for problem in told.problems if problem.path == "a/media/photo.jpg"] == ["ZB-506"]
    assert published(place) == []


def test_a_picture_that_takes_too_long_is_named_and_the_others_are_published(place: Place) -> None:
    place.edit("network.yaml", "name:", "limits: {attachment_seconds: 0.5}\nname:")
    place.write("a/media/photo.png", saved(Image.linear_gradient("L").resize((6_000, 6_000)), "PNG", compress_level=1))
    place.write("a/news/2026-11-05-slow.md", "标题: 慢\n\n![大](../media/photo.png)\n")
    told = place.build()
    assert [problem.code for problem in told.problems if problem.path == "a/media/photo.png"] == ["ZB-215"]
    assert place.has("/a/media/two.jpg")


def test_the_forms_of_what_is_withdrawn_go_with_it(place: Place) -> None:
    """Also from the release before, when one goes back to it."""
    place.build()
    told = [
        one
        for tree in [place.current / "manifest.json"]
        for one in tree.read_text("utf-8").splitlines()
        if "photo.jpg.480" in one
    ]
    assert told
    place.edit("a/news/2026-11-03-photo.md", "标题:", "撤回: 有误\n标题:")
    place.delete("a/影像/g.md")
    place.build()
    assert published(place) == []


def test_two_pictures_do_not_want_the_same_address(place: Place) -> None:
    place.write("a/media/photo.jpg.480.webp", saved(scene((100, 100)), "WEBP"))
    told = place.build()
    assert {problem.path for problem in told.problems if problem.code == "ZB-208"} == {
        "a/media/photo.jpg", "a/media/photo.jpg.480.webp",
    }  # fmt: skip


def test_an_archive_to_take_along_holds_each_picture_once(place: Place) -> None:
    import zipfile

    place.write("a/pages/x.md", "标题: x\n\nx\n")
    place.build()
    for path in place.current.rglob("*.zip"):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            assert [name for name in archive.namelist() if ".480." in name] == []
            assert b"srcset" not in archive.read("index.html")
