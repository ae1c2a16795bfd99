"""What a file tells beside its text: who wrote it, where a picture was taken, sheets that nobody sees."""

from collections.abc import Iterable

from plugins.network.problems import Code, Problem, finds
from plugins.network.said import Said
from plugins.network.sites import Settings
from plugins.privacy.lists import lists

AUTHOR = Code(
    "ZB-711", "error", "item",
    "文件属性或批注里有人名（{name}）", "请在 Word、WPS 的“文件—信息—检查文档”里删去作者和批注，图片请另存时去掉属性；作者是单位的，请管理员写进 privacy.yaml 的 authors。",
    "the file's properties or comments name a person ({name})", "Remove author and comments with the document inspector; if it is a unit, add it to authors in privacy.yaml.",
)  # fmt: skip
HIDDEN_SHEET = Code(
    "ZB-712", "error", "item",
    "表格里有隐藏的工作表（{count} 张）", "请取消隐藏，检查后删去不该公开的，再放进来。",
    "the workbook has hidden sheets ({count})", "Unhide them, remove what must not be public, and add the file again.",
)  # fmt: skip
PLACE = Code(
    "ZB-713", "error", "item",
    "图片里存有拍摄地点", "请用看图软件去掉位置信息，或截图另存后再放进来。",
    "the picture tells where it was taken", "Remove the location from its properties.",
)  # fmt: skip
UNREAD = Code(
    "ZB-714", "warning", "nothing",
    "没有能检查这个文件里的内容：{why}", "请自己核对其中没有个人信息和涉密内容，最好另存为没有密码的 PDF 或 DOCX。",
    "what is in this file could not be examined: {why}", "Make sure that nothing personal or secret is in it; better save it without a password.",
)  # fmt: skip


@finds(AUTHOR, HIDDEN_SHEET, PLACE, UNREAD)
def properties_tell_nobody(said: Said, settings: Settings) -> Iterable[Problem]:
    """The properties of a file name nobody and no place, and nothing in it is hidden or locked."""
    if not said.facts:
        return
    rules = lists(settings)
    generic = {name.casefold() for name in rules["authors"]} | {row["value"].casefold() for row in rules["allowed"]}
    for name in said.facts.get("author", ()):
        if name.strip() and name.strip().casefold() not in generic and not any(unit in name for unit in rules["author_units"]):
            yield AUTHOR.at("", 0, name=f"{name.strip()[0]}**")
    if hidden := said.facts.get("hidden"):
        yield HIDDEN_SHEET.at("", 0, count=len(hidden))
    if said.facts.get("place"):
        yield PLACE.at("", 0)
    for why in said.facts.get("unread", ()):
        yield UNREAD.at("", 0, why=why)
