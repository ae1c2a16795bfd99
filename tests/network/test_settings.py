"""network.yaml and site.yaml: every key is known, every value checked, every fault has its line."""

import pytest

from plugins.network.problems import Problem
from plugins.network.settings import read_network, read_site
from plugins.network.sites import Contact, Settings, Site

NETWORK = "name: 示例\nbase_url: https://x.example.cn/\n"
SITE = "title: 甲支部\nkind: branch\nparent: root\n"


def network(more: str) -> Settings:
    """The settings of a network.yaml with some lines more."""
    settings, _, problems = read_network((NETWORK + more).encode(), "network.yaml")
    assert problems == ()
    assert settings is not None
    return settings


def site(more: str, defaults: dict[str, str] | None = None) -> Site:
    """The site of a site.yaml with some lines more."""
    found, problems = read_site((SITE + more).encode(), "a/site.yaml", "a", defaults or {})
    assert problems == ()
    assert found is not None
    return found


def refused(text: str) -> Problem:
    """The one Problem of a site.yaml."""
    found, problems = read_site(text.encode(), "a/site.yaml", "a", {})
    assert found is None
    (problem,) = problems
    assert problem.stops == "site"
    return problem


def test_what_is_not_written_has_its_default() -> None:
    settings = network("")
    assert (settings.time_zone, settings.language, settings.per_branch) == ("Asia/Shanghai", "zh-CN", 3)
    assert settings.limits.article_bytes == 1_000_000
    found = site("")
    assert (found.audience, found.look, found.accent, found.base, found.depth) == ("public", "", "", "/a/", 0)


def test_everything_can_be_written() -> None:
    settings = network(
        "time_zone: Asia/Urumqi\nper_branch: 5\nfooter:\n  organizer: 党委\n  icp: 示ICP备00000000号-1\n"
        "limits:\n  tags: 5\ncapabilities: [-feeds]\ndefaults:\n  accent: '#1F5B8F'\n"
    )
    assert (settings.footer.organizer, settings.limits.tags, settings.capabilities) == ("党委", 5, ("-feeds",))
    found = site(
        "audience: 系统内\naccent: '#2C6E49'\ncolumns: 现场、技能，读书\nblocks: [a, b]\nurl: https://a.example.cn\n"
        "contacts:\n  - post: 组织委员\n    place: 二楼\n"
    )
    assert found.audience == "org"
    assert found.accent == "#2c6e49"
    assert found.columns == ("现场", "技能", "读书")
    assert found.contacts == (Contact("组织委员", "二楼"),)


def test_a_base_url_ends_with_a_slash() -> None:
    settings, _, _ = read_network(b"name: x\nbase_url: https://x.example.cn/net", "network.yaml")
    assert settings is not None
    assert settings.base_url == "https://x.example.cn/net/"


def test_the_theme_is_told_beside_the_settings() -> None:
    assert read_network(f"{NETWORK}theme: own\n".encode(), "network.yaml")[1] == "own"


def test_defaults_hold_for_sites_that_say_nothing_else() -> None:
    assert site("", {"accent": "#111111"}).accent == "#111111"
    assert site("accent: '#222222'\n", {"accent": "#111111"}).accent == "#222222"


def test_typesetting_is_chosen_in_chinese_or_english_by_a_site_or_for_all() -> None:
    assert site("").typeset == ()
    assert site("typeset: 首行缩进、标题编号\n").typeset == ("indent", "number")
    assert site("typeset: [number]\n", {"typeset": "首行缩进"}).typeset == ("number",)
    assert site("typeset: []\n", {"typeset": "首行缩进"}).typeset == ()
    assert site("", {"typeset": "首行缩进"}).typeset == ("indent",)
    assert "标题编号" in refused(f"{SITE}typeset: 斜体\n").remedy["zh"]


def test_a_withdrawn_site_is_no_site_and_no_problem() -> None:
    found, problems = read_site(f"{SITE}withdrawn: 并入乙支部\n".encode(), "a/site.yaml", "a", {})
    assert (found, problems) == (None, ())


@pytest.mark.parametrize(
    ("more", "line", "code", "named"),
    [
        ("colour: red\n", 4, "ZB-003", "colour"),
        ("accents: '#111111'\n", 4, "ZB-003", "accent"),
        ("accent: red\n", 4, "ZB-004", "red"),
        ("motif: dragons\n", 4, "ZB-004", "dragons"),
        ("url: ftp://x.example.cn/\n", 4, "ZB-004", "ftp://x.example.cn/"),
        ("audience: everybody\n", 4, "ZB-004", "everybody"),
        ("contacts:\n  - place: 二楼\n", 4, "ZB-004", "contacts.0.post"),
        ("slogan: 一\nslogan: 二\n", 5, "ZB-002", "slogan"),
        ('slogan: "没有合上\n', 4, "ZB-002", "引号"),
    ],
)
def test_a_fault_is_named_with_its_line(more: str, line: int, code: str, named: str) -> None:
    problem = refused(SITE + more)
    assert (problem.path, problem.line, problem.code) == ("a/site.yaml", line, code)
    assert named in problem.message["zh"] + problem.remedy["zh"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind: branch\n", "ZB-004"),
        ("title: 甲\nkind: club\n", "ZB-004"),
        ("", "ZB-113"),
        ("一段话，没有键。\n", "ZB-002"),
        ("title: \x1b甲\n", "ZB-103"),
    ],
)
def test_a_file_that_is_no_site_file(text: str, code: str) -> None:
    found, problems = read_site(text.encode(), "a/site.yaml", "a", {})
    assert found is None
    assert code in {problem.code for problem in problems}


@pytest.mark.parametrize(
    "text", ["name: 示例\n", "base_url: x\nname: y\n", f"{NETWORK}per_branch: 100\n", f"{NETWORK}limits:\n  tags: 0\n"]
)
def test_a_fault_of_the_network_stops_everything(text: str) -> None:
    settings, _, problems = read_network(text.encode(), "network.yaml")
    assert settings is None
    assert {problem.stops for problem in problems} == {"network"}


def test_a_comment_and_a_document_mark_on_top_are_harmless() -> None:
    found, problems = read_site(f"# 说明\n\n---\n{SITE}".encode(), "a/site.yaml", "a", {})
    assert problems == ()
    assert found is not None


def test_a_fault_names_its_line_below_a_comment_and_a_document_mark() -> None:
    _, problems = read_site(f"# 说明\n\n---\n{SITE}accent: 红\n".encode(), "a/site.yaml", "a", {})
    assert [problem.line for problem in problems] == [4 + SITE.count("\n")]
