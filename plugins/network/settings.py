"""network.yaml and site.yaml: read, checked, typed; unknown keys are refused, the nearest known one named."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from plugins.network import problems as p
from plugins.network.audience import NAMES, Audience
from plugins.network.frontmatter import read as read_front_matter
from plugins.network.problems import Problem
from plugins.network.sites import Contact, Footer, Limits, Settings, Site, SiteKind
from plugins.network.text import decode

MOTIFS = ("rings", "gears", "waves", "grid", "hex", "steps", "leaves")


def _audience(value: Any) -> Any:
    return NAMES.get(value, value)


def _listed(value: Any) -> Any:
    return [part.strip() for part in value.replace("，", "、").split("、")] if isinstance(value, str) else value


_Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
_Audience = Annotated[Audience, BeforeValidator(_audience)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FooterFile(_Strict):
    """The facts at the foot of every page."""

    organizer: str = Field("", title="主办单位", description="网站由谁主办")
    contact: str = Field("", title="联系方式", description="办公信箱和地址，不写个人电话")
    icp: str = Field(
        "", title="ICP 备案号", description="例如 示ICP备00000000号-1", pattern=r"^([\u4e00-\u9fa5]ICP[备证]\d+号(-\d+)?)?$"
    )
    police: str = Field("", title="公安备案号", description="公安备案编号")


class LimitsFile(_Strict):
    """What one article, file and site may cost."""

    article_bytes: int = Field(1_000_000, gt=0, title="单篇字节数", description="一篇文章最多多少字节")
    article_seconds: float = Field(5.0, gt=0, title="单篇秒数", description="一篇文章最多处理多少秒")
    image_bytes: int = Field(20_000_000, gt=0, title="图片字节数", description="一张图片最多多少字节")
    image_pixels: int = Field(40_000_000, gt=0, title="图片像素数", description="一张图片最多多少像素")
    attachment_bytes: int = Field(50_000_000, gt=0, title="附件字节数", description="一个附件最多多少字节")
    attachment_seconds: float = Field(30.0, gt=0, title="单个附件秒数", description="检查一个附件最多多少秒")
    site_files: int = Field(20_000, gt=0, title="站点文件数", description="一个站点最多多少个文件")
    site_bytes: int = Field(2_000_000_000, gt=0, title="站点字节数", description="一个站点最多多少字节")
    site_seconds: float = Field(300.0, gt=0, title="站点秒数", description="一个站点最多生成多少秒")
    site_memory: int = Field(1_500_000_000, gt=0, title="站点内存", description="生成一个站点最多用多少字节内存")
    title_characters: int = Field(200, gt=0, title="标题字数", description="标题最多多少字")
    tags: int = Field(50, gt=0, title="标签数", description="一篇文章最多多少个标签")


class NetworkFile(_Strict):
    """network.yaml."""

    name: str = Field(min_length=1, title="网络名称", description="整个网络的名称，显示在每一页")
    base_url: str = Field(pattern=r"^https?://[^\s/]+(/\S*)?$", title="网址", description="总门户的网址，以 / 结尾")
    time_zone: str = Field("Asia/Shanghai", title="时区", description="日期按哪个时区计算")
    language: str = Field("zh-CN", title="语言", description="页面的语言")
    footer: FooterFile = Field(default_factory=FooterFile, title="页脚", description="每一页页脚的事实")
    defaults: dict[str, str] = Field(
        default_factory=dict, title="默认值", description="各站点未写时采用的 look、accent、motif、audience"
    )
    limits: LimitsFile = Field(default_factory=LimitsFile, title="上限", description="单篇、单文件、单站点的上限")
    capabilities: _Words = Field((), title="功能", description="不写则全部启用；“-名称”关闭一项")
    per_branch: int = Field(3, ge=0, le=20, title="每个支部上浮条数", description="门户首页最多显示每个支部几条最新内容")
    audiences: dict[str, _Audience] = Field(
        default_factory=dict, title="各类范围", description="某一类内容给谁看，例如 letter: 局域网；不写按该类的规定"
    )
    theme: str = Field("", pattern=r"^[\w-]*$", title="主题", description="themes/ 或 content/themes/ 下的文件夹名；不写用 zhibu")


class ContactFile(_Strict):
    """One office: a post, never a person."""

    post: str = Field(title="岗位", description="例如 支部组织委员")
    place: str = Field("", title="地点", description="办公地点")
    email: str = Field("", title="信箱", description="办公信箱，不写个人信箱")
    hours: str = Field("", title="时间", description="接待时间")


class SiteFile(_Strict):
    """site.yaml."""

    title: str = Field(min_length=1, title="站点名称", description="例如 装配党支部")
    kind: SiteKind = Field(title="类型", description="committee、branch、group、online 或 library")
    parent: str = Field("", title="上级", description="上级站点的文件夹名；最上级的党委不写")
    url: str = Field("", pattern=r"^(https?://[^\s/]+(/\S*)?)?$", title="自有网址", description="站点有自己的域名时才写")
    audience: _Audience = Field("public", title="范围", description="public、org 或 lan")
    look: str = Field("zhibu", title="样式", description="themes/ 下的样式名")
    accent: str = Field("#a8271c", pattern=r"^#[0-9a-fA-F]{6}$", title="主题色", description="例如 #a8271c")
    motif: str = Field("rings", title="纹样", description="、".join(MOTIFS), pattern=f"^({'|'.join(MOTIFS)})$")
    slogan: str = Field("", title="口号", description="一句话")
    columns: _Words = Field((), title="栏目", description="本站自己的栏目")
    blocks: _Words = Field((), title="首页版块", description="首页版块的次序")
    capabilities: _Words = Field((), title="功能", description="“-名称”关闭一项；PyPI 上的 Pelican 插件写全名")
    contacts: list[ContactFile] = Field(default_factory=list, title="联系", description="按岗位写联系方式")
    place: str = Field("", title="地点", description="所在地")
    trade: str = Field("", title="行业", description="所属行业")
    withdrawn: str = Field("", title="撤销", description="站点撤销的理由")


def read_network(raw: bytes, path: str) -> tuple[Settings | None, str, tuple[Problem, ...]]:
    """The settings of the network and the theme it names, or the Problems that refuse the build."""
    values, lines, found = _mapping(raw, path)
    model, faults = _checked(NetworkFile, values, lines, path) if not found else (None, ())
    problems = _refusing(found + faults)
    if not isinstance(model, NetworkFile):
        return None, "", problems
    base_url = model.base_url if model.base_url.endswith("/") else model.base_url + "/"
    settings = Settings(
        model.name, base_url, model.time_zone, model.language, Footer(**model.footer.model_dump()),
        model.defaults, Limits(**model.limits.model_dump()), model.capabilities, model.per_branch,
        model.audiences,
    )  # fmt: skip
    return settings, model.theme, problems


def read_site(
    raw: bytes, path: str, site_id: str, defaults: Mapping[str, str]
) -> tuple[Site | None, dict[str, int], tuple[Problem, ...]]:
    """One site (its place in the tree not yet known), the lines of its keys, and what is wrong."""
    values, lines, found = _mapping(raw, path)
    if found:
        return None, lines, found
    model, faults = _checked(SiteFile, {**defaults, **values}, lines, path)
    if not isinstance(model, SiteFile) or model.withdrawn:
        return None, lines, faults
    site = Site(
        site_id, model.title, model.kind, model.parent, model.url, model.audience, model.look, model.accent.lower(),
        model.motif, model.slogan, model.columns, model.blocks, model.capabilities,
        tuple(Contact(**contact.model_dump()) for contact in model.contacts), model.place, model.trade,
    )  # fmt: skip
    return site, lines, faults


def read_file(schema: type[BaseModel], raw: bytes, path: str) -> tuple[Any, tuple[Problem, ...]]:
    """What a YAML file of a capability says as plain JSON values, or None and what is wrong."""
    values, lines, found = _mapping(raw, path)
    if found:
        return None, found
    model, faults = _checked(schema, values, lines, path)
    return (model.model_dump(mode="json"), ()) if model is not None else (None, faults)


def _mapping(raw: bytes, path: str) -> tuple[dict[str, Any], dict[str, int], tuple[Problem, ...]]:
    """A YAML file as texts, read by the front matter's reader: no aliases, tags or duplicate keys."""
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


def _checked(
    schema: type[BaseModel], values: dict[str, Any], lines: dict[str, int], path: str
) -> tuple[BaseModel | None, tuple[Problem, ...]]:
    try:
        return schema.model_validate(values), ()
    except ValidationError as fault:
        return None, tuple(_fault(error, schema, lines, path) for error in fault.errors(include_url=False))


def _fault(error: Any, schema: type[BaseModel], lines: dict[str, int], path: str) -> Problem:
    key = ".".join(str(part) for part in error["loc"])
    line = lines.get(key) or lines.get(str(error["loc"][0])) or 1
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), _known_keys(schema), n=1)
        zh, en = (f"是不是想写 {near[0]}？", f"Did you mean {near[0]}? ") if near else ("", "")
        return p.UNKNOWN_SETTING.at(path, line, key=key, suggestion=zh, suggestion_en=en)
    info = schema.model_fields.get(str(error["loc"][0]))
    expected = f"{info.title}，{info.description}" if info else key
    value = "" if error["type"] == "missing" else error["input"]
    what = "缺少这一项" if error["type"] == "missing" else "写法不对"
    what_en = "it is missing" if error["type"] == "missing" else error["msg"]
    return p.BAD_SETTING.at(path, line, key=key, value=value, what=what, what_en=what_en, expected=expected, expected_en=key)


def _known_keys(schema: type[BaseModel]) -> list[str]:
    """The keys of a schema and of the mappings inside it."""
    found: dict[str, None] = dict.fromkeys(schema.model_fields)
    for info in schema.model_fields.values():
        for part in (info.annotation, *getattr(info.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found.update(dict.fromkeys(_known_keys(part)))
    return list(found)


def _refusing(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The same Problems, stopping the whole network: network.yaml is everybody's."""
    return tuple(replace(problem, stops="network") for problem in problems)
