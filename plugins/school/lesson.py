"""A lesson of a course: a text, slides, film or sound with its words in writing, or a report of somebody's deeds."""

from collections.abc import Iterable, Mapping
from typing import Any

from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.kinds import Count, Fields, Kind, Line, one_of, told
from plugins.network.media import suffix
from plugins.network.network import Network
from plugins.network.players import FOREIGN_HOST, host_of, is_elsewhere, player_of
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings

MICRO = "微课"
FORMS = (N_("文章"), N_("课件"), N_("音视频"), N_("事迹报告"))
TYPES = {".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg"}
"""What browsers play, by extension."""
SPOKEN = ("文字稿", "文字实录", "讲稿")
"""Headings below which a lesson says in writing what its film or sound says."""

NO_TRANSCRIPT = Code(
    "ZB-844", "error", "item",
    "音视频没有文字稿", "请写“文字稿: 文件名”，或在正文里加一节“## 文字稿”，方便听不到、看不了的同志。",
    "the film or sound has no transcript", 'Name its file under "transcript", or add a section 文字稿 to the text.',
    "媒体: dianjian.mp4\n文字稿: dianjian.txt",
)  # fmt: skip
NO_POSTER = Code(
    "ZB-845", "warning", "nothing",
    "视频没有封面画面", "请写“海报: 图片文件名”，播放以前先看到它。",
    "the film has no poster", 'Name a picture under "poster"; it is shown before the film is played.',
    "海报: dianjian.jpg",
)  # fmt: skip
LONG_MICRO = Code(
    "ZB-846", "warning", "nothing",
    "微课有 {minutes} 分钟，超过 {limit} 分钟", "请分成几节，或去掉栏目“微课”。",
    "a micro-lesson of {minutes} minutes is longer than {limit}", "Split it, or take it out of the column 微课.",
)  # fmt: skip
NO_COURSE = Code(
    "ZB-847", "warning", "nothing",
    "这节课不属于任何课程", "请在同一个文件夹里写一个 index.md 说明课程，或把这个文件移到课程的文件夹里。",
    "the lesson belongs to no course", "Write the course as index.md beside it, or move the file into a course's folder.",
)  # fmt: skip
SAME_NUMBER = Code(
    "ZB-848", "warning", "nothing",
    "课次 {number} 和“{other}”相同，先后只按文件名排", "请改成不同的课次。",
    'number {number} is also that of "{other}"; their order is that of their file names', "Give them different numbers.",
)  # fmt: skip
NOT_PLAYABLE = Code(
    "ZB-849", "error", "item",
    "“媒体”{name} 不能在网页里播放", "请转成 mp4、webm、mp3、m4a 或 ogg；课件请写在“附件”里。",
    "{name} cannot be played in a page", "Convert it to mp4, webm, mp3, m4a or ogg; slides are attachments.",
    "媒体: dianjian.mp4",
)  # fmt: skip
NO_CAPTIONS = Code(
    "ZB-857", "error", "item",
    "“字幕”{name} 不是本站的 WebVTT 文件", "请把字幕存成 .vtt 文件，放在旁边或 media 文件夹。",
    "the captions {name} are no WebVTT file of this site", "Save them as a .vtt file beside the lesson or under media.",
    "字幕: dianjian.vtt",
)  # fmt: skip


class LessonFields(Fields):
    """What a lesson says beyond the common fields."""

    number: Count = told("课次", "第几课；不写就按文件名排在后面", "1", default=None, also=("order", "次序"))
    minutes: Count = told("时长", "多少分钟；不写就按阅读时间", "20", default=None, also=("分钟",))
    form: one_of(*FORMS) = told("形式", "文章、课件、音视频 或 事迹报告；不写就看有没有媒体", "课件", default="")  # type: ignore[valid-type]
    media: Line = told(
        "媒体", "音频或视频文件名，放在旁边或 media 文件夹；或者允许的平台上的网址", "dianjian.mp4", default="", reference=True
    )
    poster: Line = told("海报", "视频播放以前显示的画面", "dianjian.jpg", default="", picture=True)
    captions: Line = told("字幕", "WebVTT 字幕文件名", "dianjian.vtt", default="", reference=True)
    transcript: Line = told(
        "文字稿", "文字稿的文件名或文章链接；也可以在正文里写一节“文字稿”", "dianjian.txt", default="", reference=True
    )


def minutes(lesson: Item) -> int:
    """How long a lesson takes: as it says, or else as long as reading it."""
    written: int | None = lesson.fields["minutes"]
    return lesson.minutes if written is None else written


def form(lesson: Item) -> str:
    """What a lesson is: as it says, or else whether there is something to play."""
    return lesson.fields["form"] or ("音视频" if lesson.fields["media"] else "文章")


def course_path(lesson: Item) -> str:
    """The file of the course in whose folder a lesson lies."""
    return "/".join((*lesson.path.split("/")[:3], "index.md"))


def by_course(lessons: Iterable[Item]) -> dict[str, list[Item]]:
    """The lessons of each course in order: by number, those without one last by file name."""
    found: dict[str, list[Item]] = {}
    for lesson in lessons:
        found.setdefault(course_path(lesson), []).append(lesson)
    return {path: sorted(row, key=_order) for path, row in found.items()}


def outline(lessons: Iterable[Item]) -> list[dict[str, Any]]:
    """Lessons as the component `outline` takes them."""
    return [{"title": one.title, "address": one.address, "form": form(one), "minutes": minutes(one)} for one in lessons]


def _order(lesson: Item) -> tuple[bool, int, str]:
    number = lesson.fields["number"]
    return number is None, number or 0, lesson.path


@finds(NO_TRANSCRIPT, NO_POSTER, LONG_MICRO, NOT_PLAYABLE, FOREIGN_HOST, NO_CAPTIONS)
def can_be_followed(item: Item, settings: Settings) -> Iterable[Problem]:
    """What can be seen or heard can be played and read as well; what is called short is short."""
    media, captions = item.fields["media"], item.fields["captions"]
    elsewhere = is_elsewhere(media)
    if elsewhere and not player_of(media, settings):
        yield FOREIGN_HOST.at(item.path, item.line("media"), key=LESSON.label("media"), host=host_of(media))
    elif media and not elsewhere and not _type(media):
        yield NOT_PLAYABLE.at(item.path, item.line("media"), name=media)
    elif media:
        if not item.fields["transcript"] and not _spoken(item):
            yield NO_TRANSCRIPT.at(item.path, item.line("media"))
        if not elsewhere and _type(media).startswith("video") and not item.fields["poster"]:
            yield NO_POSTER.at(item.path, item.line("media"))
    if captions and (is_elsewhere(captions) or suffix(captions) != ".vtt"):
        yield NO_CAPTIONS.at(item.path, item.line("captions"), name=captions)
    limit = settings.figure("micro-lesson-minutes")
    if item.column == MICRO and minutes(item) > limit:
        yield LONG_MICRO.at(item.path, item.line("minutes"), minutes=minutes(item), limit=f"{limit:g}")


def _type(media: str) -> str:
    """The media type of what is to be played, or empty."""
    return TYPES.get(suffix(media), "")


def _spoken(item: Item) -> str:
    """The anchor of the section that says in writing what is said, or empty."""
    return next((heading.id for heading in item.headings if heading.text.startswith(SPOKEN)), "")


@finds(NO_COURSE, SAME_NUMBER)
def has_its_place(network: Network) -> Iterable[Problem]:
    """A lesson belongs to a course, at a place of its own."""
    courses = {course.path for course in network.of_kind("course")}
    for path, lessons in by_course(lesson for lesson in network.of_kind("lesson") if not lesson.withdrawn).items():
        taken: dict[int, Item] = {}
        for lesson in lessons:
            if path not in courses:
                yield NO_COURSE.at(lesson.path, 1)
            number = lesson.fields["number"]
            if number in taken:
                yield SAME_NUMBER.at(lesson.path, lesson.line("number"), number=number, other=taken[number].title)
            elif number is not None:
                taken[number] = lesson


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """Its course, the lessons before and after it, and what there is to play."""
    path = course_path(item)
    row = by_course(network.standing(item.site, "lesson")).get(path, [])
    place = next((place for place, lesson in enumerate(row) if lesson.path == item.path), -1)  # a withdrawn one has none
    return {
        "course": network.items.get(path),
        "outline": outline(row),
        "place": place + 1,
        "previous": row[place - 1] if place > 0 else None,
        "next": row[place + 1] if 0 <= place < len(row) - 1 else None,
        "form": form(item),
        "length": minutes(item),
        "media": _media(network, item),
        "school": f"{network.sites[item.site].base}school/",
    }


def _media(network: Network, item: Item) -> dict[str, Any] | None:
    """What the component `media` takes, or None if there is nothing to play."""
    fields = item.fields
    if not fields["media"] or not item.body:
        return None
    written = network.items.get(fields["transcript"])
    spoken = f"#{_spoken(item)}" if _spoken(item) else ""
    return {
        "title": item.title,
        "address": fields["media"],
        "type": _type(fields["media"]),
        "player": player_of(fields["media"], network.settings) if is_elsewhere(fields["media"]) else "",
        "poster": fields["poster"] or None,
        "captions": fields["captions"],
        "transcript": written.address if written else fields["transcript"] or spoken,
        "length": network.settings.gettext("%(minutes)s 分钟", minutes=minutes(item)),
    }


LESSON = Kind(
    "lesson", "课", "", "", dated=False, schema=LessonFields, check=can_be_followed, values=values, area="学习", stream=False,
    body="先说这一课学完能做什么。\n\n## 讲什么\n\n\n## 想一想\n\n",
)  # fmt: skip
