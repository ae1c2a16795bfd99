"""What can be wrong, as values: a Code is declared once, a Problem is one finding of it."""

from collections.abc import Callable, Iterable
from typing import Any, Literal, TypedDict, TypeVar

from msgspec import Struct

from plugins.network.audience import Audience, visible

Severity = Literal["note", "warning", "error"]
Stops = Literal["nothing", "item", "site", "network"]
"""What a Problem keeps from being published: the item and the site keep their last good version."""


class Text(TypedDict):
    """The same sentence in both languages of the interface."""

    zh: str
    en: str


class Problem(Struct, frozen=True):
    """One finding in one file; `line` and `column` count from 1, 0 means the whole file.

    `within` is the most closed audience that it is a fault for: what must not be public may stand in the LAN.
    """

    code: str
    severity: Severity
    stops: Stops
    path: str
    line: int
    column: int
    message: Text
    remedy: Text
    published_instead: str = ""
    within: Audience = "lan"

    def stops_item(self, audience: Audience) -> bool:
        """Whether an item for `audience` cannot be published with it."""
        return self.stops == "item" and visible(audience, self.within)

    def key(self) -> tuple[str, int, int, str, str]:
        """The order in which Problems are shown: by place, then by code."""
        return (self.path, self.line, self.column, self.code, self.message["zh"])


class Code(Struct, frozen=True):
    """A kind of Problem with a number that never changes; texts are `str.format` templates.

    Args:
        id: `ZB-` and three digits; the first digit tells the area (docs/administrators/problems.md).
        zh, en: what was found. remedy_zh, remedy_en: what the writer should do.
        example: the shortest text that shows the right way, or empty.
        within: the most closed audience that it is a fault for.
    """

    id: str
    severity: Severity
    stops: Stops
    zh: str
    remedy_zh: str
    en: str
    remedy_en: str
    example: str = ""
    within: Audience = "lan"

    def at(self, path: str, line: int = 0, column: int = 0, /, **found: object) -> Problem:
        """The Problem of this Code at one place; `found` fills the templates."""
        shown = {name: _shown(value) for name, value in found.items()}
        return Problem(
            self.id,
            self.severity,
            self.stops,
            path,
            line,
            column,
            Text(zh=self.zh.format_map(shown), en=self.en.format_map(shown)),
            Text(zh=self.remedy_zh.format_map(shown), en=self.remedy_en.format_map(shown)),
            within=self.within,
        )


Check = TypeVar("Check", bound=Callable[..., Iterable[Problem]])


def finds(*codes: Code) -> Callable[[Check], Check]:
    """Declare beside a check which Codes it can find, so that `zhibu explain` knows them."""

    def declare(check: Check) -> Check:
        check.finds = codes  # type: ignore[attr-defined]  # functions carry attributes
        return check

    return declare


def codes_of(check: Callable[..., Any]) -> tuple[Code, ...]:
    """The Codes that a check declared with `finds`."""
    declared: tuple[Code, ...] = getattr(check, "finds", ())
    return declared


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by file, line and code; the same finding only once."""
    return tuple(sorted(set_of(problems), key=Problem.key))


def set_of(problems: Iterable[Problem]) -> list[Problem]:
    """Each finding once, in the order of first appearance; rather the one that knows what is published instead."""
    seen: dict[tuple[str, int, int, str, str], Problem] = {}
    for problem in problems:
        if problem.published_instead or problem.key() not in seen:
            seen[problem.key()] = problem
    return list(seen.values())


def to_json(problem: Problem) -> dict[str, Any]:
    """A Problem as plain values, in the form of the contract's JSON output."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "stops": problem.stops,
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "message": dict(problem.message),
        "remedy": dict(problem.remedy),
        "published_instead": problem.published_instead,
        "within": problem.within,
    }


def from_json(values: dict[str, Any]) -> Problem:
    """The Problem that `to_json` wrote."""
    return Problem(**values)


def _masked(text: str) -> str:
    """The text with personal data masked; all of it holds a digit or an @."""
    if not any(c.isdigit() or c in "@＠" for c in text):
        return text
    from plugins.network.personal import masked  # its patterns take time to compile

    return masked(text)


def _shown(value: object) -> str:
    """A value fit for a one-line message: personal data masked, control characters visible, at most 80 characters."""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in _masked(str(value)))
    return text if len(text) <= 80 else text[:77] + "…"


# 0xx  configuration -----------------------------------------------------------------------------
NO_NETWORK = Code(
    "ZB-001", "error", "network",
    "没有找到 network.yaml", "请在内容目录的最上层建立 network.yaml，至少写 name 和 base_url 两行。",
    "network.yaml is missing", "Create network.yaml at the top of the content folder with name and base_url.",
    "name: 示例机电党建网络\nbase_url: https://dangjian.example.cn/",
)  # fmt: skip
BAD_YAML = Code(
    "ZB-002", "error", "site",
    "配置文件写法有误：{what}", "请检查这一行的缩进、冒号和引号；缩进用空格，不用 Tab。",
    "the configuration cannot be read: {what}", "Check indentation, colons and quotes on this line; indent with spaces, not tabs.",
)  # fmt: skip
UNKNOWN_SETTING = Code(
    "ZB-003", "error", "site",
    "不认识的配置项“{key}”", "{suggestion}删去它，或按文档改用正确的名称。",
    'unknown setting "{key}"', "{suggestion_en}Remove it, or use the documented name.",
)  # fmt: skip
BAD_SETTING = Code(
    "ZB-004", "error", "site",
    "配置项“{key}”的值“{value}”不可用：{what}", "请改成：{expected}。",
    'the value "{value}" of "{key}" cannot be used: {what_en}', "Use {expected_en}.",
)  # fmt: skip
ROOTS = Code(
    "ZB-005", "error", "network",
    "应当正好有一个没有 parent 的党委站点，现在有 {count} 个：{sites}", "请给其余站点写上 parent，只让最上级的党委不写。",
    "exactly one committee without a parent is needed, found {count}: {sites}", "Give every other site a parent; only the topmost committee has none.",
)  # fmt: skip
BAD_PARENT = Code(
    "ZB-006", "error", "site",
    "上级“{parent}”不存在，或上下级绕成了一圈", "请把 parent 改成一个已有站点的文件夹名。",
    'the parent "{parent}" does not exist, or the tree runs in a circle', "Set parent to the folder name of an existing site.",
)  # fmt: skip
BAD_SITE_ID = Code(
    "ZB-007", "error", "network",
    "站点文件夹名“{id}”不能用：{what}", "请改名：只用小写字母、数字和短横线，且不与栏目文件夹重名。",
    'the site folder name "{id}" cannot be used: {what_en}', "Rename it: lower-case letters, digits and hyphens, not the name of a kind's folder.",
)  # fmt: skip
LOW_CONTRAST = Code(
    "ZB-008", "warning", "nothing",
    "主题色 {accent} 与背景对比度只有 {ratio}:1，不足 {least}:1", "请把 accent 改深一些；发布时暂用了自动加深的 {used}。",
    "accent {accent} has a contrast of only {ratio}:1, below {least}:1", "Choose a darker accent; {used} was used instead.",
)  # fmt: skip
UNKNOWN_CAPABILITY = Code(
    "ZB-009", "error", "site",
    "没有名为“{name}”的功能", "{suggestion}请改正 capabilities 中的名称。",
    'there is no capability "{name}"', "{suggestion_en}Correct the name under capabilities.",
)  # fmt: skip
NO_SITE_FILE = Code(
    "ZB-010", "error", "site",
    "文件夹里有内容，但没有 site.yaml", "请补上 site.yaml，至少写 title、kind 和 parent 三行。",
    "the folder holds content but no site.yaml", "Add site.yaml with title, kind and parent.",
    "title: 装配党支部\nkind: branch\nparent: dangwei",
)  # fmt: skip
SITE_MISSING = Code(
    "ZB-011", "error", "site",
    "站点“{site}”上次已发布，这次却没有任何内容", "如果确实要撤销这个站点，请在 site.yaml 写 withdrawn；否则请检查内容是否取到。暂时保留上次发布的版本。",
    'the site "{site}" was published before and has no content now', "If it is to go, say withdrawn in site.yaml; otherwise check that its content was fetched. The last version stays.",
)  # fmt: skip

NO_THEME = Code(
    "ZB-012", "error", "network",
    "没有名为“{theme}”的主题", "请改正 network.yaml 中的 theme（或 theme.yaml 中的 inherits，那里只能写程序自带的主题），或把主题放进 content/themes/{theme}/templates；删去这一行就用 zhibu。",
    'there is no theme "{theme}"', "Correct theme in network.yaml (or inherits in theme.yaml, which names one of ours), or put the theme into content/themes/{theme}/templates; without the line zhibu is used.",
)  # fmt: skip

KIND_WIDENED = Code(
    "ZB-013", "note", "nothing",
    "“{kind}”本来只给{meant}看，network.yaml 已放宽到{wide}", "请确认确实要让更多人看到；不需要时删去这一项。",
    'the kind "{kind_en}" is meant for {meant}; network.yaml shows it to {wide}', "Make sure this is meant, or remove the entry.",
)  # fmt: skip

NOTHING_FOR_TIER = Code(
    "ZB-014", "error", "network",
    "总门户只给“{audience}”看，“{tier}”版里没有可以发布的内容", "请用 --tier 选能看到总门户的范围，或在它的 site.yaml 里放宽范围。",
    "the portal is for {audience} readers only; the tier {option} has nothing to publish", "Choose a tier with --tier that may see the portal, or widen its audience in site.yaml.",
)  # fmt: skip

NO_LOOK = Code(
    "ZB-015", "warning", "nothing",
    "没有名为“{look}”的样式，或者它比网络的主题少了页面", "本站先用网络的主题。请改正 site.yaml 中的 look；自己做的样式放进 content/themes/{look}/，在 theme.yaml 里写 inherits: zhibu。",
    'there is no look "{look}", or it lacks pages that the theme of the network has',
    "The site uses the theme of the network. Correct look in site.yaml; a look of your own goes into content/themes/{look}/ with inherits: zhibu in its theme.yaml.",
)  # fmt: skip

NOT_CONVERTIBLE = Code(
    "ZB-016", "error", "network",
    "页面的语言是 {language}，不能转换成繁体", "请删去 network.yaml 中的 traditional；只有 language 是 zh-CN（或不写）时才能另有繁体页面。",
    "the pages are in {language}, which cannot be converted to Traditional characters",
    "Remove traditional from network.yaml; it needs language: zh-CN, or none.",
    "language: zh-CN\ntraditional: 是",
)  # fmt: skip

# 1xx  text and front matter ---------------------------------------------------------------------
NOT_UTF8 = Code(
    "ZB-101", "error", "item",
    "文件不是 UTF-8 编码，看起来是 {encoding}", "请用记事本打开，选“另存为”，编码选 UTF-8，再保存。",
    "the file is not UTF-8, it looks like {encoding}", "Open it in an editor and save it again with the encoding UTF-8.",
)  # fmt: skip
DATES_REVERSED = Code(
    "ZB-102", "error", "item",
    "“{later_key}”{later} 早于“{earlier_key}”{earlier}", "请对调两个日期，或删去“{later_key}”。",
    '"{later_key}" {later} is before "{earlier_key}" {earlier}', 'Swap the two dates, or remove "{later_key}".',
)  # fmt: skip
CONTROL_CHARACTER = Code(
    "ZB-103", "error", "item",
    "文中有不可用的字符 {character}", "请删去这一行里看不见的字符后重新保存；从别处粘贴时先粘贴为纯文本。",
    "the text holds the unusable character {character}", "Delete the invisible character on this line; paste as plain text.",
)  # fmt: skip
BIDI_CHARACTER = Code(
    "ZB-104", "error", "item",
    "“{key}”里有会颠倒文字顺序的隐藏字符 {character}", "请把这一项删去，重新手工输入。",
    '"{key}" holds the hidden character {character}, which reverses text', "Delete this value and type it again.",
)  # fmt: skip
NO_TITLE = Code(
    "ZB-105", "error", "item",
    "没有标题", "请在文件开头写“标题: ……”，或让正文以“# 标题”开头。",
    "there is no title", 'Begin the file with "title: …", or the body with "# Title".',
    "---\n标题: 冬季行车安全提示\n日期: 2026-01-05\n---\n\n正文……",
)  # fmt: skip
NO_DATE = Code(
    "ZB-106", "error", "item",
    "“{kind}”必须有日期", "请写“日期: 2026-01-05”，或让文件名以 2026-01-05- 开头。",
    "a {kind_en} needs a date", 'Write "date: 2026-01-05", or begin the file name with 2026-01-05-.',
    "---\n标题: 冬季行车安全提示\n日期: 2026-01-05\n---\n\n正文……",
)  # fmt: skip
BAD_DATE = Code(
    "ZB-107", "error", "item",
    "“{key}”的值“{value}”不是完整、存在的日期", "请写成 2026-01-05 或 2026年1月5日 这样的日期；没有期限的不写，不要写 9999 年。",
    '"{key}: {value}" is not a whole date that exists', "Write a date like 2026-01-05; where there is no end write none, not the year 9999.",
    "日期: 2026-01-05",
)  # fmt: skip
BAD_HEADER = Code(
    "ZB-108", "error", "item",
    "文件开头的信息写法有误：{what}", "{fix}",
    "the front matter cannot be read: {what_en}", "{fix_en}",
)  # fmt: skip
DUPLICATE_KEY = Code(
    "ZB-109", "error", "item",
    "“{key}”写了两次（第 {first} 行已有）", "请删去其中一个。",
    '"{key}" is given twice (first on line {first})', "Remove one of them.",
)  # fmt: skip
YAML_MAGIC = Code(
    "ZB-110", "error", "item",
    "文件开头的信息里不能使用 {what}", "请直接写出内容；以 & * ! 开头的文字请加引号。",
    "{what} is not allowed in front matter", "Write the value out; quote text that begins with & * or !.",
)  # fmt: skip
UNKNOWN_FIELD = Code(
    "ZB-111", "warning", "nothing",
    "不认识的字段“{key}”，已忽略", "{suggestion}不需要时请删去这一行。",
    'unknown field "{key}", ignored', "{suggestion_en}Remove the line if it is not needed.",
)  # fmt: skip
FIELD_NOT_YOURS = Code(
    "ZB-112", "warning", "nothing",
    "字段“{key}”不由文章决定，已忽略", "请删去这一行；要改网址请用 slug，要暂不发布请用“草稿: 是”。",
    'the field "{key}" is not for items to set, ignored', "Remove the line; use slug for the address and draft: true to hold an item back.",
)  # fmt: skip
EMPTY_FILE = Code(
    "ZB-113", "error", "item",
    "文件没有正文", "请写上正文，或删去这个文件。",
    "the file has no text", "Write the text, or delete the file.",
)  # fmt: skip
BINARY_FILE = Code(
    "ZB-114", "error", "item",
    "这不是文字文件（像是 {what}），只是名字以 .md 结尾", "请改回原来的扩展名，作为附件放在 media 文件夹。",
    "this is not text (it looks like {what}) although its name ends in .md", "Give it its real extension and put it under media/.",
)  # fmt: skip
NORMALISED = Code(
    "ZB-115", "note", "nothing",
    "{what}已自动改正", "可以不改；下次写成“{better}”更好。",
    "{what_en} was put right", 'Nothing needs to be done; "{better}" is better next time.',
)  # fmt: skip
BAD_VALUE = Code(
    "ZB-116", "error", "item",
    "“{key}”的值“{value}”不可用：{what}", "请改成：{expected}。",
    '"{key}: {value}" cannot be used: {what_en}', "Use {expected_en}.",
)  # fmt: skip
MISSING_FIELD = Code(
    "ZB-117", "error", "item",
    "“{kind}”缺少必填的“{key}”", "请补上，例如“{key}: {example}”。",
    'a {kind_en} needs "{key_en}"', 'Add it, for example "{key_en}: {example}".',
)  # fmt: skip
BAD_SLUG = Code(
    "ZB-118", "error", "item",
    "slug“{value}”不能用作网址", "请只用小写字母、数字和短横线，例如 winter-driving；也可以删去这一行，用文件名作网址。",
    'the slug "{value}" cannot be part of an address', "Use lower-case letters, digits and hyphens, or remove the line.",
)  # fmt: skip
BAD_AUDIENCE = Code(
    "ZB-119", "error", "nothing",
    "范围“{value}”不认识，为安全起见按“局域网”处理，不会公开", "请写：公开、系统内 或 局域网。",
    'the audience "{value}" is unknown and was taken as lan, the most closed', "Write public, org or lan.",
)  # fmt: skip
AUDIENCE_WIDENED = Code(
    "ZB-120", "warning", "nothing",
    "范围“{value}”比所在位置允许的“{allowed}”更宽，已按“{allowed}”处理", "请删去这一行，或请管理员放宽站点的范围。",
    'the audience "{value}" is wider than "{allowed}" of its place, which was used', "Remove the line, or have the site's audience widened.",
)  # fmt: skip

# 2xx  files and names ---------------------------------------------------------------------------
SYMLINK = Code(
    "ZB-201", "error", "item",
    "这是一个链接，不是真正的文件", "请把文件本身放进来，不要放快捷方式或符号链接。",
    "this is a link, not a file", "Put the file itself here, not a symbolic link.",
)  # fmt: skip
SPECIAL_FILE = Code(
    "ZB-202", "error", "item",
    "这不是普通文件（{what}）", "请删去它。",
    "this is not an ordinary file ({what})", "Remove it.",
)  # fmt: skip
UNREADABLE = Code(
    "ZB-203", "error", "item",
    "文件无法读取：{what}", "请检查文件的读取权限。",
    "the file cannot be read: {what}", "Check the file's permissions.",
)  # fmt: skip
SUBMODULE = Code(
    "ZB-204", "error", "item",
    "这里是另一个 git 仓库，不会被读取", "请把需要的文件直接放进本仓库。",
    "this is another git repository and is not read", "Put the files themselves into this repository.",
)  # fmt: skip
LFS_POINTER = Code(
    "ZB-205", "error", "item",
    "这是 Git LFS 的指针，真正的文件没有取下来", "请运行 git lfs pull 后再发布。",
    "this is a Git LFS pointer, the file itself was not fetched", "Run git lfs pull, then build again.",
)  # fmt: skip
MEDIA_REFUSED = Code(
    "ZB-206", "error", "item",
    "不允许发布 {extension} 文件", "请换成图片、PDF、办公文档、CSV 或压缩包等普通文件。",
    "{extension} files are not published", "Use an ordinary picture, PDF, office document, CSV or archive.",
)  # fmt: skip
WRONG_EXTENSION = Code(
    "ZB-207", "error", "item",
    "扩展名是 {extension}，内容却不是（像是 {what}）", "请改用正确的扩展名，或重新导出文件。",
    "the name ends in {extension} but the content does not match (it looks like {what})", "Give it the right extension, or export it again.",
)  # fmt: skip
ADDRESS_CLASH = Code(
    "ZB-208", "error", "item",
    "网址 {address} 与 {other} 相同", "请把其中一个改名，或写上不同的 slug。",
    "the address {address} is also that of {other}", "Rename one of the two, or give it a different slug.",
)  # fmt: skip
BAD_NAME = Code(
    "ZB-209", "error", "item",
    "文件名“{name}”不能用：{what}", "请改名：用文字、数字和短横线，不以点结尾。",
    'the file name "{name}" cannot be used: {what_en}', "Rename it: letters, digits and hyphens, no trailing dot.",
)  # fmt: skip
NO_KIND = Code(
    "ZB-210", "error", "item",
    "所在的文件夹不对应任何栏目，不知道这是哪一类内容", "请移到 动态、通知、页面 等文件夹，或写上 kind。可用的有：{known}。",
    "the folder belongs to no kind", "Move the file to one of: {known}, or set kind.",
)  # fmt: skip
UNUSED_FILE = Code(
    "ZB-211", "note", "nothing",
    "没有任何公开内容用到这个文件，没有发布", "不需要时请删去；需要时请在文章里链接它。",
    "no published item uses this file, so it was not published", "Delete it, or link to it from an item.",
)  # fmt: skip
STRAY_FILE = Code(
    "ZB-212", "warning", "nothing",
    "这个文件放在了站点之外，没有发布", "请移到某个站点的文件夹里。",
    "this file lies outside every site and was not published", "Move it into a site's folder.",
)  # fmt: skip

HELD_BACK = Code(
    "ZB-213", "note", "nothing",
    "{why}，没有发布", "需要发布时请改“{key}”。",
    "not published: {why_en}", 'Change "{key}" to publish it.',
)  # fmt: skip
SITE_STOPPED = Code(
    "ZB-214", "error", "item",
    "所在站点的配置有误，这一篇没有更新", "请先改正 {site}/site.yaml。",
    "its site's configuration is broken, so this item was not updated", "Correct {site}/site.yaml first.",
)  # fmt: skip

PICTURE_BROKEN = Code(
    "ZB-215", "error", "item",
    "这张图片读不全：文件损坏，没有拷贝完，或者过于复杂", "请用看图软件打开看看，重新拷贝，或另存为普通的 JPG、PNG 再放进来。",
    "this picture cannot be read: damaged, cut off, or too complex", "Open it in a viewer, copy it again, or save it as an ordinary JPG or PNG.",
)  # fmt: skip
SVG_REFUSED = Code(
    "ZB-216", "error", "item",
    "这个网络没有启用 SVG 图片", "请另存为 PNG；确实要用 SVG，请管理员在 network.yaml 写上“svg: 是”。",
    "this network has not allowed SVG pictures", "Save it as PNG, or have the administrator write `svg: yes` in network.yaml.",
)  # fmt: skip
SVG_REDUCED = Code(
    "ZB-217", "warning", "nothing",
    "这张 SVG 里的 {names} 没有发布，图上会少这些东西", "嵌在里面的照片，请另存为 JPG 或 PNG 单独放；脚本、动画和网页请删去，或者把整张图另存为 PNG。",
    "{names} of this SVG was not published; the picture lacks it",
    "Save photos inside it as JPG or PNG of their own; remove scripts, animations and HTML, or save the whole as PNG.",
)  # fmt: skip

# 3xx  links, images, attachments ----------------------------------------------------------------
LINK_MISSING = Code(
    "ZB-301", "warning", "nothing",
    "链接“{href}”的目标不存在，页面上只保留文字", "{suggestion}请改成已有文件的路径，或去掉链接。",
    'the link "{href}" leads nowhere; only its text is shown', "{suggestion_en}Point it to an existing file, or remove it.",
)  # fmt: skip
LINK_CLOSED = Code(
    "ZB-302", "warning", "nothing",
    "链接“{href}”的目标现在没有发布，页面上只保留文字", "它可能是草稿、没到时间、已经到期、范围更窄，或者自己有错误：请先处理那一篇，或去掉链接。",
    'the target of "{href}" is not published; only its text is shown', "It may be a draft, early, expired, closed, or faulty itself: see to it first, or remove the link.",
)  # fmt: skip
ANCHOR_MISSING = Code(
    "ZB-303", "warning", "nothing",
    "链接“{href}”：目标里没有“#{anchor}”这一节", "{suggestion}请改成已有的标题，或删去 # 之后的部分。",
    'the link "{href}": the target has no section "#{anchor}"', "{suggestion_en}Use an existing heading, or drop the part from #.",
)  # fmt: skip
OUTSIDE = Code(
    "ZB-304", "error", "nothing",
    "“{href}”指到了内容目录之外，已去掉", "请只链接内容目录里的文件。",
    '"{href}" leads outside the content folder and was removed', "Link only to files inside the content folder.",
)  # fmt: skip
OTHERS_MEDIA = Code(
    "ZB-305", "error", "nothing",
    "“{href}”是别的站点的文件，不能直接取用", "请把文件放进自己的 media 文件夹，或放进共享资源库后链接资源页。",
    '"{href}" belongs to another site and cannot be used here', "Put the file under your own media/, or link to its record in the library.",
)  # fmt: skip
IMAGE_MISSING = Code(
    "ZB-306", "warning", "nothing",
    "图片“{href}”不存在，页面上只保留说明文字", "{suggestion}请把图片放在文章旁边或 media 文件夹。",
    'the image "{href}" does not exist; only its description is shown', "{suggestion_en}Put it beside the item or under media/.",
)  # fmt: skip
FILE_MISSING = Code(
    "ZB-307", "warning", "nothing",
    "附件“{href}”不存在", "{suggestion}请把文件放在文章旁边或 media 文件夹，或删去这一行。",
    'the attachment "{href}" does not exist', "{suggestion_en}Put it beside the item or under media/, or remove the line.",
)  # fmt: skip
EXTERNAL_IMAGE = Code(
    "ZB-308", "warning", "nothing",
    "外站图片“{href}”没有显示", "请把图片存到 media 文件夹再引用（注意版权）。",
    'the external image "{href}" is not shown', "Save it under media/ and use it from there (mind the copyright).",
)  # fmt: skip
UNSAFE_LINK = Code(
    "ZB-309", "warning", "nothing",
    "链接“{href}”不安全，页面上只保留文字", "请使用 https、mailto 链接或本站文件的路径。",
    'the link "{href}" is unsafe; only its text is shown', "Use https or mailto links, or the path of a file here.",
)  # fmt: skip
NOT_AN_IMAGE = Code(
    "ZB-310", "warning", "nothing",
    "“{href}”不是可以显示的图片", "请使用 jpg、png、webp、gif 图片。",
    '"{href}" is not a picture that can be shown', "Use a jpg, png, webp or gif picture.",
)  # fmt: skip
NO_ALT = Code(
    "ZB-311", "warning", "nothing",
    "封面图片没有替代文字", "请写“替代文字: ……”，用一句话说明画面。",
    "the cover has no alternative text", "Add alt: one sentence that describes the picture.",
)  # fmt: skip

BAD_TABLE = Code(
    "ZB-312", "error", "nothing",
    "这个 CSV 表格不能用：{what}", "请用 UTF-8 保存，第一行写列名，每行格数相同。",
    "the CSV file cannot be used as a table: {what_en}", "Save it as UTF-8, name the columns in the first row, keep all rows equally long.",
    "项目,人数",
)  # fmt: skip

# 4xx  what a body holds -------------------------------------------------------------------------
HTML_REMOVED = Code(
    "ZB-401", "warning", "nothing",
    "已去掉不允许的网页代码：{what}", "请用 Markdown 的写法，不要粘贴网页代码。",
    "HTML that is not allowed was removed: {what}", "Use Markdown instead of pasted HTML.",
)  # fmt: skip

UNPAIRED = Code(
    "ZB-402", "warning", "nothing",
    "“{what}”没有成对，照原样显示在页面上", "代码以 ``` 开头、以 ``` 结尾，提示框以 ::: tip 开头、以 ::: 结尾，各占一行：请补上缺少的一行，或删去多余的。",
    '"{what}" has no counterpart and is shown as it stands', "Code begins and ends with ```, a box begins with ::: tip and ends with :::, each on a line of its own: add the missing line, or remove this one.",
    "::: tip 提示\n出门前看一眼温度计。\n:::",
)  # fmt: skip

# 5xx  limits ------------------------------------------------------------------------------------
TOO_LARGE = Code(
    "ZB-501", "error", "item",
    "文件有 {size}，超过上限 {limit}", "请拆分或压缩后再放进来。",
    "the file has {size}, more than the limit of {limit}", "Split or compress it.",
)  # fmt: skip
TOO_SLOW = Code(
    "ZB-502", "error", "item",
    "这一篇在 {limit} 秒内处理不完，已停止", "请检查是否粘贴了大量重复的符号（如 [ 、> 、`），删去后再试。",
    "this item could not be processed within {limit} s and was stopped", "Look for long runs of repeated signs such as [ > ` and remove them.",
)  # fmt: skip
TOO_DEEP = Code(
    "ZB-503", "error", "item",
    "列表或引用嵌套得太深", "请减少层级，一般不超过四层。",
    "lists or quotes are nested too deeply", "Use fewer levels, usually no more than four.",
)  # fmt: skip
LONG_TITLE = Code(
    "ZB-504", "warning", "nothing",
    "标题有 {count} 个字，只显示前 {limit} 个", "请缩短标题，细节写进正文。",
    "the title has {count} characters, only the first {limit} are shown", "Shorten it; details belong into the text.",
)  # fmt: skip
MANY_TAGS = Code(
    "ZB-505", "warning", "nothing",
    "标签有 {count} 个，只保留前 {limit} 个", "请只留最要紧的几个标签。",
    "there are {count} tags, only the first {limit} are kept", "Keep only the few that matter.",
)  # fmt: skip
IMAGE_TOO_LARGE = Code(
    "ZB-506", "error", "item",
    "图片有 {pixels} 像素，超过上限 {limit}", "请缩小图片后再放进来，宽 2000 像素就够了。",
    "the picture has {pixels} pixels, more than the limit of {limit}", "Scale it down; a width of 2000 pixels is enough.",
)  # fmt: skip
READING_FAILED = Code(
    "ZB-507", "error", "item",
    "处理这一篇时程序出错：{what}", "请把这一行发给管理员；暂时请检查这一篇里不寻常的写法。",
    "the program failed on this item: {what}", "Send this line to the administrator; meanwhile look for unusual markup in the item.",
)  # fmt: skip
INTERRUPTED = Code(
    "ZB-508", "error", "item",
    "这一次没有处理完：机器太忙或内存不够", "不用改文章，下次生成会再试；总是这样时请告诉管理员。",
    "this was not finished: the machine was too busy or short of memory", "Nothing needs to be changed, the next build tries again; tell the administrator if it stays.",
)  # fmt: skip
SITE_TOO_SLOW = Code(
    "ZB-509", "error", "item",
    "这个站点要处理的文章用时超过 {limit} 秒，这一篇还没有处理", "请先改好同一站点里处理不完的文章（ZB-502）；其余的下次生成会接着处理。",
    "the items of this site took longer than {limit} s, this one was not processed", "Mend the items that could not be processed (ZB-502); the next build goes on with the others.",
)  # fmt: skip
TOO_MANY_FILES = Code(
    "ZB-510", "error", "site",
    "这个站点有 {count} 个文件，超过上限 {limit}", "请删去用不着的文件，或请管理员放宽 limits.site_files；暂时保留上次发布的版本。",
    "this site has {count} files, more than the limit of {limit}", "Remove what is not needed, or have limits.site_files widened; the last version stays.",
)  # fmt: skip
TOO_MANY_BYTES = Code(
    "ZB-511", "error", "site",
    "这个站点的文件共 {size}，超过上限 {limit}", "请删去或压缩大的文件，或请管理员放宽 limits.site_bytes；暂时保留上次发布的版本。",
    "the files of this site have {size}, more than the limit of {limit}", "Remove or compress large files, or have limits.site_bytes widened; the last version stays.",
)  # fmt: skip
LONG_HEADER = Code(
    "ZB-512", "error", "item",
    "文件开头的信息有 {size}，超过上限 {limit}", "请只写这一篇需要的几项；名单、表格和长文字写进正文或附件。",
    "the front matter has {size}, more than the limit of {limit}", "Write only the few fields that the item needs; lists, tables and long texts belong into the body or attachments.",
)  # fmt: skip

# 6xx  what passes between sites -----------------------------------------------------------------
UNKNOWN_RECIPIENT = Code(
    "ZB-601", "warning", "nothing",
    "“{key}”里的“{value}”不是任何站点", "{suggestion}可写：all、kind:branch、under:站点、站点文件夹名。",
    '"{value}" under "{key}" is no site', "{suggestion_en}Write all, kind:branch, under:SITE or site folder names.",
)  # fmt: skip
ALIAS_CLASH = Code(
    "ZB-602", "warning", "nothing",
    "旧网址“{alias}”已被 {other} 使用，没有建立跳转", "请删去这个旧网址。",
    'the old address "{alias}" belongs to {other}; no redirect was made', "Remove this alias.",
)  # fmt: skip

# 7xx  what must not be published ----------------------------------------------------------------
NAME_TELLS = Code(
    "ZB-715", "error", "item",
    "文件名里有个人信息", "请改名，只写事情和日期。",
    "the file name holds personal data", "Rename the file: name the matter and the date only.",
)  # fmt: skip
TOO_MUCH_INSIDE = Code(
    "ZB-716", "error", "item",
    "文件里打包的内容太多或太复杂，检查不完，没有发布", "请拆成几个文件，或另存为普通的 PDF、DOCX、XLSX。",
    "too much is packed in this file to examine it, so it was not published", "Split it, or save it as an ordinary PDF, DOCX or XLSX.",
)  # fmt: skip

# 9xx  the build itself --------------------------------------------------------------------------
SITE_FAILED = Code(
    "ZB-901", "error", "site",
    "站点“{site}”生成失败：{what}", "请把这一行发给管理员；暂时保留上次发布的版本。",
    'the site "{site}" could not be rendered: {what}', "Send this line to the administrator; the last version stays.",
)  # fmt: skip
TEMPLATE_FAULT = Code(
    "ZB-902", "error", "network",
    "模板 {template} 第 {line} 行有误：{what}", "请改正模板后重新生成；已发布的内容没有变动。",
    "template {template}, line {line}: {what}", "Mend the template and build again; what is published has not changed.",
)  # fmt: skip
BAD_DESTINATION = Code(
    "ZB-911", "error", "network",
    "看不懂要送到哪里：{place}", "请写一个文件夹、user@主机:/绝对路径，或 s3://存储桶/前缀；密码和密钥不要写在里面。",
    "this is not a destination: {place}", "Write a folder, user@host:/absolute/path, or s3://bucket/prefix; no passwords or keys in it.",
    "zhibu publish web@www.example.cn:/srv/www",
)  # fmt: skip
OCCUPIED = Code(
    "ZB-912", "error", "network",
    "{place} 是别的东西，不能在这里发布", "请换一个空的文件夹，或先把它移走。",
    "{place} is something else; nothing can be published there", "Take an empty folder, or move this away first.",
)  # fmt: skip
OTHER_TIER = Code(
    "ZB-913", "error", "network",
    "那里的读者看的是 {there} 版，不能换成 {ours} 版", "请检查 --tier；每个范围送到各自的地方。",
    "readers there see the {there} tier; {ours} must not replace it", "Check --tier; send each tier to a place of its own.",
)  # fmt: skip
TOOL_MISSING = Code(
    "ZB-914", "error", "network",
    "这要用 {tool}，这台机器上没有", "请先安装：{how}",
    "this needs {tool}, which this machine lacks", "Install it: {how}",
)  # fmt: skip
UNREACHABLE = Code(
    "ZB-915", "error", "network",
    "连不上 {place}：{what}", "请检查地址、网络、密钥和权限；读者看到的没有变化，改好以后再运行一次。",
    "cannot reach {place}: {what}", "Check the address, the network, keys and rights; readers see what they saw, run it again.",
)  # fmt: skip
UNWRITABLE = Code(
    "ZB-916", "error", "network",
    "不能送到 {place}：{what}", "请检查写入权限和剩余空间，改好以后再运行一次。",
    "cannot send to {place}: {what}", "Check the rights and the free space there and run it again.",
)  # fmt: skip
UNLIKE_WORKER = Code(
    "ZB-917", "error", "network",
    "{place} 那边的程序或依赖库与这台机器的不一样", "请在每台机器上装同一个版本，各运行一次：{how}",
    "the program or the libraries at {place} differ from this machine's", "Install the same version on every machine: {how}",
)  # fmt: skip

CANNOT_WRITE = Code(
    "ZB-906", "error", "network",
    "写不进去：{what}", "请腾出磁盘空间，或检查目录的权限，然后重新生成；已发布的内容没有变动。",
    "cannot write: {what}", "Free some disk space, or mend the folder's permissions, and build again; what is published has not changed.",
)  # fmt: skip
CHECK_FAILED = Code(
    "ZB-903", "error", "nothing",
    "功能“{name}”的一项检查中途出错：{what}", "内容照常发布，只是少了这项检查；请把这一行发给开发者。",
    'a check of the capability "{name}" failed: {what}', "Everything is published without that check; send this line to the developers.",
)  # fmt: skip
ITEM_WITHOUT_TEMPLATE = Code(
    "ZB-904", "error", "item",
    "主题“{theme}”没有模板 {template}，这一篇没有页面，没有发布", "请在主题的 templates 里补上 {template}（可以先抄 zhibu 主题的）；删去 network.yaml 的 theme 就用 zhibu。",
    'the theme "{theme}" has no template {template}, so this item has no page and was not published',
    "Add {template} to the theme's templates (zhibu's is a start), or remove theme from network.yaml to use zhibu.",
)  # fmt: skip
PAGES_WITHOUT_TEMPLATE = Code(
    "ZB-905", "error", "item",
    "主题“{theme}”没有模板 {template}，{count} 个页面没有生成，例如 {address}",
    "请在主题的 templates 里补上 {template}（可以先抄 zhibu 主题的）；不需要这些页面时，在 capabilities 里关掉这项功能。",
    'the theme "{theme}" has no template {template}; {count} pages were left out, such as {address}',
    "Add {template} to the theme's templates (zhibu's is a start), or switch the capability off under capabilities.",
)  # fmt: skip

CATALOGUE: tuple[Code, ...] = tuple(value for value in globals().values() if isinstance(value, Code))
"""The Codes of the network floor; Kinds and checks bring their own (see `finds`)."""
