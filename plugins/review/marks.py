"""Secrecy marks at the head of a document; the same words in a sentence are no mark."""

import re
from collections.abc import Iterable

from plugins.network.patterns import pattern
from plugins.network.problems import Code, Problem, finds
from plugins.network.said import Said
from plugins.network.sites import Settings

CLASSIFIED = Code(
    "ZB-720", "error", "item",
    "带有密级标志“{mark}”", "涉密信息不上网：请立即撤下，并报告保密工作机构；确认不是涉密文件的，请删去密级标志。",
    'it bears the secrecy mark "{mark}"', "Classified documents never go online: take it away and report it; if it is none, remove the mark.",
    within="org",
)  # fmt: skip
INTERNAL = Code(
    "ZB-721", "error", "item",
    "带有内部标志“{mark}”", "内部资料只能在局域网看：请写“范围: 局域网”，或删去标志并重新审核。",
    'it is marked "{mark}"', "Internal papers are for the LAN: set the audience to lan, or have it reviewed and remove the mark.",
    within="org",
)  # fmt: skip

_HEAD_LINES = 24
"""So many lines of a file may belong to the head of its document: the header, the mark, the number."""
_STAR = pattern(r"(?:绝密|机密|秘密)\s*[★☆*]|[★☆]\s*(?:绝密|机密|秘密)(?![\u4e00-\u9fff])")
_LABEL = pattern(r"(?:密\s*级|保密级别|涉密等级)\s*[\"']?\s*[:：|]\s*[\"']?\s*(绝密|机密|秘密|内部)")
_DRESS = r"[\s>#*_|【】\[\]()（）《》<>/\"'“”:：\-]*"
_LINE = pattern(
    rf"^{_DRESS}"
    r"(?P<mark>绝\s?密|机\s?密|秘\s?密|内部(?:资料|文件)|(?:仅供|限)内部(?:使用|传阅|参阅|参考)|内部(?:材料|刊物|文件|资料)?[，,、 ]?(?:注意保存|不得外传|严禁外传|请勿外传))"
    r"(?P<more>[\s，,、。.!！;；]*(?:注意保存|不得外传|严禁外传|请勿外传|不得复制|阅后(?:收回|即焚)|妥善保管|[0-9]{1,2}年|长期|仅供(?:参考|内部使用)|[第0-9]+[份号页]*)?)*"
    rf"{_DRESS}$",
    re.MULTILINE,
)  # fmt: skip
_BRACKETED = pattern(
    r"[【\[(（]\s*(绝密|机密|秘密|内部(?:资料|文件)|(?:仅供|限)内部(?:使用|传阅|参阅|参考))(?:[★☆，,、 ][^\n】\])）]{0,16})?\s*[】\])）]"
)
_FIELD = pattern(r"<[^<>\n]{0,300}>")


@finds(CLASSIFIED, INTERNAL)
def no_secrecy_marks(said: Said, _settings: Settings) -> Iterable[Problem]:
    """No document is marked as secret or internal."""
    if "密" not in said.text and "内部" not in said.text:
        return
    star = _STAR.search(said.text) or _LABEL.search(said.text)
    if star is None:
        star = _at_the_head(said.text)
    if star is not None:
        mark = re.search("绝\\s?密|机\\s?密|秘\\s?密|内部[\u4e00-\u9fff]{0,4}", star[0])
        text = re.sub(r"\s", "", mark[0]) if mark else star[0]
        yield (INTERNAL if "内部" in text else CLASSIFIED).at("", said.line(star.start()), mark=text)


def _at_the_head(text: str) -> re.Match[str] | None:
    """The mark on a line of its own, or in brackets, among the first lines that say something."""
    seen = place = 0
    for line in text.split("\n"):
        plain = _FIELD.sub(" ", line)
        if plain.strip():
            seen += 1
            if found := _LINE.match(plain) or (_BRACKETED.search(plain) if seen <= _HEAD_LINES // 2 else None):
                return re.compile(re.escape(line)).match(text, place) if found else None
        place += len(line) + 1
        if seen >= _HEAD_LINES:
            return None
    return None
