"""Draws plugins/sharing/card.png, the emblem that the pictures of all sites show; run it again if the emblem changes."""

from PIL import Image, ImageChops, ImageDraw

from plugins.sharing.cards import DRAWN, LEVELS

WIDTH, HEIGHT, SIDE = 1200, 630, 454
LINES = (((32, 20), (32, 44)), ((17, 44), (17, 32), (47, 32), (47, 44)))
ENDS = ((32, 17, 6), (17, 45, 5), (32, 45, 5), (47, 45, 5))
"""The emblem as favicon.svg has it, in a square of 64."""


def levels(mask: Image.Image, first: int) -> Image.Image:
    """Places in the palette: the accent where nothing is drawn, else more or less of a colour."""
    return mask.point([0 if not value else first + round(value / 255 * (LEVELS - 1)) for value in range(256)])


def main() -> None:
    """Four times as large first, for smooth edges."""
    scale = 4 * SIDE / 64
    ring, tree = (Image.new("L", (4 * SIDE, 4 * SIDE)) for _ in range(2))
    ImageDraw.Draw(ring).ellipse([scale, scale, 63 * scale, 63 * scale], outline=255, width=round(1.2 * scale))
    pen = ImageDraw.Draw(tree)
    for line in LINES:
        pen.line([(x * scale, y * scale) for x, y in line], fill=255, width=round(3.5 * scale), joint="curve")
    for x, y, radius in ENDS:
        pen.ellipse([(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale], fill=255)
    drawn = Image.new("P", (WIDTH, HEIGHT), 0)
    drawn.putpalette(bytes(range(2 * LEVELS)) * 3)
    both = ImageChops.lighter(levels(ring.reduce(4), 0), levels(tree.reduce(4), LEVELS))
    drawn.paste(both, ((WIDTH - SIDE) // 2, (HEIGHT - SIDE) // 2))
    drawn.save(DRAWN, optimize=True)


if __name__ == "__main__":
    main()
