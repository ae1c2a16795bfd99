"""An SVG drawing as it is published: written anew from what draws and nothing else, so nothing in it runs, moves or is fetched.

A sanitiser of HTML such as nh3 would not do: it writes HTML, and judges neither references inside values nor styles.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import chain
from math import isfinite
from typing import Union
from xml.parsers import expat

from msgspec import Struct

from plugins.network.patterns import pattern
from plugins.network.pictures import BrokenPictureError, Prepared

MOST_BYTES, MOST_SHAPES, DEEPEST, LARGEST, FAR = 2_000_000, 100_000, 100, 4_000, 1e6
"""Of a file; of shapes, each as often as it is shown; of elements inside each other; pixels of the longer side; what counts as endless."""
DEFAULT = (300.0, 150.0)
"""The size of a drawing that says none (CSS 2, section 10.3.2)."""
_SVG, _XLINK, _XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXTS = _names("text tspan textPath title desc")
_FILTERS = (
    "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight "
    "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight "
    "feSpecularLighting feSpotLight feTile feTurbulence"
)
ELEMENTS = _TEXTS | _names(
    "svg g defs symbol use switch path rect circle ellipse line polyline polygon linearGradient radialGradient stop pattern "
    f"clipPath mask marker filter {_FILTERS}"
)
"""What draws; anything else goes with all that it holds, but a link leaves what it holds."""
_UNSEEN = _names("a style metadata view cursor font font-face glyph missing-glyph hkern vkern color-profile")
"""What nobody misses: a link leaves what it holds, styles become attributes."""
_REFERRING = _names("use linearGradient radialGradient pattern textPath")
_STYLES = _names(
    "alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters direction display "
    "dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font-family font-size font-stretch font-style "
    "font-variant font-weight image-rendering letter-spacing lighting-color marker-end marker-mid marker-start mask opacity overflow "
    "paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering unicode-bidi vector-effect visibility "
    "word-spacing writing-mode"
)
"""Properties of CSS that are attributes as well (SVG 2, section 6.6)."""
ATTRIBUTES = _STYLES | _names(
    "id x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height d points pathLength transform viewBox preserveAspectRatio systemLanguage "
    "gradientTransform gradientUnits spreadMethod offset patternTransform patternUnits patternContentUnits clipPathUnits maskUnits "
    "maskContentUnits filterUnits primitiveUnits markerWidth markerHeight markerUnits refX refY orient dx dy rotate textLength "
    "lengthAdjust startOffset method spacing side in in2 result type mode values stdDeviation operator k1 k2 k3 k4 radius order "
    "kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha surfaceScale specularConstant specularExponent diffuseConstant "
    "kernelUnitLength azimuth elevation pointsAtX pointsAtY pointsAtZ limitingConeAngle z baseFrequency numOctaves seed stitchTiles "
    "tableValues slope intercept amplitude exponent scale xChannelSelector yChannelSelector"
)
_FUNCTIONS = _names("rgb rgba hsl hsla matrix translate translatex translatey scale rotate skewx skewy")

_VALUE = pattern(r"[\w\s.,%#()+'\"-]*")
"""No colon, slash or backslash: nothing that could name a place elsewhere, or hide one."""
_FRAGMENT = pattern(r"#[\w.-]+")
_OWN = pattern(r"url\(\s*(['\"]?)#[\w.-]+\1\s*\)")
_CALL = pattern(r"([\w-]*)\s*\(")
_COMMENT, _AT_RULE = pattern(r"(?s)/\*.*?\*/"), pattern(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE, _SELECTOR = pattern(r"([^{}]+)\{([^{}]*)\}"), pattern(r"[\w-]*(?:[.#][\w-]+)?")
_LENGTH = pattern(r"\s*(\d*\.?\d+)(px|pt|pc|mm|cm|in|)\s*")
_PIXELS: Mapping[str, float] = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}

Styles = dict[str, str]
Sheet = Mapping[str, Styles]
"""The declarations of each simple selector: `path`, `.line`, `path.line`, `#roof`."""


class Shape(Struct):
    """An element, and what it holds."""

    name: str
    given: dict[str, str]
    inner: list[Union["Shape", str]] = []


def cleaned(raw: bytes) -> Prepared:
    """What is published of a drawing; the same bytes give the same file.

    Raises:
        BrokenPictureError: it is no SVG, declares entities, or is larger, deeper or fuller than a browser should have to draw.
    """
    root, styles = _read(raw)
    sheet = _sheet(styles)
    _dress(root, sheet)
    _bound(root)
    width, height = (min(side, FAR) for side in _size(root.given))
    box = root.given.get("viewBox", f"0 0 {width:g} {height:g}")
    shrunk = min(1.0, LARGEST / max(width, height))
    wide, high = (max(1, round(side * shrunk)) for side in (width, height))
    root.given |= {"viewBox": box, "width": str(wide), "height": str(high)}
    written = "".join(_written(root)).replace("<svg", f'<svg xmlns="{_SVG}"', 1)
    return Prepared(f"{written}\n".encode(), wide, high)


def lost(raw: bytes) -> Mapping[str, int]:
    """The elements that a reader will miss in what is published of a drawing, each with the line of the first; none if nothing is."""
    try:
        return _parsed(raw).lost
    except BrokenPictureError:
        return {}


def words(raw: bytes) -> str:
    """What a drawing says in words; nothing if it cannot be published."""
    try:
        root, _ = _read(raw)
    except BrokenPictureError:
        return ""
    return "\n".join("".join(part for part in shape.inner if isinstance(part, str)) for shape in _all(root))


def _all(shape: Shape) -> Iterator[Shape]:
    yield shape
    yield from chain.from_iterable(_all(part) for part in shape.inner if isinstance(part, Shape))


# reading ----------------------------------------------------------------------------------------


class _Reading:
    """What expat meets, put together: the drawing, and the text of its stylesheets."""

    def __init__(self) -> None:
        self.root: Shape | None = None
        self.styles: list[Shape] = []
        self.lost: dict[str, int] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self._open: list[Shape | None] = []

    def begin(self, name: str, given: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if len(self._open) >= DEEPEST:
            raise BrokenPictureError("too deep")
        if not self._open:
            if (space, local) != (_SVG, "svg"):
                raise BrokenPictureError(name)
            self.root = Shape(local, given)
            self._open.append(self.root)
            return
        self._open.append(self._inside(self._open[-1], local if space == _SVG else "", given))

    def _inside(self, above: Shape | None, local: str, given: dict[str, str]) -> Shape | None:
        """Where the content of an element goes; None if it is left out."""
        if above is None or local == "a":
            return above
        made = Shape(local, given)
        if local == "style":
            self.styles.append(made)
            return made
        drawn = local in ELEMENTS
        if not (drawn or not local or local in _UNSEEN) or (local == "use" and not _kept(local, given)):
            self.lost.setdefault(local, self.parser.CurrentLineNumber)
        if not drawn:
            return None
        above.inner.append(made)
        return made

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, words: str) -> None:
        above = self._open[-1]
        if above is not None and (above.name in _TEXTS or above.name == "style"):
            above.inner.append(words)


def _refuse(*_: object) -> None:
    raise BrokenPictureError("entities")


def _read(raw: bytes) -> tuple[Shape, str]:
    """The elements that draw with all their attributes, and the text of the stylesheets."""
    found = _parsed(raw)
    assert found.root is not None  # a file without an element is no XML
    return found.root, "\n".join(part for sheet in found.styles for part in sheet.inner if isinstance(part, str))


def _parsed(raw: bytes) -> _Reading:
    if len(raw) > MOST_BYTES:
        raise BrokenPictureError("too large")
    found = _Reading()
    parser = found.parser
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = found.begin, found.end, found.text
    try:
        parser.Parse(raw, True)  # noqa: FBT003  # expat's own form
    except (expat.ExpatError, LookupError, ValueError) as fault:  # an encoding that nobody knows, too
        raise BrokenPictureError(str(fault)) from fault
    return found


# styles -----------------------------------------------------------------------------------------


def _sheet(css: str) -> Sheet:
    """The rules whose selectors are simple; where a property comes twice, the last holds."""
    sheet: dict[str, Styles] = {}
    for selectors, declared in _RULE.findall(_AT_RULE.sub("", _COMMENT.sub("", css[:MOST_SHAPES]))):
        for selector in map(str.strip, selectors.split(",")):
            if selector and _SELECTOR.fullmatch(selector):
                sheet.setdefault(selector, {}).update(_declared(declared))
    return sheet


def _declared(css: str) -> Styles:
    """The harmless declarations that are attributes as well."""
    pairs = (part.partition(":")[::2] for part in css.split(";"))
    told = {name.strip().lower(): value.replace("!important", "").strip() for name, value in pairs}
    return {name: value for name, value in told.items() if name in _STYLES and is_harmless(value)}


def _dress(shape: Shape, sheet: Sheet) -> None:
    """Leave each element those attributes that draw, with what styles say of it among them."""
    given = shape.given
    names = [f".{name}" for name in given.get("class", "").split()] + [f"#{given.get('id', '')}"]
    selectors = [shape.name, *chain.from_iterable((name, shape.name + name) for name in names)]
    styles = [sheet.get(selector, {}) for selector in selectors] + [_declared(given.get("style", ""))]
    told = {name: value for name, value in given.items() if name in ATTRIBUTES and is_harmless(value)}
    for declared in styles:
        told |= declared
    shape.given = told | _kept(shape.name, given)
    for part in shape.inner:
        if isinstance(part, Shape):
            _dress(part, sheet)


def _kept(name: str, given: Mapping[str, str]) -> dict[str, str]:
    """Of the attributes with a namespace a reference to a part of the same drawing, and that spaces count."""
    href = given.get("href", given.get(f"{_XLINK} href", ""))
    kept = {"href": href} if name in _REFERRING and _FRAGMENT.fullmatch(href) else {}
    return kept | ({"xml:space": "preserve"} if given.get(f"{_XML} space") == "preserve" else {})


def is_harmless(value: str) -> bool:
    """Whether a value names nothing but numbers, words, colours and parts of the same drawing."""
    bare = _OWN.sub("", value)
    return bool(_VALUE.fullmatch(bare)) and all(name.lower() in _FUNCTIONS for name in _CALL.findall(bare) if name)


# bounds and size --------------------------------------------------------------------------------


def _bound(root: Shape) -> None:
    """Take out what shows something that shows something else again, and refuse what would show too much in all."""
    sizes: dict[str, int] = {}
    again: set[str] = set()
    _measure(root, sizes, again)
    shown = _shown(root, sizes, again)
    if shown > MOST_SHAPES:
        raise BrokenPictureError(f"{shown} shapes")


def _measure(shape: Shape, sizes: dict[str, int], again: set[str]) -> tuple[int, bool]:
    """How many shapes an element is, and whether one of them is a `use`; noted for each that has an id."""
    parts = [_measure(part, sizes, again) for part in shape.inner if isinstance(part, Shape)]
    size, uses = 1 + sum(size for size, _ in parts), shape.name == "use" or any(uses for _, uses in parts)
    if name := shape.given.get("id"):
        sizes.setdefault(name, size)
        if uses:
            again.add(name)
    return size, uses


def _shown(shape: Shape, sizes: Mapping[str, int], again: set[str]) -> int:
    shape.inner = [part for part in shape.inner if not _repeats(part, again)]
    own = sizes.get(shape.given.get("href", "")[1:], 1) if shape.name == "use" else 1
    return own + sum(_shown(part, sizes, again) for part in shape.inner if isinstance(part, Shape))


def _repeats(part: Shape | str, again: set[str]) -> bool:
    return isinstance(part, Shape) and part.name == "use" and part.given.get("href", "")[1:] in again


def _size(given: Mapping[str, str]) -> tuple[float, float]:
    """How wide and how high a drawing wants to be, in pixels."""
    box = _box(given.get("viewBox", ""))
    width, height = _length(given.get("width", "")), _length(given.get("height", ""))
    wide, high = box or DEFAULT
    if width and height:
        return width, height
    if width:
        return width, width * high / wide
    if height:
        return height * wide / high, height
    return wide, high


def _length(written: str) -> float:
    found = _LENGTH.fullmatch(written)
    return float(found[1]) * _PIXELS[found[2]] if found else 0.0


def _box(written: str) -> tuple[float, float] | None:
    try:
        _, _, wide, high = map(float, written.replace(",", " ").split())
    except ValueError:
        return None
    return (wide, high) if isfinite(wide) and isfinite(high) and wide > 0 and high > 0 else None


# writing ----------------------------------------------------------------------------------------


def _written(shape: Shape) -> Iterable[str]:
    yield f"<{shape.name}" + "".join(f' {name}="{_quoted(value)}"' for name, value in shape.given.items())
    if not shape.inner:
        yield "/>"
        return
    yield ">"
    for part in shape.inner:
        yield from [escape(part, quote=False)] if isinstance(part, str) else _written(part)
    yield f"</{shape.name}>"


def _quoted(value: str) -> str:
    return escape(value, quote=False).replace('"', "&quot;")
