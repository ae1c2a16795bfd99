"""QR codes as drawings: for a page to hold, and as files."""

from functools import lru_cache
from io import BytesIO

from markupsafe import Markup

_MASK = 3
"""Which one is best takes five times as long to find out."""


@lru_cache(maxsize=1000)
def drawing(url: str) -> Markup:
    """The QR code of a URL as an SVG in the colour of the text around it, without a size of its own."""
    import segno  # only where a page shows one

    svg = segno.make(url, micro=False, error="m", mask=_MASK).svg_inline(
        omitsize=True, border=2, svgclass=None, lineclass=None, dark="#000"
    )
    return Markup(svg.replace('stroke="#000"', 'stroke="currentColor"').replace("<svg ", '<svg aria-hidden="true" '))  # noqa: S704  # made of modules, never of the URL's own characters


def file(url: str) -> bytes:
    """The QR code of a URL as an SVG file, black on white, with the quiet zone that readers need (ISO/IEC 18004, section 9.1)."""
    import segno

    written = BytesIO()
    code = segno.make(url, micro=False, error="m", mask=_MASK)
    code.save(written, kind="svg", border=4, scale=8, light="#fff", svgclass=None, lineclass=None, xmldecl=False, nl=False)
    return written.getvalue()
