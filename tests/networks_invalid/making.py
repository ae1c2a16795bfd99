"""The fixtures that git cannot hold well: one function for each, named like its folder, given the content folder."""

import os
import stat
import unicodedata
from pathlib import Path

from tests.privacy import carriers
from tests.privacy.planted import MOBILE, PLAIN

ARTICLE = "---\ntitle: 冬季检查\ndate: 2026-11-03\n---\n入冬以前看一遍。\n\n把路走稳。\n"
PIXEL = Path(__file__).parent / "base" / "a" / "media" / "door.png"
BRACKETS = 13_000
LARGE = 1_200_000


def _news(content: Path, name: str, written: bytes | str) -> None:
    """A file among the news of branch a."""
    _put(content / "a" / "news" / name, written)


def _put(file: Path, written: bytes | str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(written.encode() if isinstance(written, str) else written)


# §A  text and front matter ----------------------------------------------------------------------


def a_gbk(content: Path) -> None:
    _news(content, "2026-11-03-gbk.md", ARTICLE.encode("gbk"))


def a_utf16(content: Path) -> None:
    _news(content, "2026-11-03-utf16.md", ARTICLE.encode("utf-16"))


def a_utf16_no_bom(content: Path) -> None:
    _news(content, "2026-11-03-utf16-no-bom.md", ARTICLE.encode("utf-16-le"))


def a_utf8_bom(content: Path) -> None:
    _news(content, "2026-11-03-utf8-bom.md", ARTICLE.encode("utf-8-sig"))


def a_crlf(content: Path) -> None:
    _news(content, "2026-11-03-crlf.md", ARTICLE.replace("\n", "\r\n"))


def a_invalid_bytes(content: Path) -> None:
    _news(content, "2026-11-03-invalid-bytes.md", ARTICLE.encode().replace("看".encode(), b"\xb1\xea"))


def a_nul(content: Path) -> None:
    _news(content, "2026-11-03-nul.md", ARTICLE.replace("走", "\0"))


def a_esc(content: Path) -> None:
    _news(content, "2026-11-03-esc.md", ARTICLE.replace("走", "\x1b[31m走"))


def a_fffe(content: Path) -> None:
    _news(content, "2026-11-03-fffe.md", ARTICLE.replace("走", "\ufffe"))


def a_bidi_title(content: Path) -> None:
    _news(content, "2026-11-03-bidi-title.md", ARTICLE.replace("冬季检查", "年度\u202e结总"))


def a_bidi_heading(content: Path) -> None:
    _news(content, "2026-11-03-bidi-heading.md", "# 年度\u202e结总\n\n把路走稳。\n")


def a_binary_png(content: Path) -> None:
    _news(content, "2026-11-03-binary-png.md", PIXEL.read_bytes())


def a_binary_docx(content: Path) -> None:
    _news(content, "2026-11-03-binary-docx.md", b"PK\x03\x04" + bytes(200))


def a_title_300(content: Path) -> None:
    _news(content, "冬季检查" * 20 + ".md", ARTICLE.replace("冬季检查", "冬季检查安全" * 50))


# §B  paths, names, links ------------------------------------------------------------------------


def b_symlink(content: Path) -> None:
    _link(content / "a" / "news" / "2026-11-03-symlink.md", "2026-10-01-walk.md")


def b_symlink_outside(content: Path) -> None:
    _link(content / "a" / "news" / "2026-11-03-symlink-outside.md", "../../../outside.md")


def b_symlink_folder(content: Path) -> None:
    _link(content / "a" / "news" / "others", "../../b/news")


def b_symlink_loop(content: Path) -> None:
    _link(content / "a" / "news" / "2026-11-03-loop.md", "2026-11-03-pool.md")
    _link(content / "a" / "news" / "2026-11-03-pool.md", "2026-11-03-loop.md")
    _link(content / "a" / "news" / "circle", ".")


def b_symlink_image(content: Path) -> None:
    _link(content / "a" / "media" / "symlink.png", "door.png")


def _link(place: Path, target: str) -> None:
    place.unlink(missing_ok=True)
    place.symlink_to(target)


def b_fifo(content: Path) -> None:
    os.mkfifo(content / "a" / "news" / "2026-11-03-fifo.md")


def b_device(content: Path) -> None:
    """A second /dev/zero, which never ends; only root may make one."""
    os.mknod(content / "a" / "news" / "2026-11-03-device.md", stat.S_IFCHR | 0o644, os.makedev(1, 5))


def b_unreadable(content: Path) -> None:
    _news(content, "2026-11-03-unreadable.md", ARTICLE)
    (content / "a" / "news" / "2026-11-03-unreadable.md").chmod(0)


def b_unreadable_folder(content: Path) -> None:
    _news(content, "locked/2026-11-03-locked.md", ARTICLE)
    (content / "a" / "news" / "locked").chmod(0)


def b_submodule(content: Path) -> None:
    _news(content, "module/.git", "gitdir: ../../../.git/modules/module\n")
    _news(content, "module/2026-11-03-module.md", ARTICLE)


def b_media_active(content: Path) -> None:
    _put(content / "a" / "media" / "module.wasm", b"\0asm\x01\0\0\0")


def b_names_case(content: Path) -> None:
    _put(content / "a" / "pages" / "About.md", ARTICLE)
    _put(content / "a" / "pages" / "about.md", ARTICLE)


def b_names_normal_form(content: Path) -> None:
    for form in ("NFC", "NFD"):
        _put(content / "a" / "pages" / f"{unicodedata.normalize(form, 'café')}.md", ARTICLE)


def b_names_case_media(content: Path) -> None:
    for name in ("Rules.csv", "rules.csv"):
        _put(content / "a" / "media" / name, f"甲,{name}\n")
    _attaching(content, "names-case-media.md", ["Rules.csv", "rules.csv"])


def b_names_normal_form_media(content: Path) -> None:
    names = [f"{unicodedata.normalize(form, 'café')}.csv" for form in ("NFC", "NFD")]
    for name in names:
        _put(content / "a" / "media" / name, f"甲,{len(name)}\n")
    _attaching(content, "names-normal-form-media.md", names)


def _attaching(content: Path, name: str, attachments: list[str]) -> None:
    rows = "".join(f"- {attachment}\n" for attachment in attachments)
    _news(content, name, ARTICLE.replace("---\n入冬", f"attachments:\n{rows}---\n入冬"))


def b_names_windows(content: Path) -> None:
    for name in ("con", "AUX", "com1"):
        _news(content, f"{name}.md", ARTICLE)


def b_names_windows_media(content: Path) -> None:
    for name in ("con.csv", "NUL.csv", "lpt1.old.csv"):
        _put(content / "a" / "media" / name, "甲,乙\n")
    _attaching(content, "names-windows-media.md", ["con.csv", "NUL.csv"])


def b_names_trailing_dot(content: Path) -> None:
    _news(content, "2026-11-03-dot.md.", ARTICLE)
    _news(content, "2026-11-03-space.md ", ARTICLE)
    _put(content / "a" / "media" / "list.csv.", "甲,乙\n")


def b_names_trailing_dot_folder(content: Path) -> None:
    _put(content / "a" / "media" / "old." / "rules.csv", "甲,乙\n")
    _attaching(content, "names-trailing-dot-folder.md", ["../media/old./rules.csv"])


def b_names_255_bytes(content: Path) -> None:
    _news(content, "a" * 252 + ".md", ARTICLE)
    _news(content, "检" * 84 + ".md", ARTICLE)
    _put(content / "a" / "media" / ("b" * 251 + ".csv"), "甲,乙\n")
    _attaching(content, "names-255-bytes.md", ["b" * 251 + ".csv"])


def b_names_not_utf8(content: Path) -> None:
    _news(content, os.fsdecode("2026-11-03-检查.md".encode("gbk")), ARTICLE)
    _put(content / "a" / "media" / os.fsdecode("清单.csv".encode("gbk")), "甲,乙\n")


def b_names_not_utf8_folder(content: Path) -> None:
    folder = os.fsdecode("检查".encode("gbk"))
    _news(content, f"{folder}/2026-11-03-inside.md", ARTICLE)
    _put(content / "a" / "media" / folder / "list.csv", "甲,乙\n")


def b_names_control(content: Path) -> None:
    _news(content, "2026-11-03-\u202enoitcnuf.md", ARTICLE)
    _news(content, "2026-11-03-line\nbreak.md", ARTICLE)


def b_levels_100(content: Path) -> None:
    deep = "/".join(["d"] * 100)
    _news(content, f"{deep}/2026-11-03-deep.md", ARTICLE)
    _put(content / "a" / "media" / deep / "deep.csv", "甲,乙\n")
    _attaching(content, "levels-100.md", [f"../media/{deep}/deep.csv"])


# §D  size and time ------------------------------------------------------------------------------


def d_large(content: Path) -> None:
    _news(content, "2026-11-03-large.md", ARTICLE + "字" * (LARGE // 3))


def d_brackets(content: Path) -> None:
    _news(content, "2026-11-03-brackets.md", ARTICLE + "[" * BRACKETS + "](x)\n")


# what must not be published: data that nobody has, made in tests/privacy/planted.py -----------------


def _planted(content: Path, sort: str) -> None:
    """An article with one datum, and beside it the same without."""
    _news(content, f"2026-11-03-{sort}.md", ARTICLE.replace("把路", f"{PLAIN[sort][0]}。把路"))
    _news(content, f"2026-11-03-{sort}-mended.md", ARTICLE)


def g_identity(content: Path) -> None:
    _planted(content, "identity")


def g_mobile(content: Path) -> None:
    _planted(content, "mobile")


def g_landline(content: Path) -> None:
    _planted(content, "landline")


def g_card(content: Path) -> None:
    _planted(content, "card")


def g_mail(content: Path) -> None:
    _planted(content, "mail")


def g_home(content: Path) -> None:
    _planted(content, "home")


def g_birthday(content: Path) -> None:
    _planted(content, "birthday")


def g_plate(content: Path) -> None:
    _planted(content, "plate")


def g_passport(content: Path) -> None:
    _planted(content, "passport")


def _attached(content: Path, name: str, bad: bytes, good: bytes) -> None:
    """An article with a bad attachment, and one with the same file mended."""
    stem, _, extension = name.partition(".")
    for number, (suffix, raw) in enumerate((("bad", bad), ("mended", good)), 3):
        _put(content / "a" / "media" / f"{stem}-{suffix}.{extension}", raw)
        _news(content, f"2026-11-0{number}-{suffix}.md", ARTICLE.replace("date:", f"附件: {stem}-{suffix}.{extension}\ndate:"))


def g_attachment(content: Path) -> None:
    _attached(content, "plan.docx", carriers.docx(carriers.run(PLAIN["mobile"][0]))[1], carriers.docx(carriers.run("办公室"))[1])


def g_author(content: Path) -> None:
    files = [
        carriers.docx("", {"docProps/core.xml": carriers.CORE.format(author=name, text="")}) for name in ("Mou Jia", "Admin")
    ]
    _attached(content, "plan.docx", files[0][1], files[1][1])


def g_hidden_sheet(content: Path) -> None:
    _attached(content, "plan.xlsx", carriers.inline("甲", "hidden")[1], carriers.inline("甲")[1])


def g_place(content: Path) -> None:
    bad, mended = ({"word/media/image1.jpeg": carriers.jpeg(gps=gps)[1]} for gps in (True, False))
    _attached(content, "photo.docx", carriers.docx("", bad)[1], carriers.docx("", mended)[1])


def g_name(content: Path) -> None:
    _news(content, f"2026-11-03-{MOBILE}.md", ARTICLE)
    _news(content, "2026-11-03-mended.md", ARTICLE)
