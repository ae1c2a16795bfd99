"""A site chooses how its texts are set; nothing of another site changes."""

from tests.networks import Place, different

LONG = "---\ntitle: 办法\n---\n## 总则\n\n一段。\n\n### 范围\n\n## 办理\n\n## 附则\n\n话。\n"


def test_headings_are_numbered_in_the_text_and_in_its_contents(small: Place) -> None:
    small.write("a/news/2026-10-20-rules.md", LONG)
    small.build()
    before = small.tree()
    small.edit("a/site.yaml", "kind:", "typeset: 首行缩进、标题编号\nkind:")
    small.build()
    page = small.page("/a/news/2026-10-20-rules/")
    numbered = ["一、总则", "（一）范围", "二、办理", "三、附则"]
    assert page.texts(".prose h2, .prose h3") == numbered
    assert page.texts(".contents a") == numbered
    assert page.texts(".indented .prose > p") != []
    assert any("typeset" in href for href in page.hrefs("link[rel=stylesheet]"))
    others = [path for path in different(small.tree(), before) if not path.startswith("a/")]
    assert set(others) <= {"manifest.json", "stamp.json"}, others


def test_what_a_network_chooses_holds_for_its_sites(small: Place) -> None:
    small.edit("network.yaml", "name:", "defaults:\n  typeset: 标题编号\nname:")
    small.edit("a/site.yaml", "kind:", "typeset: []\nkind:")
    small.write("a/news/2026-10-20-rules.md", LONG)
    small.write("b/news/2026-10-20-rules.md", LONG)
    small.build()
    assert small.page("/b/news/2026-10-20-rules/").texts(".prose h2")[0] == "一、总则"
    assert small.page("/a/news/2026-10-20-rules/").texts(".prose h2")[0] == "总则"
