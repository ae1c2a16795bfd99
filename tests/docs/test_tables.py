"""The tables of the documentation agree with the code: fields, settings, capabilities, codes, templates."""

import re
from collections.abc import Mapping

import pytest

from plugins.build import reference
from plugins.build.capabilities import active, capabilities, codes, kinds
from plugins.build.outdated import REASONS
from plugins.build.pages import ItemPages
from plugins.build.theme import ThemeFile
from plugins.network.hrefs import Hrefs
from plugins.network.kinds import Fields
from plugins.network.outputs import Page
from plugins.network.problems import Code
from plugins.network.schema import Schema, Told
from plugins.network.settings import ContactFile, FooterFile, LimitsFile, NetworkFile, SiteFile
from plugins.network.whole import Whole
from plugins.privacy.lists import AllowedFile, PrivacyFile
from plugins.review.lists import RequiredFile, ReviewFile, WordFile, WordingFile
from tests.docs.documents import DOCS, rows, section, told
from tests.networks import Place

WRITING = "editors/写法.md"
SETTING = "administrators/配置.md"
PROBLEMS = "administrators/problems.md"
PUBLISHING = "administrators/发布与回退.md"
TEMPLATES = "developers/templates.md"


# what writers write -----------------------------------------------------------------------------


def field_row(name: str, info: Told) -> str:
    """The row of a field in 写法.md."""
    need = "（必填）" if info.required else ""
    example = f"`{info.example}`" if info.example else ""
    return f"| {info.title}{need} | `{name}` | {info.about} | {example} |"


def field_rows(schema: type[Fields]) -> list[str]:
    """The rows of all fields of a schema."""
    return [field_row(name, info) for name, info in schema.fields.items()]


def test_the_common_fields_are_in_the_table() -> None:
    assert rows(section(WRITING, "每一类都能写的")) == field_rows(Fields)


@pytest.mark.parametrize("name", reference.pages(kinds()))
def test_every_kind_has_its_page_as_declared(name: str) -> None:
    assert told(f"kinds/{name}") == reference.pages(kinds())[name], "run: zhibu kinds --pages docs/kinds"


def test_no_page_tells_of_a_kind_that_does_not_exist() -> None:
    assert {path.name for path in (DOCS / "kinds").iterdir()} == reference.pages(kinds()).keys()


# what administrators write ----------------------------------------------------------------------

SETTINGS: Mapping[str, tuple[str, type[Schema]]] = {
    "network.yaml": ("", NetworkFile),
    "theme.yaml": ("", ThemeFile),
    "footer": ("footer.", FooterFile),
    "limits": ("limits.", LimitsFile),
    "site.yaml": ("", SiteFile),
    "contacts": ("contacts.", ContactFile),
    "privacy.yaml": ("", PrivacyFile),
    "allowed": ("allowed.", AllowedFile),
    "review.yaml": ("", ReviewFile),
    "required": ("required.", RequiredFile),
    "wording.yaml": ("", WordingFile),
    "words": ("words.", WordFile),
}
"""The section of 配置.md and what comes before each key there."""


def setting_row(key: str, info: Told) -> str:
    """How the row of a setting begins in 配置.md; more may be said after it."""
    default = "、".join(info.default) if isinstance(info.default, list) else info.default
    shown = "" if default in ("", (), None) or not isinstance(default, str | int | float) else f"`{default}`"
    return f"| `{key}` | {info.title} | {'必填' if info.required else shown} | {info.about}"


@pytest.mark.parametrize("title", SETTINGS)
def test_every_setting_is_in_the_table_with_its_default(title: str) -> None:
    prefix, model = SETTINGS[title]
    begin = [setting_row(prefix + name, info) for name, info in model.fields.items()]
    shown = rows(section(SETTING, title))
    assert [row[: len(start)] for row, start in zip(shown, begin, strict=True)] == begin


def test_every_capability_and_output_is_in_the_table() -> None:
    named = re.findall(r"^\| `([\w.]+)` ", section(SETTING, "capabilities"), re.MULTILINE)
    known = [(one.name, *(f"{one.name}.{output.__name__}" for output in one.outputs)) for one in capabilities()]
    assert named == [name for names in known for name in names]


def test_every_reason_to_render_is_in_the_table() -> None:
    wanted = [f"| `{name}` | {zh} |" for name, zh in REASONS.items()]
    assert [row for row in wanted if row not in told(PUBLISHING)] == []


# problems ---------------------------------------------------------------------------------------

SEVERITIES = {"error": "错误", "warning": "提醒", "note": "说明"}
STOPS = {
    "nothing": "照常发布",
    "item": "这一篇不更新，保留上一个正确的版本",
    "site": "这个站点不更新，保留上一个正确的版本",
    "network": "什么也不发布，已发布的不变",
}


def plain(template: str) -> str:
    """A message with … where the build says what it found."""
    return re.sub(r"\{\w+\}", "…", template.replace("{suggestion}", ""))


@pytest.mark.parametrize("code", codes(), ids=lambda code: code.id)
def test_every_code_is_explained(code: Code) -> None:
    explained = section(PROBLEMS, code.id)
    wanted = [
        f"**{plain(code.zh)}**",
        f"{SEVERITIES[code.severity]} · {STOPS[code.stops]}",
        "- 原因：",
        "- 办法：" if plain(code.remedy_zh) == "…" else f"- 办法：{plain(code.remedy_zh)}",
        "- 例子：",
        code.example,
    ]
    assert [part for part in wanted if part not in explained] == []


def test_no_code_is_explained_that_does_not_exist() -> None:
    assert re.findall(r"^### (ZB-\d{3})$", told(PROBLEMS), re.MULTILINE) == [code.id for code in codes()]


# templates --------------------------------------------------------------------------------------


def values_given(network: Whole) -> dict[str, set[str]]:
    """For every page template the names of the values that some page gives it."""
    given: dict[str, set[str]] = {}
    for site in network.sites.values():
        sliced = network.seen_by(site.id)
        items = ItemPages(sliced, site, Hrefs(network.settings.base_url, sliced.sites))
        for item in sliced.of(site.id):
            own = kinds().by_id[item.kind].values(sliced, item)
            given.setdefault("item.html", set()).update(
                items.page(item, items.body(item, ""), items.around(item)).values.keys() - own.keys()
            )
        for page in (one for capability in active(sliced, site) for output in capability.outputs for one in output(sliced, site)):
            if isinstance(page, Page):
                given.setdefault(page.template, set()).update(page.values)
    return given


def test_every_value_of_every_page_template_is_in_the_table(demo: Place) -> None:
    table = rows(section(TEMPLATES, "What each page template gets besides"))
    cells = [re.match(r"\| `([\w.]+)`[^|]*\| (?:`([^`]*)`)?", row) for row in table]
    documented = {cell[1]: set((cell[2] or "").split()) for cell in cells if cell}
    given = values_given(demo.check(tier="org").scanned.network)
    assert {name: values for name, values in given.items() if documented.get(name) != values} == {}
