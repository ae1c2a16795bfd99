"""Lists of personal names: recognised by surname, length and the word that announces them."""

from plugins.network.patterns import pattern

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费廉岑薛"
    "雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元顾孟黄穆萧尹姚邵湛汪祁毛狄米贝臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾江童颜郭梅林"
    "刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁邓洪包石崔龚程邢裴陆荣翁侯白叶温庄晏柴瞿阎连习艾容古易廖聂曾关冉申牛耿文欧肖覃辛向"
)
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯")
"""Surnames that most people of the country bear; an unknown one among three names changes nothing."""

_NO_NAME = pattern(".*[员长记任师工组部科室班队会处站间线厂岗部门某志人们者区楼层号]$")
"""Words that end like a post, a unit or a place."""
_RUN = pattern("[\u4e00-\u9fff]{2,4}(?:[、，,;；/\\s]+[\u4e00-\u9fff]{2,4}){2,}")
_SEPARATORS = pattern("[、，,;；/\\s]+")
_ANNOUNCED = pattern("(?:出席|参加|缺席|到会|与会|参会|请假|列席|应到|实到|签到|名单|人员|同志)[^。！？\n]{0,12}$")
FEWEST = 3
"""So many names in a row are a list."""
MOST_OF = 0.75
"""The part of the words in a row that must look like names."""


def names_in(text: str, *, trusted: bool = False) -> int:
    """How many names the longest announced list of a text holds, 0 if there is no list.

    Args:
        trusted: the text is about people anyway; no word needs to announce the list.
    """
    runs = (run for run in _RUN.finditer(text) if trusted or _ANNOUNCED.search(text[: run.start() + 2]))
    return max((_names(run[0]) for run in runs), default=0)


def _names(run: str) -> int:
    """How many words of a row are names, 0 if they are too few; its ends may have grown together with other words."""
    first, *inner, last = _SEPARATORS.split(run)
    found = sum(map(_is_name, inner)) + any(_is_name(first[-n:]) for n in (2, 3, 4)) + any(_is_name(last[:n]) for n in (2, 3, 4))
    return found if found >= max(FEWEST, MOST_OF * len(inner)) else 0


def _is_name(word: str) -> bool:
    if _NO_NAME.match(word):
        return False
    return (len(word) in (2, 3) and word[0] in SURNAMES) or (len(word) in (3, 4) and word[:2] in COMPOUND)
