"""A course: who it is for, its hours, its lessons in order, what to learn before it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from plugins.network.items import Item
from plugins.network.kinds import Fields, Kind, Number, Words, told
from plugins.network.network import Network, is_standing
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings
from plugins.school.lesson import by_course, minutes, outline

HOURS_DIFFER = Code(
    "ZB-840", "error", "nothing",
    "写的是 {written} 学时，各课合计 {total} 分钟，合 {hours} 学时（每学时 {per} 分钟）",
    "请改“学时”，或核对各课的“时长”；还没有发布的课不算在内。不写“学时”就按各课合计。",
    "the course says {written} hours, its lessons add up to {total} minutes, which is {hours} hours of {per} minutes",
    'Correct "hours" or the minutes of the lessons, or leave "hours" out: it is then the sum.',
    "学时: 3",
)  # fmt: skip
NO_LESSON = Code(
    "ZB-841", "error", "nothing",
    "课程里一节课也没有", "请把课写成这个文件旁边的文件；还没有准备好，请写“草稿: 是”。",
    "the course has no lesson", "Write its lessons as files beside this one, or make it a draft.",
)  # fmt: skip
CIRCLE = Code(
    "ZB-842", "error", "nothing",
    "先修课程绕成了圈：{chain}", "请删去其中一个“先修”，不然谁也没法开始学。",
    "the courses require each other in a circle: {chain}", 'Remove one of the "requires", or nobody can begin.',
)  # fmt: skip
NOT_A_COURSE = Code(
    "ZB-843", "error", "nothing",
    "“{key}”指的“{title}”不是课程", "请改成课程文件的链接，例如 ../basics/index.md。",
    '"{title}" under "{key}" is no course', "Link the file of a course, for example ../basics/index.md.",
    "先修: ../basics/index.md",
)  # fmt: skip

FOLLOWING = ("course", "quiz")
"""What follows when a course is done, if it refers to that course."""


class CourseFields(Fields):
    """What a course says beyond the common fields."""

    learners: Words = told("对象", "给谁学，用顿号隔开", "新党员、发展对象", default=(), also=("学习对象", "适合对象"))
    hours: Number = told("学时", "合计多少学时；不写就按各课时长折算", "3", default=None, also=("课时",))
    requires: Words = told(
        "先修", "要先学哪些课程：课程文件的链接", "../basics/index.md", default=(), also=("先修课程",), reference=True
    )


def in_hours(total: int, settings: Settings) -> float:
    """Minutes as class hours with one decimal."""
    return round(total / settings.figure("class-hour-minutes"), 1)


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """Its lessons in order, its length, what to learn first and what builds on it."""
    lessons = by_course(network.standing(item.site, "lesson")).get(item.path, ())
    total = sum(map(minutes, lessons))
    referring = [network.items[path] for path in network.backlinks.get(item.path, ()) if path in network.items]
    return {
        "outline": outline(lessons),
        "total": total,
        "hours": in_hours(total, network.settings),
        "per": hour_text(network.settings),
        "first": [network.items[path] for path in item.fields["requires"] if path in network.items],
        "then": [one for one in referring if one.kind in FOLLOWING and is_standing(one)],
        "used_by": [one for one in network.referring(item) if one.kind not in FOLLOWING],
        "school": f"{network.sites[item.site].base}school/",
    }


def hour_text(settings: Settings) -> str:
    """How long a class hour is, and whether a rule says so."""
    figure = settings.figures["class-hour-minutes"]
    _ = settings.gettext
    return _("每学时 %(minutes)g 分钟", minutes=figure.value) + ("" if figure.confirmed else _("（参考）"))


@finds(HOURS_DIFFER, NO_LESSON)
def hours_add_up(network: Network) -> Iterable[Problem]:
    """A course has lessons, and takes as long as they do."""
    taught = by_course(lesson for lesson in network.of_kind("lesson") if not lesson.withdrawn)
    per = network.settings.figure("class-hour-minutes")
    for course in _courses(network):
        lessons, written = taught.get(course.path, ()), course.fields["hours"]
        total = sum(map(minutes, lessons))
        if not lessons:
            yield NO_LESSON.at(course.path, 1)
        elif written is not None and written != in_hours(total, network.settings):
            hours = f"{in_hours(total, network.settings):g}"
            yield HOURS_DIFFER.at(
                course.path, course.line("hours"), written=f"{written:g}", total=total, hours=hours, per=f"{per:g}"
            )


@finds(CIRCLE, NOT_A_COURSE)
def can_be_begun(network: Network) -> Iterable[Problem]:
    """What a course requires is a course, and no chain of requirements comes back to where it began."""
    courses = {course.path: course for course in _courses(network)}
    for course in courses.values():
        for place, path in enumerate(course.fields["requires"]):
            if path and path not in courses:
                title = network.items[path].title if path in network.items else path
                yield NOT_A_COURSE.at(course.path, course.line("requires", place), key="先修", title=title)
    for circle in _circles({path: course.fields["requires"] for path, course in courses.items()}):
        chain = " → ".join(courses[path].title for path in (*circle, circle[0]))
        for path in circle:
            yield CIRCLE.at(path, courses[path].line("requires"), chain=chain)


def _circles(requires: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Every circle of requirements once, from the course on it that was met first."""
    done: set[str] = set()
    for start in requires:
        way, turns = [start], [iter(requires[start])]
        while turns and start not in done:
            following = next(turns[-1], None)
            if following is None:
                turns.pop()
                done.add(way.pop())
            elif following in way:
                yield way[way.index(following) :]
            elif following in requires and following not in done:
                way.append(following)
                turns.append(iter(requires[following]))


def _courses(network: Network) -> list[Item]:
    return [course for course in network.of_kind("course") if not course.withdrawn]


COURSE = Kind(
    "course", "课程", "school", "网上党校", dated=False, schema=CourseFields, values=values, area="学习", own_list=True,
    inner="lesson", stream=False, body="这门课讲什么，学完能做什么。每一节课写成旁边的一个文件。\n",
)  # fmt: skip
