"""QR codes as drawings that a page can hold."""

from functools import lru_cache

from markupsafe import Markup


@lru_cache(maxsize=1000)
def drawing(url: str) -> Markup:
    """The QR code of a URL as an SVG in the colour of the text around it, without a size of its own."""
    import segno  # only where a page shows one

    svg = segno.make(url, micro=False, error="m").svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None, dark="#000")
    return Markup(svg.replace('stroke="#000"', 'stroke="currentColor"').replace("<svg ", '<svg aria-hidden="true" '))  # noqa: S704  # made of modules, never of the URL's own characters
