"""Personal data that nobody has: made here, from regions that do not exist and numbers of zeros, never written down."""

from collections.abc import Mapping

from stdnum import luhn
from stdnum.cn.ric import calc_check_digit


def identity(region: str = "990199", day: str = "19900307", order: str = "440") -> str:
    """An identity number with a right checksum, of a region that does not exist."""
    bare = f"{region}{day}{order}"
    return bare + calc_check_digit(f"{bare}0")


def card(bare: str = "620000123000456") -> str:
    """A card number with a right check digit."""
    return bare + luhn.calc_check_digit(bare)


def wide(text: str) -> str:
    """The same in full-width characters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def grouped(text: str, *lengths: int, by: str = " ") -> str:
    """Digits in groups."""
    parts, at = [], 0
    for length in lengths:
        parts.append(text[at : at + length])
        at += length
    return by.join([*parts, text[at:]] if at < len(text) else parts)


ID = identity()
ID_X = next(number for order in range(100, 999) if (number := identity(order=str(order))).endswith("X"))
MOBILE = "150" + "0000" + "0001"
LANDLINE = "0999-" + "8000" + "001"
CARD = card()
CARD_19 = card("622000123000456789")
MAIL = "zhibu.shili" + "@" + "qq.com"
HOME = "示例市示例县示例路" + "18号3栋2单元501室"
BIRTHDAY = "1990年3月" + "7日"
PLATE = "示".replace("示", "京") + "A" + "0000Z"
PASSPORT = "E" + "0000" + "0001"

PLAIN: Mapping[str, tuple[str, str]] = {
    "identity": (f"身份证 {ID}", "ZB-700"),
    "identity-x": (f"证件 {ID_X.lower()}", "ZB-700"),
    "mobile": (f"请打 {MOBILE}", "ZB-701"),
    "landline": (f"电话 {LANDLINE}", "ZB-702"),
    "card": (f"卡号 {CARD}", "ZB-703"),
    "mail": (f"信箱 {MAIL}", "ZB-704"),
    "home": (f"家庭住址：{HOME}", "ZB-706"),
    "birthday": (f"出生日期：{BIRTHDAY}", "ZB-707"),
    "plate": (f"车牌号 {PLATE}", "ZB-708"),
    "passport": (f"护照号码：{PASSPORT}", "ZB-709"),
}
"""A text for each sort of datum, and the code that must come of it."""

WRITTEN: Mapping[str, tuple[str, str]] = {
    "identity, full-width": (wide(ID), "ZB-700"),
    "identity, spaces": (grouped(ID, 6, 8), "ZB-700"),
    "identity, dashes": (grouped(ID, 6, 4, 4, by="-"), "ZB-700"),
    "identity, full-width dashes": (grouped(ID, 6, 4, 4, by="－"), "ZB-700"),
    "identity, every digit apart": (" ".join(ID), "ZB-700"),
    "identity, zero-width": ("\u200b".join(ID), "ZB-700"),
    "identity, soft hyphens": (grouped(ID, 6, 8, by="\u00ad"), "ZB-700"),
    "identity, no-break spaces": (grouped(ID, 6, 8, by="\u00a0"), "ZB-700"),
    "identity, ideographic spaces": (grouped(ID, 6, 8, by="\u3000"), "ZB-700"),
    "identity, a small x after a space": (f"{ID_X[:-1]} x", "ZB-700"),
    "identity, entities": ("".join(f"&#{ord(c)};" for c in ID), "ZB-700"),
    "identity, bold inside": (f"{ID[:6]}**{ID[6:14]}**{ID[14:]}", "ZB-700"),
    "identity, tags inside": (f"{ID[:6]}<b>{ID[6:]}</b>", "ZB-700"),
    "identity, next to Chinese": (f"号{ID}号", "ZB-700"),
    "identity, in brackets": (f"（{ID}）", "ZB-700"),
    "identity, mathematical digits": ("".join(chr(0x1D7CE + int(c)) for c in identity(order="442")), "ZB-700"),
    "identity, an old person's": (identity(day="19210308"), "ZB-700"),
    "identity, a child's": (identity(day="20210308"), "ZB-700"),
    "identity, 15 digits": ("身份证号 990199" + "900307" + "440", "ZB-700"),
    "identity, 15 digits without words": ("11" + "0199" + "900307" + "441", "ZB-700"),
    "identity, in an address": (f"https://example.cn/?id={ID}&x=1", "ZB-700"),
    "mobile, full-width": (wide(MOBILE), "ZB-701"),
    "mobile, spaces": (grouped(MOBILE, 3, 4), "ZB-701"),
    "mobile, dashes": (grouped(MOBILE, 3, 4, by="-"), "ZB-701"),
    "mobile, en dashes": (grouped(MOBILE, 3, 4, by="–"), "ZB-701"),
    "mobile, 4-3-4": (grouped(MOBILE, 4, 3), "ZB-701"),
    "mobile, 3-3-5": (grouped(MOBILE, 3, 3), "ZB-701"),
    "mobile, every digit apart": (" ".join(MOBILE), "ZB-701"),
    "mobile, zero-width": (f"{MOBILE[:3]}\u200b{MOBILE[3:7]}\u2060{MOBILE[7:]}", "ZB-701"),
    "mobile, +86": (f"+86 {MOBILE}", "ZB-701"),
    "mobile, +86 grouped": (f"+86-{grouped(MOBILE, 3, 4, by='-')}", "ZB-701"),
    "mobile, 0086": (f"0086{MOBILE}", "ZB-701"),
    "mobile, 86 at once": (f"86{MOBILE}", "ZB-701"),
    "mobile, tel link": (f"[打电话](tel:{MOBILE})", "ZB-701"),
    "mobile, percent-encoded": (f"<https://example.cn/?t={''.join(f'%{ord(c):02X}' for c in MOBILE)}>", "ZB-701"),
    "mobile, after a date": (f"2026-03-05 {MOBILE}", "ZB-701"),
    "mobile, a weixin number": (f"微信wx{MOBILE}", "ZB-701"),
    "mobile, two of them": (f"{MOBILE} {MOBILE[:-1]}2", "ZB-701"),
    "landline, brackets": (f"({LANDLINE[:4]}){LANDLINE[5:]}", "ZB-702"),
    "landline, full-width brackets": (f"（{LANDLINE[:4]}）{LANDLINE[5:]}", "ZB-702"),
    "landline, a space": (LANDLINE.replace("-", " "), "ZB-702"),
    "landline, after a word": (f"电话：{LANDLINE[5:]}", "ZB-702"),
    "landline, at once after a word": (f"联系电话：{LANDLINE.replace('-', '')}", "ZB-702"),
    "landline, of Beijing": ("010-" + "8000" + "0001", "ZB-702"),
    "landline, with extension": (f"{LANDLINE}转01", "ZB-702"),
    "card, fours": (grouped(CARD, 4, 4, 4), "ZB-703"),
    "card, 19 digits": (CARD_19, "ZB-703"),
    "card, 19 digits in fours": (grouped(CARD_19, 4, 4, 4, 4), "ZB-703"),
    "card, full-width": (wide(CARD), "ZB-703"),
    "card, dashes": (grouped(CARD, 4, 4, 4, by="-"), "ZB-703"),
    "card, of another kind": (card("400000123000456"), "ZB-703"),
    "mail, full-width": (wide(MAIL), "ZB-704"),
    "mail, spaces": (MAIL.replace("@", " @ "), "ZB-704"),
    "mail, in a link": (f"[写信](mailto:{MAIL})", "ZB-704"),
    "mail, capitals": (MAIL.upper(), "ZB-704"),
    "mail, entity": (MAIL.replace("@", "&#64;"), "ZB-704"),
    "mail, of a subdomain": ("shili" + "@" + "vip.163.com", "ZB-704"),
    "mail, digits": ("10000000" + "@" + "qq.com", "ZB-704"),
    "home, 家住": (f"他家住{HOME}。", "ZB-706"),
    "home, 户籍": ("户籍地址: 示例省示例市示例镇示例村" + "12组5号", "ZB-706"),
    "home, without words": ("送到幸福小区" + "3栋2单元501室", "ZB-706"),
    "home, full-width digits": (f"住址：示例区示例路{wide('18')}号{wide('501')}室", "ZB-706"),
    "birthday, ISO": ("生日：1990-" + "03-07", "ZB-707"),
    "birthday, 生于": (f"生于{BIRTHDAY}", "ZB-707"),
    "birthday, before 出生": (f"{BIRTHDAY}出生", "ZB-707"),
    "birthday, before 生": (f"男，{BIRTHDAY}生，汉族", "ZB-707"),
    "birthday, eight digits": ("出生日期 1990" + "0307", "ZB-707"),
    "birthday, dots": ("出生年月日：1990." + "03.07", "ZB-707"),
    "plate, with a dot": ("号牌京A·" + "0000Z", "ZB-708"),
    "plate, new energy": ("车牌京A" + "D00001", "ZB-708"),
    "plate, alone": ("停放（京A" + "00001）", "ZB-708"),
    "passport, spaces": ("护照 G" + "0000 0001".replace(" ", ""), "ZB-709"),
    "passport, permit": ("港澳通行证号 C" + "00000001", "ZB-709"),
}
"""Ways of writing the same, and the code that must come of it."""
