"""Invented branches and articles for the benchmarks: the same bytes on every machine."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SEED = 20260305
NEWEST = date(2025, 12, 30)
HAN_PER_ARTICLE = 1000
LINK = re.compile(r"\]\(([a-z0-9-]+)\.md\)")
HAN = re.compile("[\u4e00-\u9fff]")

TAGS = tuple(
    """
    安全 技能 质量 志愿 读书 学习 班组 设备 节能 新人 老带新 健康 物流 信息化 通知 总结 巡检 焊接 装配
    调试 仓储 计量 工装 夜班 食堂 防汛 防暑 消防 培训 比武 图纸 刀具 润滑 备件 盘点 交接 改善 环保 社区
    文体
    """.split()
)
TIMES = tuple(
    """
    周一早班 上周三 月初 交接班时 午休过后 季度末 连续三天 入夏以来 盘点期间 试运行阶段 天还没亮
    雨停之后
    """.split()
)
PEOPLE = tuple(
    """
    装配一班 焊接小组 质检员们 仓储值班员 调试小组 退休师傅 新入职的工友 维修班 巡检小组 志愿服务队
    读书小组 计量室
    """.split()
)
PLACES = tuple(
    """
    在三号车间 在二号料库 在调度室 在工具间 在试验台旁 在活动室 在厂区东门 在涂装线 在立体库 在食堂二楼
    在配电间 在装车台
    """.split()
)
DEEDS = tuple(
    """
    把常见的毛病逐条写在板上 对照图纸核了一遍尺寸 把工具按形状重新归位 先量后装并留下记录
    用一张表说清先后次序 请老师傅当场示范了三遍 把多年的窍门画成了图 做完以后又互相检查
    把备件的位置重新贴了标签 试了两种办法再作比较 把隐患拍下来贴在通道口 从头到尾走了一趟流程
    """.split()
)
RESULTS = tuple(
    """
    返工比上个月少了一半 换模时间缩短了十一分钟 谁来接手都能看得明白 大家说这样心里有底
    第二天就用在了生产线上 夜里再没有出过同样的问题 剩下的两处留到下周再改 记录本上终于没有空格
    新人只用半天就学会了 料架前不再排队 下一步准备推广到别的班组 成本也跟着降了下来
    """.split()
)
THEMES = tuple(
    """
    夜班交接 换模提速 料架整理 焊缝自检 工具归位 量具校准 叉车让行 润滑点检 图纸会审 备件盘点 雨季防汛
    食堂意见 老带新 读书分享 旧件修复 节电小改 夏季防暑 消防演练 技能比武 社区修灯
    """.split()
)
FORMS = tuple(
    """
    纪实 小结 的三个做法 现场会 里的细节 又进一步 怎么做 回访 的一周 经验谈
    """.split()
)
HEADINGS = tuple(
    """
    起因 做法 现场 结果 体会 下一步 数据 难处 分工 讨论
    """.split()
)
MEASURES = tuple(
    """
    用时 返工 点检 让行 领料 校准 停机 学时
    """.split()
)


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `body` is Markdown that links to articles of the same branch by their file names."""

    slug: str
    title: str
    date: date
    tags: tuple[str, ...]
    summary: str
    body: str

    def linking(self, address: Callable[[str], str]) -> str:
        """The body with every link to another article written as `address(slug)`."""
        return LINK.sub(lambda link: f"]({address(link[1])})", self.body)


@dataclass(frozen=True, slots=True)
class Branch:
    """One site with its articles, the oldest first."""

    id: str
    title: str
    articles: tuple[Article, ...]


def network(sites: int, articles: int, seed: int = SEED) -> tuple[Branch, ...]:
    """`sites` branches of `articles` articles each; equal arguments give equal text."""
    return tuple(_branch(number, articles, seed) for number in range(1, sites + 1))


def _branch(number: int, articles: int, seed: int) -> Branch:
    choice = random.Random(seed * 100_000 + number)
    slugs = tuple(f"article-{position:03}" for position in range(1, articles + 1))
    written = tuple(_article(choice, position, slugs) for position in range(articles))
    return Branch(id=f"b{number:03}", title=f"示例第{number}党支部", articles=written)


def _article(choice: random.Random, position: int, slugs: tuple[str, ...]) -> Article:
    return Article(
        slug=slugs[position],
        title=f"{choice.choice(THEMES)}{choice.choice(FORMS)}（第{position + 1}篇）",
        date=NEWEST - timedelta(days=len(slugs) - 1 - position),
        tags=tuple(choice.sample(TAGS, 3)),
        summary=_sentence(choice),
        body=_body(choice, position, slugs[:position] + slugs[position + 1 :] or slugs),
    )


def _body(choice: random.Random, position: int, others: tuple[str, ...]) -> str:
    opening, middle, ending = (f"## {heading}" for heading in choice.sample(HEADINGS, 3))
    blocks = [_paragraph(choice, 3), opening, _paragraph(choice, 4), _list(choice), middle]
    blocks += [_linked(choice, others), f"> {_sentence(choice)}"]
    blocks += [_table(choice)] if position % 3 == 0 else []
    blocks += [_linked(choice, others), ending]
    return "\n\n".join([*blocks, *_filling(choice, HAN_PER_ARTICLE - _han(blocks))]) + "\n"


def _filling(choice: random.Random, wanted: int) -> Iterator[str]:
    """Paragraphs until `wanted` Chinese characters are reached."""
    while wanted > 0:
        paragraph = _paragraph(choice, 4)
        wanted -= _han([paragraph])
        yield paragraph


def _han(blocks: list[str]) -> int:
    return sum(len(HAN.findall(block)) for block in blocks)


def _sentence(choice: random.Random) -> str:
    time, people, place = choice.choice(TIMES), choice.choice(PEOPLE), choice.choice(PLACES)
    return f"{time}，{people}{place}{choice.choice(DEEDS)}，{choice.choice(RESULTS)}。"


def _paragraph(choice: random.Random, sentences: int) -> str:
    return "".join(_sentence(choice) for _ in range(sentences))


def _linked(choice: random.Random, others: tuple[str, ...]) -> str:
    link = f"[{choice.choice(THEMES)}一文]({choice.choice(others)}.md)"
    return f"{_sentence(choice)}另见{link}，{choice.choice(RESULTS)}。"


def _list(choice: random.Random) -> str:
    return "\n".join(f"- {deed}，{choice.choice(RESULTS)}" for deed in choice.sample(DEEDS, 4))


def _table(choice: random.Random) -> str:
    rows = [
        f"| {name} | {choice.randint(10, 99)} | {choice.randint(1, 9)} |"
        for name in choice.sample(MEASURES, 4)
    ]
    return "\n".join(["| 项目 | 上月 | 本月 |", "| --- | --- | --- |", *rows])
