"""What documents and interpretations say; a document's number in its one normal form."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

from plugins.network.interface import N_
from plugins.network.items import Tone
from plugins.network.kinds import Day, Fields, Line, Words, one_of, told
from plugins.network.patterns import pattern
from plugins.network.schema import Before, Unfit

VALIDITIES: Mapping[str, Tone] = {N_("有效"): "positive", N_("已修改"): "warning", N_("失效"): "off", N_("废止"): "negative"}
"""What a document can be; the words are those of document registers."""
_NUMBER = pattern(r"([^\W\d_]{1,20})[\[〔【({](\d{4})[\]〕】)}]第?0*([1-9]\d*)号?")


def number(value: Any) -> str:
    """A document's number in its normal form: `示委 [2026] 03 号` → `示委〔2026〕3号`."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)) if isinstance(value, str) else ""
    match = _NUMBER.fullmatch(text)
    if not match:
        raise Unfit("document_number")
    return f"{match[1]}〔{match[2]}〕{match[3]}号"


Number = Annotated[str, Before(number)]
"""A document's number (文号): whose, of which year, which of that year."""


class DocumentFields(Fields):
    """What a document says beyond the common fields."""

    number: Number = told(
        "文号", "发文机关代字、年份、序号；括号写成 [ ] 或【 】也可以", "示委〔2026〕3号", also=("发文字号",), listed=True
    )
    issuer: Line = told("发文单位", "由哪个组织发出", "示例机电党委", also=("制发单位", "发布单位", "发文机关"), listed=True)
    effective: Day = told(
        "施行日期", "从哪一天起施行；不写就是发布之日", "2026-04-01", default="", also=("生效日期",), listed=True
    )
    valid_until: Day = told("有效期至", "有效到哪一天；过了自动显示为失效", "2028-12-31", default="", listed=True)
    validity: one_of(*VALIDITIES) = told("效力", "有效、已修改、失效 或 废止", "有效", default="有效")  # type: ignore[valid-type]  # a type made from data
    supersedes: Words = told("取代", "这一件发布后废止的旧文件，可以写几个", "2024-fees.md", default=(), also=("废止文件",), reference=True, listed=True)  # fmt: skip
    amends: Words = told("修改文件", "这一件修改了哪些文件", "2025-rules.md", default=(), reference=True, listed=True)


class InterpretationFields(Fields):
    """What an interpretation says beyond the common fields."""

    document: Line = told("解读文件", "解读的是哪一份文件；不在本网的写网址", "../documents/2026-03-02-fees.md", also=("文件",), reference=True, listed=True)  # fmt: skip
