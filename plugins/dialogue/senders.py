"""Whether a text tells who wrote it: names, numbers, addresses; what it is, never the datum itself."""

import re
import unicodedata
from collections.abc import Iterator

from plugins.network.patterns import pattern

_NOT_A_NAME = "不他她它了过住人车您你大几好谁什来去一醒停"
_SIGNS: tuple[tuple[str, str], ...] = (
    ("姓名", rf"本人姓名|姓名\s*[:是为]|我叫(?![{_NOT_A_NAME}])[\u4e00-\u9fff]{{2,4}}|我的名字[是叫]"),
    ("署名", r"(?:写信人|来信人|投诉人|反映人|署名|落款)\s*[:是为]\s*(?!一名|一位|某|匿名|不|无|职工|党员|群众)[\u4e00-\u9fff]"),
    ("电话", r"(?:我的?|本人的?|联系)(?:电话|手机|联系方式|号码)|(?:电话|手机)号?码?\s*[:是为]?\s*\+?[\d(]"),
    ("微信或 QQ", r"(?:我的?|本人的?)(?:微信|QQ)|(?:微信号?|QQ号?)\s*[:是为]\s*\w"),
    ("证件或工号", r"(?:身份证|证件)号?码?\s*[:是为]\s*\w|工号\s*[:是为]?\s*\w*\d"),
    ("住址", r"(?:家庭)?住址\s*[:是为]|(?:我|本人|家)住(?:在)?[\u4e00-\u9fff\d]{2,}?(?:楼|室|号|单元|栋)"),
)
_SIGN = pattern("|".join(f"(?P<s{place}>{pattern})" for place, (_, pattern) in enumerate(_SIGNS)), re.IGNORECASE)


def signs(text: str, line: int) -> Iterator[tuple[int, str]]:
    """(line, what it is) of everything in a text that tells who wrote it; `line` is that of its beginning."""
    for number, row in enumerate(text.splitlines(), line):
        for found in _SIGN.finditer(unicodedata.normalize("NFKC", row)):
            yield number, _SIGNS[int(str(found.lastgroup)[1:])][0]
