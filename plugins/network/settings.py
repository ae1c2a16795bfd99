"""network.yaml and site.yaml: read, checked, typed; unknown keys are refused, the nearest known one named."""

import difflib
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from msgspec.structs import replace

from plugins.network import problems as p
from plugins.network.audience import NAMES, Audience
from plugins.network.interface import SOURCE
from plugins.network.kinds import Flag
from plugins.network.problems import Problem
from plugins.network.recalled import recalled
from plugins.network.schema import Before, Schema, checked, schemas_in, told
from plugins.network.sites import SHARED, Contact, Footer, Limits, Settings, Site, SiteKind
from plugins.network.text import decode

MOTIFS = ("rings", "gears", "waves", "grid", "hex", "steps", "leaves")


def _audience(value: Any) -> Any:
    return NAMES.get(value, value)


def _listed(value: Any) -> Any:
    return [part.strip() for part in value.replace("，", "、").split("、")] if isinstance(value, str) else value


_Words = Annotated[tuple[str, ...], Before(_listed)]
_Audience = Annotated[Audience, Before(_audience)]
TYPESET = {"首行缩进": "indent", "标题编号": "number"}


def _typeset(value: Any) -> Any:
    listed = _listed(value)
    return [TYPESET.get(part, part) for part in listed] if isinstance(listed, list) else listed


_Typeset = Annotated[tuple[Literal["indent", "number"], ...], Before(_typeset)]


class FooterFile(Schema):
    """The facts at the foot of every page."""

    organizer: str = told("主办单位", "网站由谁主办", default="")
    contact: str = told("联系方式", "办公信箱和地址，不写个人电话", default="")
    icp: str = told("ICP 备案号", "例如 示ICP备00000000号-1", default="", pattern=r"^([\u4e00-\u9fa5]ICP[备证]\d+号(-\d+)?)?$")
    police: str = told("公安备案号", "公安备案编号", default="")


class LimitsFile(Schema):
    """What one article, file and site may cost."""

    article_bytes: int = told("单篇字节数", "一篇文章最多多少字节", default=1_000_000, gt=0)
    article_seconds: float = told("单篇秒数", "一篇文章最多处理多少秒", default=5.0, gt=0)
    image_bytes: int = told("图片字节数", "一张图片最多多少字节", default=20_000_000, gt=0)
    image_pixels: int = told("图片像素数", "一张图片最多多少像素", default=40_000_000, gt=0)
    attachment_bytes: int = told("附件字节数", "一个附件最多多少字节", default=50_000_000, gt=0)
    attachment_seconds: float = told("单个附件秒数", "检查一个附件最多多少秒", default=30.0, gt=0)
    site_files: int = told("站点文件数", "一个站点最多多少个文件", default=20_000, gt=0)
    site_bytes: int = told("站点字节数", "一个站点最多多少字节", default=2_000_000_000, gt=0)
    site_seconds: float = told("站点秒数", "一个站点最多生成多少秒", default=300.0, gt=0)
    site_memory: int = told("站点内存", "生成一个站点最多用多少字节内存", default=1_500_000_000, gt=0)
    header_bytes: int = told("开头信息字节数", "一篇文章开头的信息最多多少字节", default=65_536, gt=0)
    title_characters: int = told("标题字数", "标题最多多少字", default=200, gt=0)
    tags: int = told("标签数", "一篇文章最多多少个标签", default=50, gt=0)


class NetworkFile(Schema):
    """network.yaml."""

    name: str = told("网络名称", "整个网络的名称，显示在每一页", min_length=1)
    base_url: str = told("网址", "总门户的网址，以 / 结尾", pattern=r"^https?://[^\s/]+(/\S*)?$")
    time_zone: str = told("时区", "日期按哪个时区计算", default="Asia/Shanghai")
    language: str = told("语言", "页面的语言；写 en，界面文字就是英文", default=SOURCE)
    footer: FooterFile = told("页脚", "每一页页脚的事实", default=FooterFile)
    defaults: dict[str, str] = told("默认值", "各站点未写时采用的 accent、motif、typeset、audience 等", default={})
    limits: LimitsFile = told("上限", "单篇、单文件、单站点的上限", default=LimitsFile)
    capabilities: _Words = told("功能", "不写则全部启用；“-名称”关闭一项", default=())
    per_branch: int = told("每个支部上浮条数", "门户首页最多显示每个支部几条最新内容", default=3, ge=0, le=20)
    offline: Flag = told("离线阅读", "写“是”：看过的页面没有网络时还能看，能装到手机桌面；只在 https 下有效", default=False)
    traditional: Flag = told(
        "繁体页面", "写“是”：每一页另有繁体字的一份，由做好的简体页面转换而成，在 zh-hant/ 下", default=False
    )
    pdf: Flag = told("PDF", "写“是”：学习包另有一份可以打印的 PDF；要装 WeasyPrint（make pdf）", default=False)
    svg: Flag = told(
        "SVG 图片",
        "写“是”：可以用 SVG 图片；发布的是重写过的副本，只留能画出来的，脚本、链接、动画和外来的东西都去掉",
        default=False,
    )
    share_pages: _Words = told("分享页", "哪几类文章有分享页（二维码、短信、公众号）：类别的名称或代号", default=SHARED)
    audiences: dict[str, _Audience] = told("各类范围", "某一类内容给谁看，例如 letter: 局域网；不写按该类的规定", default={})
    theme: str = told("主题", "themes/ 或 content/themes/ 下的文件夹名；不写用 zhibu", default="", pattern=r"^[\w-]*$")


class ContactFile(Schema):
    """One office: a post, never a person."""

    post: str = told("岗位", "例如 支部组织委员")
    place: str = told("地点", "办公地点", default="")
    email: str = told("信箱", "办公信箱，不写个人信箱", default="")
    hours: str = told("时间", "接待时间", default="")


class SiteFile(Schema):
    """site.yaml."""

    title: str = told("站点名称", "例如 装配党支部", min_length=1)
    kind: SiteKind = told("类型", "committee、branch、group、online 或 library")
    parent: str = told("上级", "上级站点的文件夹名；最上级的党委不写", default="")
    url: str = told("自有网址", "站点有自己的域名时才写", default="", pattern=r"^(https?://[^\s/]+(/\S*)?)?$")
    audience: _Audience = told("范围", "public、org 或 lan", default="public")
    look: str = told("样式", "themes/ 或 content/themes/ 下的文件夹名；不写同全网", default="", pattern=r"^[\w-]*$")
    accent: str = told("主题色", "例如 #a8271c；不写用样式自己的颜色", default="", pattern=r"^(#[0-9a-fA-F]{6})?$")
    motif: str = told("纹样", f"{'、'.join(MOTIFS)}；不写用样式自己的纹样", default="", pattern=f"^({'|'.join(MOTIFS)})?$")
    typeset: _Typeset = told("排版", "首行缩进、标题编号 中的哪几项", default=())
    slogan: str = told("口号", "一句话", default="")
    columns: _Words = told("栏目", "本站自己的栏目", default=())
    blocks: _Words = told("首页版块", "首页版块的次序", default=())
    capabilities: _Words = told("功能", "“-名称”关闭一项；PyPI 上的 Pelican 插件写全名", default=())
    contacts: list[ContactFile] = told("联系", "按岗位写联系方式", default=[])
    place: str = told("地点", "所在地", default="")
    trade: str = told("行业", "所属行业", default="")
    withdrawn: str = told("撤销", "站点撤销的理由", default="")


def read_network(raw: bytes, path: str) -> tuple[Settings | None, str, tuple[Problem, ...]]:
    """The settings of the network and the theme it names, or the Problems that refuse the build."""
    values, found = read_file(NetworkFile, raw, path)
    problems = _refusing(found)
    if values is None:
        return None, "", problems
    theme: str = values.pop("theme")
    values["base_url"] = values["base_url"].rstrip("/") + "/"
    parts = {"footer": Footer(**values["footer"]), "limits": Limits(**values["limits"])}
    settings = Settings(**{**values, **parts, **{name: tuple(values[name]) for name in ("capabilities", "share_pages")}})
    return settings, theme, problems


def read_site(raw: bytes, path: str, site_id: str, defaults: Mapping[str, str]) -> tuple[Site | None, tuple[Problem, ...]]:
    """One site (its place in the tree not yet known), and what is wrong; None without a Problem if it is withdrawn."""
    values, problems = read_file(SiteFile, raw, path, defaults)
    if values is None or values.pop("withdrawn"):
        return None, problems
    lists = {name: tuple(values[name]) for name in ("typeset", "columns", "blocks", "capabilities")}
    contacts = tuple(Contact(**contact) for contact in values["contacts"])
    return Site(**{**values, **lists, "id": site_id, "accent": values["accent"].lower(), "contacts": contacts}), problems


def read_file(
    schema: Any, raw: bytes, path: str, defaults: Mapping[str, str] = MappingProxyType({})
) -> tuple[Any, tuple[Problem, ...]]:
    """What a YAML file says as plain JSON values by its schema, or None and what is wrong.

    Args:
        defaults: values for keys that the file does not have.
    """

    def work() -> Any:
        value, found = _read(schema, raw, path, defaults)
        return value, [p.to_json(problem) for problem in found]

    value, found = recalled(path, (repr(sorted(defaults.items())),), raw, work)
    return value, tuple(p.from_json(problem) for problem in found)


def _read(schema: Any, raw: bytes, path: str, defaults: Mapping[str, str]) -> tuple[Any, tuple[Problem, ...]]:
    from pydantic import ValidationError  # only where something new is read

    values, lines, found = _mapping(raw, path)
    if found:
        return None, found
    try:
        return checked(schema, {**defaults, **values}), ()
    except ValidationError as fault:
        return None, tuple(_fault(error, schema, lines, path) for error in fault.errors(include_url=False))


def _mapping(raw: bytes, path: str) -> tuple[dict[str, Any], dict[str, int], tuple[Problem, ...]]:
    """A YAML file as texts, read by the front matter's reader: no aliases, tags or duplicate keys."""
    from plugins.network.frontmatter import read as read_front_matter  # only where something new is read

    text, found = decode(raw, path)
    if found:
        return {}, {}, found
    bare = re.sub(r"\A(?:#[^\n]*\n|[ \t]*\n)*---[ \t]*\n", lambda opening: "\n" * opening[0].count("\n"), text)
    front = read_front_matter(f"---\n{bare.rstrip()}\n---\n", path, frozenset())
    if front.body.strip():
        return {}, {}, (p.BAD_YAML.at(path, 1, what="没有“键: 值”这样的行"),)
    lines = {key: line - 1 for key, line in front.lines.items()}
    faults = tuple(
        p.BAD_YAML.at(path, problem.line - 1, problem.column, what=problem.message["zh"])
        for problem in front.problems
        if problem.severity == "error"
    )
    return dict(front.values), lines, faults


def _fault(error: Any, schema: Any, lines: dict[str, int], path: str) -> Problem:
    key = ".".join(str(part) for part in error["loc"])
    line = lines.get(key) or lines.get(str(error["loc"][0])) or 1
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), _known_keys(schema), n=1)
        zh, en = (f"是不是想写 {near[0]}？", f"Did you mean {near[0]}? ") if near else ("", "")
        return p.UNKNOWN_SETTING.at(path, line, key=key, suggestion=zh, suggestion_en=en)
    known = schema.fields.get(str(error["loc"][0])) if isinstance(schema, type) and issubclass(schema, Schema) else None
    expected = f"{known.title}，{known.about}" if known else key
    value = "" if error["type"] == "missing" else error["input"]
    what = "缺少这一项" if error["type"] == "missing" else "写法不对"
    what_en = "it is missing" if error["type"] == "missing" else error["msg"]
    return p.BAD_SETTING.at(path, line, key=key, value=value, what=what, what_en=what_en, expected=expected, expected_en=key)


def _known_keys(annotation: Any) -> list[str]:
    """The keys of a schema and of those inside it."""
    found: dict[str, None] = {}
    for schema in schemas_in(annotation):
        found.update(dict.fromkeys(schema.fields))
        for one in schema.fields.values():
            found.update(dict.fromkeys(_known_keys(one.annotation)))
    return list(found)


def _refusing(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The same Problems, stopping the whole network: network.yaml is everybody's."""
    return tuple(replace(problem, stops="network") for problem in problems)
