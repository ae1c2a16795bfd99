"""SVG drawings: what draws stays and looks the same, everything else is gone, and what would cost browsers too much is refused."""

import re

import pytest
from lxml import etree

from plugins.network.drawings import ATTRIBUTES, DEEPEST, ELEMENTS, MOST_BYTES, cleaned, is_harmless, lost, words
from plugins.network.pictures import BrokenPictureError

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30"'

PATH, USE = "<path/>", '<use href="#a"/>'


def made(inner: str, given: str = "") -> str:
    """What is published of a drawing that holds this."""
    return cleaned(f"{OPEN}{given}>{inner}</svg>".encode()).content.decode()


def inside(inner: str) -> str:
    """Likewise, without the outermost element."""
    found = re.fullmatch(r"<svg [^>]*?(?:/>|>(.*)</svg>)\n", made(inner), re.DOTALL)
    assert found
    return found[1] or ""


@pytest.mark.parametrize(
    "kept",
    [
        '<path d="M0 0h4v-3.5e-1z" fill="#a8271c" stroke="rgb(1, 2, 3)" stroke-width="2px"/>',
        '<g transform="translate(1 2) rotate(45)"><circle cx="50%" cy="1" r="2"/></g>',
        '<defs><linearGradient id="g1"><stop offset="0" stop-color="red"/></linearGradient></defs><rect fill="url(#g1)"/>',
        '<symbol id="door" viewBox="0 0 1 1"><path d="M0 0"/></symbol><use x="3" href="#door"/>',
        '<clipPath id="c"><rect width="3" height="3"/></clipPath><g clip-path="url(\'#c\')"><path d="M0"/></g>',
        '<filter id="f"><feGaussianBlur in="SourceGraphic" stdDeviation="2"/></filter>',
        '<title>焊接</title><desc>1 &lt; 2 &amp; "3"</desc>',
        '<text x="1" font-family="\'Noto Sans SC\', 微软雅黑" xml:space="preserve"> 焊 <tspan dy="1">接</tspan></text>',
        '<svg x="3" viewBox="0 0 1 1"/>',
    ],
)
def test_what_draws_stays_as_it_is(kept: str) -> None:
    assert inside(kept).replace("&quot;", '"') == kept.replace("&quot;", '"')


def missed(inner: str) -> dict[str, int]:
    """What a reader misses of a drawing that holds this."""
    return dict(lost(f"{OPEN}>{inner}</svg>".encode()))


def test_its_author_is_told_what_a_reader_will_miss_and_in_which_line() -> None:
    drawn = (
        '<defs/><style>.a{fill:red}</style><a href="https://example.com/"><path/></a><metadata><x/></metadata><use href="#a"/>'
    )
    assert missed(drawn) == {}
    assert missed('<path/>\n<image href="x.png"/>\n<g><script>1</script>\n<image href="y.png"/></g>') == {"image": 2, "script": 3}
    assert missed("<foreignObject><script/></foreignObject>") == {"foreignObject": 1}
    assert missed('<use href="https://example.com/x.svg#a"/>') == {"use": 1}
    assert lost(b"no drawing") == {}


@pytest.mark.parametrize(
    "gone",
    [
        "<script>alert(1)</script>",
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="alert(1)"/></foreignObject>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        '<x:path xmlns:x="http://www.w3.org/1999/xhtml" d="M0"/>',
        '<image href="https://example.com/x.png"/>',
        '<image href="data:image/svg+xml,%3Csvg/%3E"/>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        "<style>@import url(https://example.com/x.css)</style>",
        "<metadata><author>李某</author></metadata>",
        "<unknown><path d='M0'/></unknown>",
        "<!-- 13800000000 -->",
        "<?xml-stylesheet href='https://example.com/x.css'?>",
        "words between",
    ],
)
def test_what_does_not_draw_goes_with_all_that_it_holds(gone: str) -> None:
    assert inside(f'{gone}<path d="M1 1"/>') == '<path d="M1 1"/>'


@pytest.mark.parametrize(
    "attribute",
    [
        'onclick="alert(1)"',
        'href="#a"',
        'class="a"',
        'tabindex="0"',
        'xml:base="https://example.com/"',
        'fill="url(https://example.com/x.svg#a)"',
        'fill="url(x.svg#a)"',
        'fill="u\\72l(x)"',
        'fill="url(#a) url(//example.com)"',
        'fill="url (x)"',
        'filter="src(x)"',
        'mask="image-set(x)"',
        'style="fill:url(//example.com/x)"',
        'style="background:url(x)"',
        "style=\"fill:red;}@import 'x';{\"",
    ],
)
def test_an_attribute_that_does_more_than_draw_goes(attribute: str) -> None:
    assert inside(f'<path d="M0" {attribute}/>') in ('<path d="M0"/>', '<path d="M0" fill="red"/>')


@pytest.mark.parametrize("name", ["href", "xlink:href"])
def test_a_reference_leads_to_the_same_drawing_or_nowhere(name: str) -> None:
    assert inside(f'<path id="a" d="M0"/><use {name}="#a"/>') == '<path id="a" d="M0"/><use href="#a"/>'
    for elsewhere in ("x.svg#a", "https://example.com/#a", "data:image/svg+xml,x#a", "javascript:alert(1)", "##", "# a"):
        assert inside(f'<use {name}="{elsewhere}"/>') == "<use/>"


def test_a_link_leaves_what_it_holds() -> None:
    assert inside('<a href="javascript:alert(1)"><path d="M0"/></a>') == '<path d="M0"/>'
    assert inside("<text>见<a href='x'>这里</a>。</text>") == "<text>见这里。</text>"
    assert inside("<unknown><a><path d='M0'/></a></unknown>") == ""


def test_styles_become_attributes_the_nearer_the_stronger() -> None:
    sheet = (
        ".st0{fill:red; stroke : blue !important} path{fill:green;opacity:.5} #roof{fill:#fff} g .deep, path.st0{stroke-width:3}"
    )
    drawn = inside(f'<style>/* {{ */{sheet}@media print{{.st0{{fill:black}}}}</style><path class="st0" fill="grey"/>')
    assert drawn == '<path fill="red" opacity=".5" stroke="blue" stroke-width="3"/>'
    assert (
        inside(f'<style>{sheet}</style><rect class="st0" id="roof" style="stroke:none"/>')
        == '<rect id="roof" fill="#fff" stroke="none"/>'
    )


@pytest.mark.parametrize(
    ("given", "size", "box"),
    [
        ("", (40, 30), "0 0 40 30"),
        (' width="20"', (20, 15), "0 0 40 30"),
        (' height="1in"', (128, 96), "0 0 40 30"),
        (' width="100%" height="100%"', (40, 30), "0 0 40 30"),
        (' width="10mm" height="20px"', (38, 20), "0 0 40 30"),
        (' width="80000"', (4000, 3000), "0 0 40 30"),
        (f' width="{"9" * 400}"', (4000, 4000), "0 0 40 30"),
    ],
)
def test_a_drawing_is_measured(given: str, size: tuple[int, int], box: str) -> None:
    found = cleaned(f"{OPEN}{given}/>".encode())
    assert (found.width, found.height) == size
    assert etree.fromstring(found.content).attrib == {"viewBox": box, "width": str(size[0]), "height": str(size[1])}


@pytest.mark.parametrize(
    ("given", "size"),
    [('width="7" height="5"', (7, 5)), ("", (300, 150)), ('viewBox="0 0 0 9"', (300, 150)), ('viewBox="0 0 nan 9"', (300, 150))],
)
def test_a_drawing_without_a_box_gets_one(given: str, size: tuple[int, int]) -> None:
    found = cleaned(f'<svg xmlns="http://www.w3.org/2000/svg" {given}/>'.encode())
    assert (found.width, found.height) == size


def nested(levels: int) -> str:
    return "<g>" * levels + "</g>" * levels


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no drawing",
        b"<svg/>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><svg xmlns='http://www.w3.org/2000/svg'/></html>",
        f"{OPEN}><path".encode(),
        f"{OPEN}>&unknown;</svg>".encode(),
        f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{OPEN}/>".encode(),
        f"<!DOCTYPE svg [<!ENTITY % a SYSTEM 'file:///etc/passwd'>%a;]>{OPEN}/>".encode(),
        f"<?xml version='1.0' encoding='utf-7'?>{OPEN}/>".encode(),
        f"<?xml version='1.0' encoding='gb2312'?>{OPEN}><text>焊</text></svg>".encode("gb2312"),
        f"{OPEN}>{nested(DEEPEST)}</svg>".encode(),
        f"{OPEN}>{' ' * MOST_BYTES}</svg>".encode(),
        f"{OPEN}><g id='a'>{PATH * 1000}</g>{USE * 1000}</svg>".encode(),
    ],
)  # fmt: skip
def test_what_is_no_drawing_or_too_much_is_refused(raw: bytes) -> None:
    with pytest.raises(BrokenPictureError):
        cleaned(raw)


def test_as_deep_as_is_allowed_is_published() -> None:
    assert inside(nested(DEEPEST - 1)).count("<g") == DEEPEST - 1


def test_what_is_shown_again_does_not_show_something_again() -> None:
    ladder = "".join(f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 30))
    assert inside(f'<path id="a0"/>{ladder}').count("<use") == 2  # only those that show the path itself
    assert inside('<g id="a"><use href="#a"/></g>') == '<g id="a"/>'


def test_a_document_type_without_entities_is_left_out() -> None:
    typed = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    assert cleaned(f"{typed}{OPEN}/>".encode()).content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox=')


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_become_utf_8(encoding: str) -> None:
    word = "é" if encoding == "iso-8859-1" else "焊"
    raw = f"<?xml version='1.0' encoding='{encoding}'?>{OPEN}><text>{word}</text></svg>".encode(encoding)
    assert f"<text>{word}</text>" in cleaned(raw).content.decode()


def test_its_words_are_known_without_what_is_not_published() -> None:
    drawn = f"{OPEN}><text>王<tspan>师傅</tspan></text><metadata>李某</metadata><style>.a{{}}</style><title>门</title></svg>"
    assert words(drawn.encode()).split() == ["王", "师傅", "门"]
    assert words(b"<svg") == ""


def test_nothing_harmful_is_on_the_lists() -> None:
    assert not {"script", "style", "a", "image", "foreignObject", "animate", "set", "feImage", "iframe", "handler"} & ELEMENTS
    assert not [name for name in ATTRIBUTES if name.startswith("on") or name in ("href", "style", "class", "src", "xml:base")]
    assert not any(map(is_harmless, ("javascript:x", "//x", "url(x)", "\\75rl(#x)", "attr(x)", "@import", "<", "&")))


def test_what_is_published_is_xml_again() -> None:
    drawn = made('<text x="&quot;&lt;&amp;\'">&lt;/text&gt;]]&gt;<![CDATA[<script>alert(1)</script>]]></text>')
    root = etree.fromstring(drawn.encode())
    assert [element.tag.rpartition("}")[2] for element in root.iter()] == ["svg", "text"]
    assert root[0].text == "</text>]]><script>alert(1)</script>"
