"""Personal data in the words of a file: each found, masked and told once a line, unless the operator allows it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.network.folding import folded
from plugins.network.personal import Datum, Sort, domain_of, found_in, mask
from plugins.network.problems import Code, Problem, finds
from plugins.network.said import Said
from plugins.network.sites import Settings
from plugins.privacy.lists import lists

_DELETE = "请删去；确需公开的，请管理员写进 privacy.yaml 的 allowed 并说明理由。"
_DELETE_EN = "Remove it; if it must be public, have it allowed in privacy.yaml with a reason."


def _code(number: int, zh: str, en: str, remedy_zh: str = "", remedy_en: str = "") -> Code:
    return Code(
        f"ZB-{number}",
        "error",
        "item",
        f"有{zh}（{{datum}}）",
        remedy_zh or _DELETE,
        f"{en} ({{datum}})",
        remedy_en or _DELETE_EN,
    )


IDENTITY = _code(700, "身份证号", "an identity number")
MOBILE = _code(
    701, "手机号", "a mobile number",
    "请改用办公电话或办公信箱；确需公开的，请管理员写进 privacy.yaml 的 allowed 并说明理由。", "Give an office instead.",
)  # fmt: skip
LANDLINE = _code(
    702, "没有登记的固定电话", "a telephone number that is not on the list",
    "如果是办公电话，请管理员写进 privacy.yaml 的 allowed 并说明理由；如果是个人或家里的电话，请删去。",
    "If it is an office's, have it allowed in privacy.yaml with a reason; if a person's, remove it.",
)  # fmt: skip
CARD = _code(703, "银行卡号", "a bank card number")
MAIL = _code(
    704, "个人邮箱", "a personal mail address",
    "请改用单位的办公信箱；确需公开的，请管理员写进 privacy.yaml 的 allowed 并说明理由。", "Give an office's address instead.",
)  # fmt: skip
HOME = _code(706, "家庭住址", "a home address", "请删去，或只写到乡镇、街道。", "Remove it, or name the township only.")
BIRTHDAY = _code(707, "出生日期", "a day of birth", "请删去，或只写到出生年月。", "Remove it, or give year and month only.")
PLATE = _code(708, "车牌号", "a number plate")
PASSPORT = _code(709, "护照或通行证号", "a passport number")
UNKNOWN_MAIL = Code(
    "ZB-705", "warning", "nothing",
    "邮箱 {datum} 的域名没有登记", "如果是单位邮箱，请管理员把域名写进 privacy.yaml 的 mail_domains；如果是个人邮箱，请删去。",
    "the domain of the mail address {datum} is not on the list", "If it is an office's, add the domain to mail_domains in privacy.yaml; if a person's, remove it.",
)  # fmt: skip

CODES: Mapping[Sort, Code] = {
    "identity": IDENTITY, "mobile": MOBILE, "landline": LANDLINE, "card": CARD, "mail": MAIL, "home": HOME,
    "birthday": BIRTHDAY, "plate": PLATE, "passport": PASSPORT,
}  # fmt: skip


@finds(*CODES.values(), UNKNOWN_MAIL)
def no_personal_data(said: Said, settings: Settings) -> Iterable[Problem]:
    """Nobody's numbers, addresses or day of birth stand in a file."""
    found = found_in(said.text)
    if found:
        rules = lists(settings)
        allowed = {_bare(folded(row["value"])) for row in rules["allowed"]}
        yield from _told(said, [datum for datum in found if datum.bare not in allowed], rules)


def _bare(text: str) -> str:
    return Datum("mobile", text, 0).bare


def _told(said: Said, found: Iterable[Datum], rules: Mapping[str, Any]) -> Iterator[Problem]:
    for datum in found:
        code = _code_of(datum, rules)
        if code is not None:
            yield code.at("", said.line(datum.start), datum=mask(datum))


def _code_of(datum: Datum, rules: Mapping[str, Any]) -> Code | None:
    if datum.sort != "mail":
        return CODES[datum.sort]
    domain = domain_of(datum.text)
    if _belongs(domain, rules["mail_domains"]):
        return None
    return MAIL if _belongs(domain, rules["private_mail"]) else UNKNOWN_MAIL


def _belongs(domain: str, domains: Iterable[str]) -> bool:
    return any(domain == one or domain.endswith(f".{one}") for one in domains)
