"""What tells a person from others: numbers, addresses and days, recognised in folded text, and masked for every message."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from plugins.network.folding import folded
from plugins.network.patterns import pattern

Sort = Literal["identity", "mobile", "landline", "card", "mail", "home", "birthday", "plate", "passport"]


class Datum(NamedTuple):
    """One personal datum: its sort, as it is written, and where it begins."""

    sort: Sort
    text: str
    start: int

    @property
    def bare(self) -> str:
        """What is the same however it is written: letters and digits, in small letters."""
        return "".join(c for c in self.text if c.isalnum() or c in "@.").casefold()


Recogniser = Callable[[str, int, int], Iterator[Datum]]
"""Gives the data of one sort in a part of a text."""


class _Group(NamedTuple):
    digits: str
    start: int
    dash: bool
    """Whether a dash stands before it."""


def found_in(text: str) -> list[Datum]:
    """The personal data of a folded text, in order, each place once; what comes after some hundred is not told."""
    found: dict[int, Datum] = {}
    for look in _LOOK.finditer(text):
        for recognise in _recognisers(text, look):
            for datum in recognise(text, max(0, look.start() - _AROUND), look.end() + _AROUND):
                found.setdefault(datum.start, datum)
        if len(found) > _ENOUGH:
            break
    return _apart(found.values())[:_ENOUGH] if len(found) > 1 else list(found.values())


def _apart(found: Iterable[Datum]) -> list[Datum]:
    """In order of place; of two that overlap the longer one."""
    kept: list[Datum] = []
    for datum in sorted(found, key=lambda one: (one.start, -len(one.text))):
        if not kept or datum.start >= kept[-1].start + len(kept[-1].text):
            kept.append(datum)
    return kept


# numbers ----------------------------------------------------------------------------------------

_RUN = pattern(r"(?<![0-9])(?<![0-9]\.)[0-9](?:[ -]{0,2}[0-9]){10,60}(?:[ -]?[Xx](?![0-9A-Za-z]))?(?!\.?[0-9])")
_GROUP = pattern(r"([ -]*)([0-9]+(?:[ -]?[Xx](?=$))?)")
_WORD_BEFORE = pattern(r"([A-Za-z]+)[-_ .:]?$")
_CALLING = pattern(r"(?i)(?:tel|phone|mobile|mob|cell|call|sms|wx|wechat|weixin|qq|fax|id|no|card|from|to|by|and|or)$")
_SERIAL = pattern(
    r"(?i)"
    r"(?:订单|运单|快递|物流|流水|批次?|编|序列?|图|件|料|合同|发票|设备|资产|票据|凭证|工单|追溯|条形?|二维|备案|许可证?|登记证?|信用代|DOI|doi)"
    r"(?:编?号|码|单号)?[码:：\s#]{0,3}$|\b10\.[0-9]{4,6}/\S{0,16}$|(?:SN|S/N|ISBN|ISSN|EAN|IMEI|UUID|ORDER|PN|P/N)[\s:：#-]{0,3}$"
)
_IDENTITY_LABEL = pattern(r"(?:身份证|证件|公民身份|身份号)[^\n]{0,8}$")
_CARD_LABEL = pattern(r"(?:卡号|银行卡|工资卡|储蓄卡|借记卡|信用卡|账号|帐号|账户|存折)[^\n0-9]{0,12}$")
_PHONE_LABEL = pattern(r"(?i)(?:手机|电话|联系|微信|致电|拨打|tel|phone|mobile)[^\n0-9]{0,8}$")
_MOBILE = pattern(r"1[3-9][0-9]{9}")
_CARD_PREFIX = pattern(r"62|9558|4[0-9]{15}$|5[1-5][0-9]{14}$|35(?:2[89]|[3-8][0-9])[0-9]{12}$|22[2-9][0-9]{13}$|60[0-9]{14,17}$")
_PROVINCES = pattern("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
_SHORTEST, _LONGEST = 11, 19
"""Digits of a mobile and of a card number."""
_SHAPES = {(3, 4, 4), (4, 4, 3), (3, 3, 5), (4, 3, 4), (3, 8), (7, 4)}
"""How people group the digits of a mobile number with spaces."""


def _numbers(text: str, start: int, stop: int) -> Iterator[Datum]:
    """Identity, card and mobile numbers: long runs of digits, with or without something between."""
    for run in _RUN.finditer(text, start, stop):
        before = text[max(0, run.start() - 24) : run.start()]
        coded = _part_of_a_code(before, text, run)
        yield from (one for one in _in_run(_groups(run), before, run) if len(one.bare) == 18 or not coded)


def _part_of_a_code(before: str, text: str, run: re.Match[str]) -> bool:
    """Whether letters around it make it a part number, a hash or a version."""
    after = text[run.end() : run.end() + 2]
    if after[:1].isascii() and (after[:1].isalnum() or after[:1] == "_"):
        return True
    word = _WORD_BEFORE.search(before)
    return word is not None and not before.endswith((" ", ":", ".")) and not _CALLING.search(word[1])


def _groups(run: re.Match[str]) -> list[_Group]:
    return [_Group(re.sub("[ -]", "", g[2]), run.start() + g.start(2), "-" in g[1]) for g in _GROUP.finditer(run[0])]


def _in_run(groups: Sequence[_Group], before: str, run: re.Match[str]) -> Iterator[Datum]:
    """The numbers that consecutive groups make, the longest first; no group belongs to two."""
    at = 0
    while at < len(groups):
        taken = 1
        for end in _ends(groups, at):
            window = groups[at:end]
            lead = before + run[0][: window[0].start - run.start()]
            sort = _sort_of(window, lead[-24:], whole=len(window) == len(groups))
            if sort is not None:
                stop = groups[end].start if end < len(groups) else run.end()
                yield Datum(sort, run.string[window[0].start : stop].rstrip(" -"), window[0].start)
                taken = len(window)
                break
        at += taken


def _ends(groups: Sequence[_Group], at: int) -> list[int]:
    """Where a number that begins with a group may end, the farthest first."""
    ends, total = [], 0
    farthest = len(groups) if len(groups) <= _LONGEST else at + 1  # more groups are a row of numbers, not one in pieces
    for end in range(at, farthest):
        total += len(groups[end].digits)
        if total > _LONGEST:
            break
        if total >= _SHORTEST:
            ends.append(end + 1)
    return ends[::-1]


def _sort_of(window: Sequence[_Group], before: str, *, whole: bool) -> Sort | None:
    digits = "".join(group.digits for group in window)
    shape = tuple(len(group.digits) for group in window)
    single = whole and set(shape) == {1}
    if len(digits) == 18 and _is_identity(digits) and (len(shape) == 1 or single or min(shape) > 1):
        return "identity"
    if not digits.isdecimal():
        return None
    if len(digits) == 15 and _is_old_identity(digits, before) and (len(shape) == 1 or single or shape[0] == 6):
        return "identity"
    if _is_card(digits, before) and (len(shape) == 1 or single or min(shape[:-1]) >= 4):
        return "card"
    return "mobile" if _is_mobile(digits, shape, before, single=single, dashes=all(g.dash for g in window[1:])) else None


def _is_identity(number: str) -> bool:
    """An 18-digit number whose checksum (GB 11643) and day of birth are right; its region may be any."""
    from stdnum.cn.ric import calc_check_digit  # only where there is such a number

    right = number[:17].isdecimal() and calc_check_digit(number.upper()) == number[17].upper()
    return bool(right) and _is_day(number[6:14])


def _is_old_identity(number: str, before: str) -> bool:
    """A 15-digit number, which has no checksum: a known province, or words before it that say so."""
    if not _is_day("19" + number[6:12]):
        return False
    return _IDENTITY_LABEL.search(before) is not None or (
        _PROVINCES.match(number) is not None and not _luhn(number) and not _SERIAL.search(before)
    )


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not 1880 <= year <= 2099:
        return False
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _is_card(number: str, before: str) -> bool:
    """A bank card: 15 to 19 digits with Luhn's check digit, and a known opening or words before it that say so."""
    if not 15 <= len(number) <= 19 or not _luhn(number) or len(set(number)) < 4:
        return False
    if _CARD_LABEL.search(before):
        return True
    dated = len(number) == 18 and _is_day(number[6:14])  # an identity number with a slip in it
    return len(number) >= 16 and not dated and _CARD_PREFIX.match(number) is not None and not _SERIAL.search(before)


def _luhn(number: str) -> bool:
    from stdnum.luhn import is_valid

    return bool(is_valid(number))


def _is_mobile(digits: str, shape: tuple[int, ...], before: str, *, single: bool, dashes: bool) -> bool:
    number = digits
    for prefix in ("0086", "86", "0"):
        if len(digits) == 11 + len(prefix) and digits.startswith(prefix):
            number = digits[len(prefix) :]
            if prefix == "0" and not _PHONE_LABEL.search(before):
                return False
    if not _MOBILE.fullmatch(number) or _SERIAL.search(before):
        return False
    if number != digits and len(shape) > 1 and shape[0] in (1, 2, 4):
        shape = shape[1:]
    return len(shape) == 1 or single or shape in _SHAPES or (dashes and len(shape) <= 5)


_LANDLINE = pattern(
    r"(?<![0-9A-Za-z.])(?<![A-Za-z0-9]-)(?:\+?86[ -]?)?"
    r"(?:[(（]0(?:10|2[0-9]|[3-9][0-9]{2})[)）][ -]?|(?:0(?:10|2[0-9]|[3-9][0-9]{2})|(?<=86[ -])(?:10|2[0-9]|[3-9][0-9]{2}))[ -]{1,3})"
    r"(?!(?:19|20)[0-9]{2}-?(?:0[1-9]|1[0-2])[0-3][0-9](?![0-9]))[2-8][0-9]{2,3}[ -]?[0-9]{4}(?![0-9]|\.[0-9])"
)
_LABELLED_LANDLINE = pattern(
    r"(?:电话|座机|传真|热线|致电|拨打|联系方式|(?<![A-Za-z])(?:[Tt]el|TEL|[Ff]ax|FAX|[Pp]hone))[^\n0-9+(（]{0,6}"
    r"((?:0(?:10|2[0-9]|[3-9][0-9]{2}))?[2-8][0-9]{2,3}[ -]?[0-9]{4})(?![0-9-]|\.[0-9])"
)


def _landlines(text: str, start: int, stop: int) -> Iterator[Datum]:
    """Landlines: an area code, a separator and the number; or a number after a word that announces it."""
    yield from (Datum("landline", one[0], one.start()) for one in _LANDLINE.finditer(text, start, stop))
    yield from (Datum("landline", one[1], one.start(1)) for one in _LABELLED_LANDLINE.finditer(text, start, stop))


# words ------------------------------------------------------------------------------------------

_MAIL = pattern(
    r"(?<![A-Za-z0-9._%+/-])([A-Za-z0-9][A-Za-z0-9._%+-]{0,63})(?: @ |@)((?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})(?![A-Za-z0-9:])"
)
_FILES = pattern(r"(?i)\.(?:png|jpe?g|webp|gif|svg|s?css|[jt]sx?|mjs|html?|md|vue|json|ya?ml|py)$")
_RESERVED = pattern(r"(?i)(?:^|\.)(?:example\.(?:com|net|org|cn|com\.cn)|example|test|invalid|localhost)$")
"""Domains that belong to nobody (RFC 2606)."""


def domain_of(mail: str) -> str:
    """The domain of a mail address, in small letters."""
    return mail.rpartition("@")[2].strip().casefold()


def _mails(text: str, start: int, stop: int) -> Iterator[Datum]:
    for one in _MAIL.finditer(text, start, stop):
        if not _FILES.search(one[2]) and not _RESERVED.search(one[2]):
            yield Datum("mail", one[0], one.start())


_DAY = r"(?:(?:19[2-9]|20[0-9])[0-9]\s?(?:年\s?(?:1[0-2]|0?[1-9])\s?月\s?[0-3]?[0-9]\s?[日号]|(?P<dash>[-/.])(?:1[0-2]|0?[1-9])(?P=dash)[0-3]?[0-9](?![0-9])|(?:0[1-9]|1[0-2])[0-3][0-9](?![0-9])))"
_BIRTHDAY = pattern(
    r"(?:出生(?:日期|年月日?|时间|年月)?|(?<!政治)(?<!党的)(?<!祖国)(?<!建党)(?<!建军)(?<!青年)生日|生于|(?<![A-Za-z])(?:birthday|birth ?date|date of birth|DOB|dob))"
    r"[\s:：|,\"'=>是为于在]{0,6}(" + _DAY + ")"
)  # fmt: skip
_BORN = pattern(r"(?m)(" + _DAY + r")\s?(?:出生|生(?=[,，。;；)）\s、人]|于|$))")

_UNIT = r"[0-9]{1,5}\s?(?:号楼|号|栋|幢|单元|室|弄|组|户|座|#)"
_PLACE = r"(?:省|市|区|县|镇|乡|村|路|街|道|巷|弄|里|胡同|小区|社区|花园|家园|公寓|新村|苑|庄|屯|寨|坊|宿舍|大院)"
_HOME = pattern(
    r"(?:(?:家庭|现|户籍|居住|常住|个人|实际)(?:居住)?(?:住址|地址|住所)|居住地|户籍所在地|户籍地|住址|家住|现住|(?<!居)住在|住于|租住在?|暂住)(?:于|地)?"
    r"[\s:：|,\"'=>是为在]{0,5}"
    rf"([^\n:：;；。，,|\"<>]{{0,24}}?{_PLACE}[^\n:：;；。，,|\"<>]{{0,16}}?{_UNIT}(?:[^\n:：;；。，,|\"<>]{{0,8}}?{_UNIT}){{0,3}})"
)
_ROOM = pattern(
    r"[\u4e00-\u9fff]{2,12}(?:小区|花园|家园|新村|公寓|苑|里|坊)[0-9]{0,3}(?:期|区)?\s?[0-9]{1,3}\s?(?:栋|幢|号楼|座|号|#)\s?"
    r"[0-9]{1,2}\s?单元\s?[0-9]{2,4}\s?[室户号]?"
)
_REGIONS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_PLATE = pattern(
    rf"(?<![0-9A-Za-z\u4e00-\u9fff])[{_REGIONS}][A-HJ-NP-Z][ ·•.]?"
    r"(?=[A-HJ-NP-Z]{0,2}[0-9][A-Z0-9]*)(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF])(?![0-9A-Za-z-])"
)
_PLATE_LABELLED = pattern(
    r"(?:车牌(?:号码?)?|车|号牌|牌照|车号|车辆|驾驶|驾车|开着?|乘坐?|一辆)[\s:：|,\"'=>是为的]{0,4}"
    rf"([{_REGIONS}][A-HJ-NP-Z][ ·•.-]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳])(?![0-9A-Za-z])"
)
_PASSPORT = pattern(
    r"(?:护照|通行证|台胞证|回乡证|[Pp]assport)[^\n0-9A-Za-z]{0,8}(?:[Nn][Oo]\.?[\s:：]{0,2})?((?:[A-Z]{1,2}[ -]?[0-9]{7,10}|[0-9]{8,9}))(?![0-9A-Za-z])"
)


def _birthdays(text: str, start: int, stop: int) -> Iterator[Datum]:
    """Days of birth since 1920: earlier ones are history."""
    yield from (Datum("birthday", one[1], one.start(1)) for one in _BIRTHDAY.finditer(text, start, stop))
    yield from (Datum("birthday", one[1], one.start(1)) for one in _BORN.finditer(text, start, stop))


def _homes(text: str, start: int, stop: int) -> Iterator[Datum]:
    yield from (Datum("home", one[1].strip(), one.start(1)) for one in _HOME.finditer(text, start, stop))
    yield from (Datum("home", one[0], one.start()) for one in _ROOM.finditer(text, start, stop))


def _plates(text: str, start: int, stop: int) -> Iterator[Datum]:
    """Number plates: after a word that announces one, or where nothing Chinese leads into it."""
    yield from (Datum("plate", one[1], one.start(1)) for one in _PLATE_LABELLED.finditer(text, start, stop))
    yield from (Datum("plate", one[0], one.start()) for one in _PLATE.finditer(text, start, stop))


def _passports(text: str, start: int, stop: int) -> Iterator[Datum]:
    yield from (Datum("passport", one[1], one.start(1)) for one in _PASSPORT.finditer(text, start, stop))


# where to look ----------------------------------------------------------------------------------

_LOOK = pattern(
    r"[0-9@](?:(?<=@)|(?P<long>(?:[ ()（）-]{0,3}[0-9]){6,})|(?P<day>[0-9]{3}\s?[年./])"
    r"|(?P<unit>[0-9]{0,4}\s?(?:室|单元|栋|幢|弄|户|号|座|组|#))|(?<=[A-HJ-NP-Z·•][0-9])|(?<=[A-HJ-NP-Z][ .-][0-9]))"
)
"""Places worth a closer look: an innocent text has few, so it costs little."""
_ENOUGH = 100
"""Nobody mends more findings at once; a file that is full of them must not take forever."""
_AROUND = 64
"""How many characters around such a place the words lie that announce a datum."""
_ANNOUNCED = pattern(r"话|座机|真|线|电|打|方式|\+|[Tt]el|TEL|[Ff]ax|FAX|hone")
_BIRTH = pattern("出生|生日|生于|irth|DOB|dob")
_LIVING = pattern("住|户籍|家庭|单元")
_PLATED = pattern(f"[{_REGIONS}][A-HJ-NP-Z][ ·•.-]?[A-HJ-NP-Z]{{0,2}}$")


def _recognisers(text: str, look: re.Match[str]) -> Iterator[Recogniser]:
    """The recognisers that what stands at and around a place calls for."""
    start, end = look.span()
    before = text[max(0, start - 24) : start]
    if look[0] == "@":
        yield _mails
    elif look.lastgroup == "unit":
        if _LIVING.search(text[max(0, start - 48) : end + 8]):
            yield _homes
    elif _PLATED.search(before[-5:]):
        yield _plates
    if look.lastgroup in ("long", "day") and (_BIRTH.search(before) or "生" in text[end : end + 10]):
        yield _birthdays
    if look.lastgroup == "long":
        yield from _of_long(look[0], before)


def _of_long(run: str, before: str) -> Iterator[Recogniser]:
    if sum(c in "0123456789" for c in run) >= 11:
        yield _numbers
    if run[0] == "0" or _ANNOUNCED.search(before[-14:]):
        yield _landlines
    if "证" in before or "护照" in before or "assport" in before:
        yield _passports


# masking ----------------------------------------------------------------------------------------


def mask(datum: Datum) -> str:
    """A datum as messages show it: enough to find it, too little to use it."""
    text = re.sub(r"[\s()（）+-]", "", datum.text)
    if datum.sort == "mail":
        return f"{text[0]}***@{domain_of(text)}"
    if datum.sort == "birthday":
        return f"{text[:3]}*年*月*日"
    if datum.sort == "home":
        return f"{text[:2]}***"
    if datum.sort in ("plate", "passport"):
        return f"{text[:2]}{'*' * (len(text) - 3)}{text[-1]}"
    if datum.sort == "landline":
        return f"{text[:4]}{'*' * max(1, len(text) - 6)}{text[-2:]}"
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


def masked(text: str) -> str:
    """A text for a message, every personal datum in it masked."""
    plain = folded(text)
    found = found_in(plain)
    for datum in reversed(found):
        plain = plain[: datum.start] + mask(datum) + plain[datum.start + len(datum.text) :]
    return plain if found else text
