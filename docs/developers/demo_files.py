"""Draw the covers and write the attachments of the demonstration network.

Run `python docs/developers/demo_files.py [CONTENT]`; the same Python and Pillow
write the same bytes every time. Nothing here reads the clock or the network.
"""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

Point = tuple[float, float]
Solid = tuple[float, float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
Colour = tuple[int, int, int]

COVER = (960, 640)
SCALE = 2  # drawn larger, then reduced: smooth edges


# Drawing ---------------------------------------------------------------------


def rgb(code: str) -> Colour:
    """The colour written as six hexadecimal digits."""
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def mix(one: str, other: str, share: float) -> str:
    """A colour between two: 0 gives the first, 1 the second."""
    share = min(1.0, max(0.0, share))
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def spread(index: int, low: float, high: float) -> float:
    """The index-th number of an even, irregular-looking sequence in a range."""
    return low + (high - low) * ((index + 1) * 0.6180339887 % 1)


@dataclass
class Canvas:
    """A picture drawn in its final coordinates, at a larger scale inside."""

    size: tuple[int, int]
    top: str
    bottom: str
    image: Image.Image = field(init=False)
    pen: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        """Fill the picture with a vertical gradient."""
        large = (self.size[0] * SCALE, self.size[1] * SCALE)
        shade = Image.linear_gradient("L").resize(large)
        low, high = (Image.new("RGB", large, rgb(c)) for c in (self.bottom, self.top))
        self._use(Image.composite(low, high, shade))

    def _use(self, image: Image.Image) -> None:
        self.image = image
        self.pen = ImageDraw.Draw(image, "RGBA")

    def shape(self, points: Iterable[Point], colour: str, alpha: int = 255) -> None:
        """Fill a polygon."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.polygon(scaled, fill=(*rgb(colour), alpha))

    def box(self, edges: Box, colour: str, radius: float = 0, alpha: int = 255) -> None:
        """Fill a rectangle, its corners rounded if a radius is given."""
        scaled = [v * SCALE for v in edges]
        fill = (*rgb(colour), alpha)
        self.pen.rounded_rectangle(scaled, radius * SCALE, fill=fill)

    def disc(self, x: float, y: float, r: float, colour: str, alpha: int = 255) -> None:
        """Fill a circle."""
        corners = [v * SCALE for v in (x - r, y - r, x + r, y + r)]
        self.pen.ellipse(corners, fill=(*rgb(colour), alpha))

    def line(self, points: Iterable[Point], colour: str, width: float) -> None:
        """Draw a line with round joints and ends."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, rgb(colour), round(width * SCALE), joint="curve")
        for x, y in (scaled[0], scaled[-1]):
            self.disc(x / SCALE, y / SCALE, width / 2, colour)

    def glow(self, centre: Point, r: float, colour: str, strength: int) -> None:
        """Add a soft light around a point."""
        x, y = centre
        small = (self.size[0] // 4, self.size[1] // 4)
        mask = Image.new("L", small, 0)
        corners = [v / 4 for v in (x - r / 2, y - r / 2, x + r / 2, y + r / 2)]
        ImageDraw.Draw(mask).ellipse(corners, fill=strength)
        soft = mask.filter(ImageFilter.GaussianBlur(r / 10)).resize(self.image.size)
        light = Image.new("RGB", self.image.size, rgb(colour))
        self._use(Image.composite(light, self.image, soft))

    def finished(self) -> Image.Image:
        """The picture at its final size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)


def arc(x: float, y: float, r: float, start: float, end: float) -> list[Point]:
    """Points along a circle between two angles, in degrees clockwise from the east."""
    steps = max(2, round(abs(end - start)))
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in angles]


def ring(centre: Point, inner: float, outer: float, start: float, end: float) -> list[Point]:
    """The outline of a piece of a ring."""
    x, y = centre
    return arc(x, y, outer, start, end) + arc(x, y, inner, end, start)


# Covers ----------------------------------------------------------------------


def hall() -> Image.Image:
    """A plant hall in perspective: bays, skylights, machines, a crane."""
    canvas = Canvas(COVER, "f6e3c8", "c98f6a")
    stations = [0.72 + 0.62 * i for i in range(13)]
    for index in reversed(range(12)):
        near, far = stations[index], stations[index + 1]
        bay(canvas, near, far)
        rib(canvas, near)
        if index == 2:
            crane(canvas, near + 0.1)
        if index in (1, 2, 3, 5, 7):
            cabinet(canvas, -500, near + 0.2, spread(index, 190, 270), "3f5a63")
            cabinet(canvas, 500, near + 0.2, spread(index + 5, 170, 260), "4f6c70")
    canvas.glow((480, 320), 300, "fff7e6", 150)
    return canvas.finished()


def face(canvas: Canvas, corners: Sequence[Solid], colour: str) -> None:
    """Fill a polygon seen in perspective, paler the farther away it is."""
    depth = sum(z for _, _, z in corners) / len(corners)
    seen = [(480 + x / z, 345 + y / z) for x, y, z in corners]
    canvas.shape(seen, mix(colour, "fbeeda", (depth - 1) / 7.5))


def panel(canvas: Canvas, ends: tuple[Point, Point], depths: Point, colour: str) -> None:
    """Fill the surface that a line between two points draws between two depths."""
    (one, other), (near, far) = ends, depths
    corners = ((*one, near), (*other, near), (*other, far), (*one, far))
    face(canvas, corners, colour)


def bay(canvas: Canvas, near: float, far: float) -> None:
    """Draw floor, walls, windows, roof, skylights and aisle lines between two ribs."""
    depths, inset = (near, far), (far - near) * 0.16
    panel(canvas, ((-620, 330), (620, 330)), depths, "b9785a")
    for side, wall, roof in ((-1, "8f3d2c", "6e2a20"), (1, "a34c36", "7d3427")):
        x = 620 * side
        panel(canvas, ((x, 330), (x, -250)), depths, wall)
        panel(canvas, ((x, -20), (x, -200)), (near + inset, far - inset), "f2d9b4")
        panel(canvas, ((x, -250), (0, -400)), depths, roof)
        panel(canvas, ((330 * side, -320), (150 * side, -364)), depths, "fff4de")
        panel(canvas, ((382 * side, 330), (368 * side, 330)), depths, "f0c98d")


def rib(canvas: Canvas, z: float) -> None:
    """Draw two columns and the rafters on them."""
    outer = [(-640, 335), (-640, -258), (0, -412), (640, -258), (640, 335)]
    inner = [(598, 335), (598, -236), (0, -380), (-598, -236), (-598, 335)]
    face(canvas, [(x, y, z) for x, y in outer + inner], "4f1b15")


def plate(canvas: Canvas, edges: Box, z: float, colour: str) -> None:
    """Fill a rectangle facing the viewer."""
    left, top, right, bottom = edges
    corners = ((left, top, z), (right, top, z), (right, bottom, z), (left, bottom, z))
    face(canvas, corners, colour)


def cabinet(canvas: Canvas, x: float, near: float, height: float, colour: str) -> None:
    """Draw a machine beside the aisle."""
    top, edge = 330 - height, x + 62 if x < 0 else x - 62
    side = mix(colour, "000000", 0.22)
    panel(canvas, ((edge, 330), (edge, top)), (near, near + 0.3), side)
    plate(canvas, (x - 62, top, x + 62, 330), near, colour)
    window = (x - 42, top + height * 0.18, x + 42, top + height * 0.5)
    plate(canvas, window, near, "f7e6c6")


def crane(canvas: Canvas, z: float) -> None:
    """Draw the crane across the hall with its hoist."""
    plate(canvas, (-598, -190, 598, -150), z, "d89a2b")
    plate(canvas, (90, -150, 150, -120), z, "5b3416")
    plate(canvas, (117, -120, 123, 10), z, "5b3416")


MODULE = 20.0  # pitch diameter of a gear divided by its teeth


@dataclass(frozen=True)
class Gear:
    """A gear: where its hub is, its teeth, the angle of one tooth (radians)."""

    x: float
    y: float
    teeth: int
    turn: float

    @property
    def pitch(self) -> float:
        """The radius of the circle on which gears meet."""
        return self.teeth * MODULE / 2

    def beside(self, teeth: int, direction: float) -> Gear:
        """A gear meshing with this one, its hub in a direction given in degrees."""
        angle = math.radians(direction)
        gap = (teeth + self.teeth) * MODULE / 2
        phase = (angle - self.turn) * self.teeth / math.tau
        turn = angle + math.pi - (0.5 - phase) * math.tau / teeth
        x, y = self.x + gap * math.cos(angle), self.y + gap * math.sin(angle)
        return Gear(x, y, teeth, turn)

    def outline(self) -> list[Point]:
        """Points around all teeth."""
        step = math.tau / self.teeth
        corners = ((-0.31, -1.2), (-0.16, 0.95), (0.16, 0.95), (0.31, -1.2))
        around = (
            (self.pitch + rise * MODULE, self.turn + (k + share) * step) for k in range(self.teeth) for share, rise in corners
        )
        return [(self.x + r * math.cos(a), self.y + r * math.sin(a)) for r, a in around]


def gears() -> Image.Image:
    """Four gears that really mesh, in blues with one of brass."""
    canvas = Canvas(COVER, "e9f1f7", "b9d0e2")
    for radius in range(120, 900, 78):
        canvas.line(arc(800, 120, radius, 0, 359), "dbe8f1", 2)
    large = Gear(330, 372, 25, 0.1)
    brass = large.beside(12, -38)
    wheel(canvas, large, "1f5b8f")
    wheel(canvas, brass, "d29a3a")
    wheel(canvas, brass.beside(18, 24), "3f7fae")
    wheel(canvas, large.beside(9, 152), "6fa3c7")
    return canvas.finished()


def wheel(canvas: Canvas, gear: Gear, colour: str) -> None:
    """Draw a gear with its shadow, spokes and hub."""
    x, y, outline = gear.x, gear.y, gear.outline()
    canvas.shape([(px + 9, py + 12) for px, py in outline], "16344f", 46)
    canvas.shape(outline, colour)
    canvas.disc(x, y, gear.pitch - 1.9 * MODULE, mix(colour, "ffffff", 0.14))
    inner, outer = 3.0 * MODULE, gear.pitch - 2.8 * MODULE
    for k in range(5 if outer - inner > MODULE else 0):
        start = math.degrees(gear.turn) + 72 * k + 11
        hole = ring((x, y), inner, outer, start, start + 50)
        canvas.shape(hole, mix(colour, "0b2237", 0.45))
    canvas.disc(x, y, 2.1 * MODULE, mix(colour, "000000", 0.22))
    canvas.disc(x, y, 1.1 * MODULE, "e6eff6")


def gauge() -> Image.Image:
    """A large dial with zones, ticks and a needle near the middle of the good zone."""
    canvas = Canvas(COVER, "e8f1ea", "bfd8c8")
    x, y = 480.0, 430.0
    for side in (-1, 1):
        small_dial(canvas, 480 + 405 * side, 170, 92, 250 + 35 * side)
    canvas.disc(x + 8, y + 14, 342, "163a28", 40)
    canvas.disc(x, y, 340, "1f4d35")
    canvas.disc(x, y, 322, "2c6e49")
    canvas.disc(x, y, 300, "f8f5ea")
    zones = (
        (150, 205, "d9a441"),
        (205, 325, "4f9a6e"),
        (325, 360, "d9a441"),
        (360, 390, "b5472f"),
    )
    for start, end, colour in zones:
        canvas.shape(ring((x, y), 240, 272, start, end), colour)
    for k in range(61):
        angle, long = 150 + 4 * k, k % 10 == 0
        ends = (
            arc(x, y, 226, angle, angle)[0],
            arc(x, y, 196 if long else 212, angle, angle)[0],
        )
        canvas.line(ends, "24402f", 6 if long else 2.4)
    needle(canvas, (x, y), 236, 284, "b5472f")
    canvas.box((x - 78, y + 104, x + 78, y + 156), "24402f", 8)
    for k in range(4):
        canvas.box((x - 71 + 36 * k, y + 111, x - 38 + 36 * k, y + 149), "f8f5ea", 4)
        canvas.disc(x - 54.5 + 36 * k, y + 130, 6, "4f9a6e" if k < 3 else "b5472f")
    return canvas.finished()


def needle(canvas: Canvas, hub: Point, length: float, angle: float, colour: str) -> None:
    """Draw a needle and its hub."""
    x, y = hub
    tip, tail = (
        arc(x, y, length, angle, angle)[0],
        arc(x, y, length * 0.2, angle + 180, angle + 180)[0],
    )
    sides = [arc(x, y, length * 0.055, angle + a, angle + a)[0] for a in (90, -90)]
    canvas.shape([(px + 5, py + 8) for px, py in (tip, sides[0], tail, sides[1])], "000000", 34)
    canvas.shape([tip, sides[0], tail, sides[1]], colour)
    canvas.disc(x, y, length * 0.11, "24402f")
    canvas.disc(x, y, length * 0.045, "f8f5ea")


def small_dial(canvas: Canvas, x: float, y: float, r: float, angle: float) -> None:
    """Draw one of the quiet dials behind."""
    canvas.disc(x, y, r, "a9c8b6")
    canvas.disc(x, y, r - 9, "f0f3e8")
    canvas.shape(ring((x, y), r - 30, r - 20, 150, 390), "a9c8b6")
    needle(canvas, (x, y), r - 28, angle, "6d9a80")


def shelves() -> Image.Image:
    """Warehouse shelves with boxes in slanting light."""
    canvas = Canvas(COVER, "f8ead0", "e3c48d")
    canvas.box((0, 560, 960, 640), "b98c4a")
    canvas.box((0, 560, 960, 566), "a2783a")
    for level, floor in enumerate((176, 362, 548)):
        shelf_row(canvas, floor, level)
    for x in (20, 320, 620, 920):
        canvas.box((x - 9, 0, x + 9, 566), "6b4300")
        canvas.box((x - 9, 0, x - 4, 566), "8a5a00")
        canvas.box((x - 18, 560, x + 18, 570), "4a2f00")
    canvas.shape([(0, 0), (330, 0), (820, 640), (120, 640)], "fff6df", 40)
    return canvas.finished()


def shelf_row(canvas: Canvas, floor: float, level: int) -> None:
    """Draw one level of the shelves: boxes in three bays, then the beam."""
    colours = ("c98f45", "dcae6c", "b87333", "e7c693", "9c6a2e", "5f7f86")
    for bay in range(3):
        x, end, k = 40.0 + 300 * bay, 300.0 + 300 * bay, level * 7 + bay * 3
        while x + 52 < end:
            width = min(spread(k, 58, 112), end - x)
            carton(
                canvas,
                (x, floor),
                width,
                spread(k * 2 + 1, 62, 132),
                colours[(k * 5 + bay) % 6],
            )
            x, k = x + width + 7, k + 1
    canvas.box((0, floor, 960, floor + 15), "c2571f")
    canvas.box((0, floor + 11, 960, floor + 15), "93400f")


def carton(canvas: Canvas, foot: Point, width: float, height: float, colour: str) -> None:
    """Draw a box with its tape and label."""
    x, floor = foot
    top, middle = floor - height, x + width / 2
    canvas.box((x, top, x + width, floor), colour, 3)
    canvas.box((x + width - 10, top + 2, x + width, floor), mix(colour, "000000", 0.12), 3)
    canvas.box((middle - 6, top, middle + 6, top + height * 0.34), mix(colour, "ffffff", 0.4))
    canvas.box((x + 10, floor - 26, x + 34, floor - 11), "fbf3e2", 2)


def books() -> Image.Image:
    """A shelf of books in evening light, one leaning, with a plant."""
    canvas = Canvas(COVER, "f7ecdc", "ead2b0")
    canvas.glow((700, 60), 620, "fff8e6", 190)
    for floor, start in ((290, 3), (566, 14)):
        canvas.box((0, floor, 960, floor + 20), "7a4a2c")
        canvas.box((0, floor, 960, floor + 6), "95603c")
        canvas.box((0, floor + 20, 960, floor + 34), "c9a77f", 0, 120)
        book_row(canvas, floor, start)
    return canvas.finished()


SPINES = (
    "a8271c",
    "d8b26a",
    "2f5d62",
    "f3e3c3",
    "7b2d26",
    "5b6c5d",
    "c8643c",
    "31465a",
    "e6c9a0",
)


def book_row(canvas: Canvas, floor: float, start: int) -> None:
    """Draw one row of books, leaving room for a leaning one and an object."""
    upper, x = floor < 400, 60.0 if floor < 400 else 250.0
    end = 620.0 if upper else 900.0
    for k in range(start, start + 40):
        width, height = spread(k, 26, 58), spread(k * 3 + 1, 150, 222)
        if x + width > end:
            break
        book(canvas, (x, floor), width, height, SPINES[k % len(SPINES)])
        x += width + 3
    if upper:
        leaning(canvas, x - 2, floor, "2f5d62")
        flat_pile(canvas, 760, floor)
    else:
        plant(canvas, 150, floor)


def book(canvas: Canvas, foot: Point, width: float, height: float, colour: str) -> None:
    """Draw a spine with bands."""
    x, floor = foot
    top, band = (
        floor - height,
        mix(colour, "fff3d6" if colour < "d" else "7b2d26", 0.62),
    )
    canvas.box((x, top, x + width, floor), colour, 4)
    canvas.box((x, top + 4, x + 5, floor), mix(colour, "ffffff", 0.16))
    canvas.box((x + width - 5, top + 4, x + width, floor), mix(colour, "000000", 0.14))
    for low, high in ((0.12, 0.145), (0.17, 0.18), (0.82, 0.845)):
        canvas.box((x + 5, top + height * low, x + width - 5, top + height * high), band)
    if width > 40:
        canvas.box(
            (x + width * 0.3, top + height * 0.3, x + width * 0.7, top + height * 0.56),
            band,
            3,
        )


def leaning(canvas: Canvas, x: float, floor: float, colour: str) -> None:
    """Draw a book leaning on its neighbours."""
    lean, width, height = math.radians(16), 40, 156
    across = (width * math.cos(lean), -width * math.sin(lean))
    up = (-height * math.sin(lean), -height * math.cos(lean))
    foot = (x + height * math.sin(lean), floor)

    def at(u: float, v: float) -> Point:
        return foot[0] + across[0] * u + up[0] * v, foot[1] + across[1] * u + up[1] * v

    canvas.shape([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], colour)
    for low, high in ((0.14, 0.17), (0.80, 0.83)):
        canvas.shape([at(0.1, low), at(0.9, low), at(0.9, high), at(0.1, high)], "e6c9a0")


def flat_pile(canvas: Canvas, x: float, floor: float) -> None:
    """Draw three books lying flat with a cup on them."""
    for k, (width, colour) in enumerate(((170, "31465a"), (150, "a8271c"), (128, "e6c9a0"))):
        top = floor - 34 * (k + 1)
        canvas.box((x + k * 9, top, x + k * 9 + width, top + 34), colour, 4)
        canvas.box(
            (x + k * 9 + 14, top + 9, x + k * 9 + 20, top + 34),
            mix(colour, "fff3d6", 0.6),
        )
        canvas.box((x + k * 9 + width - 6, top + 5, x + k * 9 + width, top + 29), "f7ecd6")
    canvas.line(arc(x + 116, floor - 128, 15, -80, 80), "fbf6ea", 6)
    canvas.box((x + 62, floor - 152, x + 118, floor - 102), "fbf6ea", 9)
    canvas.box((x + 62, floor - 138, x + 118, floor - 132), "a8271c")


def plant(canvas: Canvas, x: float, floor: float) -> None:
    """Draw a leafy plant in a pot."""
    for k, (angle, length) in enumerate(((-90, 150), (-62, 132), (-118, 132), (-38, 104), (-142, 104))):
        leaf(
            canvas,
            (x, floor - 62),
            angle,
            length,
            ("4f7a54", "6b9468", "3f6847")[k % 3],
        )
    pot = [(x - 46, floor - 74), (x + 46, floor - 74), (x + 34, floor), (x - 34, floor)]
    canvas.shape(pot, "b9623f")
    canvas.box((x - 52, floor - 84, x + 52, floor - 66), "c9744f", 4)


def leaf(canvas: Canvas, foot: Point, angle: float, length: float, colour: str) -> None:
    """Draw a pointed leaf growing from a foot."""
    turn = math.radians(angle)
    outline = []
    for step in range(41):
        share = step / 20 if step <= 20 else (40 - step) / 20
        half = (1 if step <= 20 else -1) * 0.2 * length * math.sin(math.pi * share**0.8)
        along = length * share
        outline.append(
            (
                foot[0] + along * math.cos(turn) - half * math.sin(turn),
                foot[1] + along * math.sin(turn) + half * math.cos(turn),
            )
        )
    canvas.shape(outline, colour)
    tip = (
        foot[0] + length * 0.9 * math.cos(turn),
        foot[1] + length * 0.9 * math.sin(turn),
    )
    canvas.line([foot, tip], mix(colour, "ffffff", 0.25), 2.5)


def street() -> Image.Image:
    """A street with trees in the early morning."""
    canvas = Canvas(COVER, "bfdbe0", "fbe6c4")
    canvas.glow((730, 190), 420, "fff6d8", 200)
    canvas.disc(730, 190, 54, "fdf3cf")
    for k, x in enumerate(range(-30, 960, 118)):
        house(canvas, x, spread(k, 150, 235), k)
    canvas.box((0, 470, 960, 640), "d9cdb8")
    canvas.box((0, 470, 960, 478), "c4b59b")
    canvas.box((0, 534, 960, 640), "8d949a")
    canvas.box((0, 534, 960, 544), "efe7d6")
    for x in range(30, 960, 150):
        canvas.box((x, 594, x + 78, 602), "f5efdf", 2)
    for k, x in enumerate((78, 268, 458, 648, 838)):
        tree(canvas, x, 506, spread(k + 2, 0.92, 1.12), k)
    bench(canvas, 516, 514)
    return canvas.finished()


def house(canvas: Canvas, x: float, height: float, k: int) -> None:
    """Draw a quiet house behind the trees."""
    wall = ("e9cdb0", "dfb79c", "f1ddc2", "cfc3b4")[k % 4]
    top = 470 - height
    canvas.box((x, top, x + 118, 470), wall)
    roof = ("b0654a", "9a5a48", "a9755a", "8a6a60")[k % 4]
    canvas.shape(
        [(x - 8, top + 2), (x + 24, top - 44), (x + 94, top - 44), (x + 126, top + 2)],
        roof,
    )
    for row in range(int(height // 62)):
        for column in range(2):
            left, upper = x + 22 + 46 * column, top + 26 + 58 * row
            canvas.box(
                (left, upper, left + 28, upper + 34),
                "8fa9ad" if (row + column + k) % 3 else "f9e9bd",
                2,
            )


def tree(canvas: Canvas, x: float, floor: float, size: float, k: int) -> None:
    """Draw a round tree with its shade on the pavement."""
    shade = [(x - 190 * size + 96 * math.cos(t / 9) * size, floor + 8 + 9 * math.sin(t / 9)) for t in range(57)]
    canvas.shape(shade, "6c6a5c", 50)
    canvas.shape(
        [
            (x - 8, floor),
            (x - 5, floor - 190 * size),
            (x + 5, floor - 190 * size),
            (x + 8, floor),
        ],
        "6f5138",
    )
    green = ("5f8f5c", "4f8560", "6f9a58")[k % 3]
    crown = (
        (-42, 168, 54),
        (42, 172, 54),
        (0, 150, 58),
        (-20, 226, 56),
        (28, 232, 50),
        (0, 196, 66),
    )
    for dx, dy, r in crown:
        canvas.disc(x + dx * size, floor - dy * size, r * size, green)
    for dx, dy, r in ((34, 240, 26), (52, 192, 24), (10, 214, 28)):
        canvas.disc(x + dx * size, floor - dy * size, r * size, mix(green, "f3eeb0", 0.28))
    for dx, dy, r in ((-46, 158, 30), (-8, 138, 30)):
        canvas.disc(x + dx * size, floor - dy * size, r * size, mix(green, "1f3a34", 0.20))


def bench(canvas: Canvas, x: float, floor: float) -> None:
    """Draw a bench."""
    for leg in (x + 8, x + 84):
        canvas.box((leg, floor - 34, leg + 6, floor), "4c4a45")
    for top in (66, 54, 36):
        canvas.box((x, floor - top, x + 98, floor - top + 8), "a8673f", 2)


def night() -> Image.Image:
    """Lit windows and the last bus at night."""
    canvas = Canvas(COVER, "141d38", "4a3a5e")
    for k in range(46):
        x, y = spread(k, 0, 960), spread(k * 7 + 3, 0, 250)
        if math.hypot(x - 180, y - 118) > 60:
            canvas.disc(x, y, spread(k * 3, 0.7, 1.9), "dfe4f2")
    canvas.glow((180, 118), 250, "c9cfe8", 60)
    crescent = arc(180, 118, 40, 21.1, 255.7) + arc(198, 102, 36, 219.2, 57.6)
    canvas.shape(crescent, "f4ecd2")
    far = (
        (0, 300, 150),
        (140, 236, 130),
        (420, 270, 150),
        (610, 216, 120),
        (840, 286, 140),
    )
    for k, (x, top, width) in enumerate(far):
        block(canvas, (x, top), width, k * 11, close=False)
    near = ((40, 340, 210), (300, 286, 190), (540, 360, 190), (760, 300, 210))
    for k, (x, top, width) in enumerate(near):
        block(canvas, (x, top), width, k * 17 + 5, close=True)
    canvas.box((0, 532, 960, 640), "22233a")
    canvas.box((0, 532, 960, 537), "3a3b56")
    for x in range(20, 960, 160):
        canvas.box((x, 612, x + 84, 616), "8c8a9c", 2)
    lamp(canvas, 212, 546)
    lamp(canvas, 900, 546)
    bus(canvas, 420, 592)
    return canvas.finished()


def block(canvas: Canvas, corner: Point, width: float, seed: int, *, close: bool) -> None:
    """Draw a building; those close by are darker and have more light."""
    x, top = corner
    colour, lit = ("1b2040", 0.52) if close else ("2b2c50", 0.24)
    canvas.box((x, top, x + width, 540), colour)
    canvas.box((x, top, x + width, top + 5), mix(colour, "8f92c0", 0.25))
    columns, rows = int((width - 18) // 34), int((520 - top) // 42)
    for n in range(columns * rows):
        left = x + 16 + (n % columns) * 34
        upper = top + 22 + (n // columns) * 42
        light = spread(n * 5 + seed, 0, 1) < lit
        shade = ("f6c667", "fbdc96", "eeb052")[n % 3] if light else mix(colour, "6f74a6", 0.22)
        canvas.box((left, upper, left + 19, upper + 24), shade, 2)


def lamp(canvas: Canvas, x: float, floor: float) -> None:
    """Draw a street lamp with its light."""
    canvas.glow((x + 44, floor - 170), 150, "ffdf9a", 60)
    canvas.shape(
        [
            (x + 30, floor - 172),
            (x + 58, floor - 172),
            (x + 128, floor),
            (x - 40, floor),
        ],
        "ffe3a3",
        30,
    )
    canvas.line(
        [(x, floor), (x, floor - 176), (x + 10, floor - 190), (x + 46, floor - 190)],
        "0f1326",
        6,
    )
    canvas.box((x + 28, floor - 188, x + 60, floor - 176), "ffe9b8", 4)


def bus(canvas: Canvas, x: float, floor: float) -> None:
    """Draw a bus with lit windows, going right."""
    canvas.shape(
        [
            (x + 352, floor - 44),
            (x + 560, floor - 26),
            (x + 560, floor + 14),
            (x + 352, floor - 20),
        ],
        "ffe9b0",
        60,
    )
    canvas.box((x, floor - 122, x + 356, floor - 14), "b8392b", 16)
    canvas.box((x, floor - 48, x + 356, floor - 38), "f3e3c3")
    for k in range(5):
        canvas.box((x + 18 + 56 * k, floor - 106, x + 66 + 56 * k, floor - 62), "ffe2a0", 5)
    canvas.box((x + 300, floor - 108, x + 350, floor - 54), "fff0c8", 7)
    canvas.box((x + 344, floor - 42, x + 356, floor - 28), "fff6dc", 4)
    for wheel in (x + 72, x + 276):
        canvas.disc(wheel, floor - 12, 27, "161828")
        canvas.disc(wheel, floor - 12, 12, "8f93a8")


def waves() -> Image.Image:
    """Layered waves at sunrise with small paper boats."""
    canvas = Canvas(COVER, "f9e7cf", "cfe6df")
    canvas.glow((650, 230), 460, "fff4d6", 200)
    canvas.disc(650, 232, 76, "f2b36b")
    layers = ("b9dcd5", "8fc6c0", "5faba8", "368f8f", "1c7676", "0f5c5f", "0a4549")
    for k, colour in enumerate(layers):
        water(canvas, k, colour)
        for x, layer, size in (
            (300, 1, 0.55),
            (700, 2, 0.75),
            (190, 3, 1.0),
            (560, 4, 1.35),
        ):
            if layer == k:
                boat(canvas, x, swell(k + 1, x) + 6 * size, size)
    return canvas.finished()


def swell(layer: int, x: float) -> float:
    """The height of the surface of a layer at x."""
    height = 276 + 50 * layer
    rise = 8 + 3.2 * layer
    return height + rise * (math.sin(x / (98 + 14 * layer) + layer * 1.9) + 0.35 * math.sin(x / 47 + layer))


def water(canvas: Canvas, layer: int, colour: str) -> None:
    """Draw one layer of water with a light crest."""
    crest = [(float(x), swell(layer, x)) for x in range(-6, 972, 6)]
    canvas.shape([*crest, (970, 640), (-6, 640)], colour)
    canvas.line(crest, mix(colour, "ffffff", 0.35), 2.5)


def boat(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Draw a folded paper boat floating on y."""

    def at(*points: Point) -> list[Point]:
        return [(x + px * size, y + py * size) for px, py in points]

    canvas.shape(at((-26, -30), (0, -78), (0, -30)), "f3ead9")
    canvas.shape(at((0, -78), (26, -30), (0, -30)), "ddcfb6")
    canvas.shape(at((-66, -44), (66, -44), (40, 4), (-40, 4)), "fffaf0")
    canvas.shape(at((66, -44), (40, 4), (0, 4), (10, -30)), "e9dcc5")


# Pictures for the library ----------------------------------------------------

CHART = (800, 480)


def frame(canvas: Canvas) -> None:
    """Draw the grid and axes of a chart."""
    for y in (104, 192, 280, 368):
        canvas.line([(70, y), (760, y)], "e3ddd2", 1.5)
    canvas.line([(70, 40), (70, 420), (760, 420)], "5b5148", 3)


def pareto() -> Image.Image:
    """A Pareto chart: seven causes in falling order, the running share above them."""
    canvas = Canvas(CHART, "fffdf8", "fffdf8")
    frame(canvas)
    counts = (44, 24, 13, 8, 5, 4, 2)
    points, total = [], 0
    for k, count in enumerate(counts):
        left, total = 88 + 96 * k, total + count
        canvas.box(
            (left, 420 - count * 3.8, left + 68, 419),
            "2c6e49" if k < 3 else "a9c8b6",
            3,
        )
        points.append((left + 34.0, 420 - total * 3.6))
    canvas.line([(70, 420 - 80 * 3.6), (760, 420 - 80 * 3.6)], "d9a441", 2)
    canvas.line(points, "b5472f", 4)
    for x, y in points:
        canvas.disc(x, y, 7, "b5472f")
    return canvas.finished()


def hot_day() -> Image.Image:
    """Temperatures of a hot day; the hours with longer breaks are shaded."""
    canvas = Canvas(CHART, "fffdf8", "fffdf8")
    canvas.box((70 + 690 / 14 * 5, 40, 70 + 690 / 14 * 10, 420), "f8e3cf")
    frame(canvas)
    degrees = (
        27,
        28.5,
        30.5,
        32.5,
        34,
        35.5,
        36.8,
        37.6,
        38,
        37.7,
        36.6,
        35,
        33,
        31,
        29.5,
    )
    points = [(70 + 690 / 14 * k, 420 - (t - 24) * 24.0) for k, t in enumerate(degrees)]
    canvas.shape([*points, (760, 418), (72, 418)], "d98a4a", 60)
    canvas.line([(70, 156), (760, 156)], "b5472f", 2)
    canvas.line(points, "c2571f", 5)
    for x, y in points:
        canvas.disc(x, y, 6, "fffdf8")
        canvas.disc(x, y, 4, "c2571f")
    return canvas.finished()


def worker(canvas: Canvas, x: float, floor: float, size: float) -> None:
    """Draw a person in a helmet from simple shapes."""

    def box(edges: Box, colour: str, r: float) -> None:
        left, top, right, bottom = (v * size for v in edges)
        canvas.box((x + left, floor + top, x + right, floor + bottom), colour, r * size)

    box((-30, -130, -4, 0), "2f4558", 8)
    box((4, -130, 30, 0), "2f4558", 8)
    box((-38, -250, 38, -112), "3f6f94", 20)
    box((30, -238, 118, -208), "3f6f94", 14)
    canvas.disc(x + 122 * size, floor - 223 * size, 16 * size, "e3b48f")
    canvas.disc(x, floor - 282 * size, 32 * size, "e3b48f")
    canvas.shape(
        [(px, py) for px, py in arc(x, floor - 286 * size, 38 * size, 180, 360)],
        "e8b93c",
    )
    box((-42, -292, 50, -282), "d9a52a", 4)


def photograph(x: float, size: float, machine: Callable[[Canvas], None]) -> Canvas:
    """A workshop scene with a person at x."""
    canvas = Canvas((720, 480), "eee7da", "d9cdb9")
    canvas.box((0, 400, 720, 480), "b3a48c")
    for left in (40, 200, 360, 520):
        canvas.box((left, 50, left + 120, 150), "fbf6ea", 4)
    machine(canvas)
    worker(canvas, x, 424, size)
    return canvas


def lathe(canvas: Canvas) -> None:
    """Draw a machine tool on the right."""
    canvas.box((372, 300, 676, 430), "54737a", 8)
    canvas.box((392, 118, 492, 306), "6a8a90", 8)
    canvas.box((408, 138, 476, 196), "dfeef0", 4)
    canvas.box((492, 250, 620, 268), "c9ced0", 4)
    canvas.box((600, 222, 664, 302), "6a8a90", 6)


def distant() -> Image.Image:
    """The picture to avoid: a small person in the middle, clutter, the work unseen."""
    canvas = photograph(360, 0.45, lambda c: c.box((60, 330, 180, 430), "a08a6a", 4))
    for k in range(6):
        canvas.box((430 + 46 * k, 330 + spread(k, 0, 40), 470 + 46 * k, 430), SPINES[k], 4)
    return canvas.finished()


def near() -> Image.Image:
    """The picture to take: hands and work near the crossing of thirds."""
    canvas = photograph(240, 1.18, lathe)
    for share in (1 / 3, 2 / 3):
        canvas.box((720 * share - 1, 0, 720 * share + 1, 480), "ffffff", 0, 150)
        canvas.box((0, 480 * share - 1, 720, 480 * share + 1), "ffffff", 0, 150)
    return canvas.finished()


# Documents -------------------------------------------------------------------

A4 = (595, 842)
# The CIDs 1 to 95 are the Latin letters of STSong-Light; all others are full width.
WIDTHS = "[1 16 300 17 26 462 27 95 520]"


def pdf_text(words: str) -> str:
    """A string for the encoding UniGB-UCS2-H."""
    return f"<{words.encode('utf-16-be').hex().upper()}>"


def pdf_page(title: str, lines: Sequence[str]) -> str:
    """The drawing commands of a page: a title, a rule, lines; `## ` opens a part."""
    y = A4[1] - 90
    shown = [f"BT /F1 22 Tf 64 {y} Td {pdf_text(title)} Tj ET"]
    shown.append(f"0.66 0.15 0.11 rg 64 {y - 16} 467 2 re f 0 g")
    y -= 34
    for line in lines:
        head = line.startswith("## ")
        y -= 36 if head else 25
        size, words = (15, line[3:]) if head else (13, line)
        shown.append(f"BT /F1 {size} Tf 64 {y} Td {pdf_text(words)} Tj ET")
    foot = pdf_text("示例机电共享资源库 · 示例资料，内容均为虚构")
    shown.append(f"0.4 g BT /F1 9 Tf 64 48 Td {foot} Tj ET")
    return "\n".join(shown)


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """A one-page A4 document in the standard Chinese font, which readers supply."""
    page = pdf_page(title, lines).encode("ascii")
    name = b"\xfe\xff" + title.encode("utf-16-be")
    objects = [
        (b"<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >> >>"),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>".encode("ascii"),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(page), page),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H"
            b" /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
        ),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
        b" /FontDescriptor 7 0 R /W %b >>" % WIDTHS.encode("ascii"),
        (
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6"
            b" /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120"
            b" /CapHeight 880 /StemV 93 >>"
        ),
        b"<< /Title <%b> >>" % name.hex().encode("ascii"),
    ]
    return pdf_file(objects)


def pdf_file(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1: the catalogue first, the facts last."""
    out = io.BytesIO(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start, count = out.tell(), len(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (count, len(objects)))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def table(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV that spreadsheet programs open with its Chinese intact."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def jpeg(image: Image.Image) -> bytes:
    """The picture as JPEG, without metadata."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84, optimize=True, progressive=True)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    """The picture as PNG with a palette, without metadata."""
    out = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


FIRST_AID = (
    "## 一、先看环境，再靠近",
    "1. 断电、停机、通风，确认自己不会成为第二个伤者。",
    "2. 轻拍双肩，在两侧耳边大声呼唤；请旁人拨打急救电话并取除颤仪。",
    "## 二、没有反应、没有正常呼吸：立即按压",
    "1. 位置：胸部正中，两乳头连线中点；双手重叠，手臂伸直。",
    "2. 深度 5 至 6 厘米，每分钟 100 至 120 次，每次都让胸廓完全回弹。",
    "3. 会人工呼吸的，按压 30 次、吹气 2 次；不会的，持续按压不停。",
    "4. 除颤仪一到就打开，照语音提示做；每两分钟换人一次。",
    "## 三、大出血",
    "1. 用干净敷料直接压住伤口，持续用力，不反复揭开查看。",
    "2. 压不住的四肢大出血，在伤口上方扎止血带，写下时间。",
    "## 四、烫伤与烧伤",
    "1. 流动清水冲 20 分钟；脱不下的衣物剪开，不硬撕。",
    "2. 不抹牙膏、酱油、油膏；不挑破水泡；盖干净敷料送医。",
    "## 五、触电",
    "1. 先断开电源；断不开时用干燥木棒挑开，不用手拉人。",
    "2. 即使人醒了，也要送医观察。",
    "## 六、交接时说清四件事",
    "几点发生、做了什么、现在怎样、伤者自己说过什么。",
)

LOCKOUT = (
    "## 上锁前",
    "□ 作业票已开，写明设备、能源种类、负责岗位",
    "□ 通知操作岗位与相邻工位",
    "□ 列全能源：电 气 液压 弹簧 重力 余热",
    "## 上锁",
    "□ 按规程正常停机，不用急停代替停机",
    "□ 逐个断开隔离点，一人一锁，一锁一牌",
    "□ 多人作业用集体锁箱，每个人都挂自己的锁",
    "□ 释放余能：放气、泄压、放电、垫实悬空部件",
    "## 验证",
    "□ 清点人员后按一次启动，确认不动作，再复位",
    "□ 用测电笔或仪表确认无电，仪表先在有电处试过",
    "## 解锁",
    "□ 工具、螺钉、抹布清点回位，防护罩装好",
    "□ 人员离开危险区，逐人点名",
    "□ 谁的锁谁摘；本人不在时按代摘程序，两人签字",
    "□ 送电前再通知一次，试车时有人看护",
    "## 本次记录",
    "设备：＿＿＿＿　隔离点：＿＿处　上锁：＿＿时＿＿分　解锁：＿＿时＿＿分",
    "负责岗位：＿＿＿＿＿＿　监护岗位：＿＿＿＿＿＿",
)

MINUTES = (
    "会议类型：＿＿＿＿＿＿＿＿　时间：＿＿＿年＿＿月＿＿日＿＿时＿＿分",
    "地点：＿＿＿＿＿＿　主持（岗位）：＿＿＿＿＿　记录（岗位）：＿＿＿＿＿",
    "应到＿＿人　实到＿＿人　请假＿＿人　列席＿＿人",
    "## 一、议程",
    "1. ＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
    "2. ＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
    "## 二、讨论要点（记观点与依据，不记客套）",
    "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
    "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
    "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
    "## 三、决定事项（做什么、谁负责、哪天完成）",
    "1. ＿＿＿＿＿＿＿＿＿＿＿＿　岗位：＿＿＿＿＿＿　期限：＿＿月＿＿日",
    "2. ＿＿＿＿＿＿＿＿＿＿＿＿　岗位：＿＿＿＿＿＿　期限：＿＿月＿＿日",
    "3. ＿＿＿＿＿＿＿＿＿＿＿＿　岗位：＿＿＿＿＿＿　期限：＿＿月＿＿日",
    "## 四、上次决定事项的完成情况",
    "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿",
    "## 五、散会与确认",
    "散会：＿＿时＿＿分　主持确认：＿＿＿＿＿＿　记录确认：＿＿＿＿＿＿",
    "签到名单另存支部档案，不随记录上网。",
)

MOBILE = (
    "## 动身之前",
    "□ 告诉支部：去哪个城市、大约多久、从事什么工作",
    "□ 在支部打印并带好组织关系证明材料",
    "□ 记下流动党员网上党支部的网页地址和邮箱",
    "## 到达一个月之内",
    "□ 给网上党支部写一封短信：到了、住哪个区、方便的时间",
    "□ 选一个固定的线上学习时段：周三晚、周六早、周日晚",
    "□ 愿意就近参加活动的，请网上党支部帮忙联系",
    "## 在外期间",
    "□ 每月看一次学习包，离线版可在路上看",
    "□ 每季度报一次平安：换城市、换工作及时说",
    "□ 有困难先说，组织一起想办法",
    "## 回来之后",
    "□ 一周内到支部报到，交回在外期间的学习记录",
    "□ 把外面见到的好做法写成一页纸，带给班组",
    "## 请不要",
    "不要在邮件里写证件号码；不要把证明材料拍照发到群里。",
)

TORQUE = (
    (
        "螺纹规格",
        "性能等级",
        "推荐扭矩(N·m)",
        "下限(N·m)",
        "上限(N·m)",
        "扳手量程(N·m)",
        "备注",
    ),
    ("M6", "8.8", "10", "9", "11", "5–25", "示例数据"),
    ("M8", "8.8", "24", "22", "26", "5–50", "示例数据"),
    ("M10", "8.8", "48", "44", "52", "20–100", "示例数据"),
    ("M12", "8.8", "83", "76", "90", "20–100", "示例数据"),
    ("M14", "8.8", "132", "122", "142", "40–200", "示例数据"),
    ("M16", "8.8", "200", "184", "216", "60–300", "示例数据"),
    ("M20", "8.8", "390", "360", "420", "100–500", "示例数据；分三遍拧到位"),
    ("M24", "8.8", "670", "620", "720", "200–1000", "示例数据；分三遍拧到位"),
)

VOLUNTEER = (
    ("日期", "活动", "地点", "支部", "人数", "时长(小时)", "做了什么", "下次注意"),
    (
        "2026-03-07",
        "便民维修",
        "厂区东侧家属院（示例）",
        "装配党支部",
        "9",
        "4",
        "修小家电 31 件",
        "多带两个插线板",
    ),
    (
        "2026-04-11",
        "春季植树",
        "厂北坡地（示例）",
        "全体支部",
        "64",
        "3",
        "种树 120 棵",
        "水车早到半小时",
    ),
    (
        "2026-05-13",
        "路口劝导",
        "厂前路口（示例）",
        "物流仓储党支部",
        "6",
        "2",
        "早高峰引导自行车",
        "反光背心按号发放",
    ),
)

READING = (
    ("月份", "书名(虚构)", "类别", "适合谁", "建议时长(小时)", "存放处"),
    ("1", "工匠手记", "技能", "全体", "6", "职工阅览室"),
    ("2", "一颗螺栓的旅行", "质量", "新入厂职工", "3", "职工阅览室"),
    ("3", "把话说明白", "宣传", "通讯员", "4", "职工阅览室"),
    ("4", "树与厂房", "志愿", "全体", "3", "装配车间二楼"),
    ("5", "图纸背后的人", "技能", "青年工人", "5", "职工阅览室"),
    ("6", "安全是一种手感", "安全", "班组长", "4", "安全体验室"),
    ("7", "夏天的变电站", "安全", "电气岗位", "3", "自动化楼资料架"),
    ("8", "误差不会说话", "质量", "检验岗位", "5", "计量室"),
    ("9", "师傅的工具箱", "技能", "师徒", "4", "职工阅览室"),
    ("10", "慢慢变老的机器", "设备", "维修岗位", "5", "职工阅览室"),
    ("11", "在路上的人", "读书", "在外党员", "4", "网上借阅"),
    ("12", "一年的账本", "总结", "班组长", "3", "职工阅览室"),
)

COVERS: dict[str, Callable[[], Image.Image]] = {
    "dangwei/media/cover-1.jpg": night,
    "dangwei/media/cover-2.jpg": books,
    "dangwei/media/cover-3.jpg": street,
    "zhuangpei/media/cover.jpg": hall,
    "zidonghua/media/cover.jpg": gears,
    "zhijian/media/cover.jpg": gauge,
    "wuliu/media/cover.jpg": shelves,
    "liudong/media/cover.jpg": waves,
}


def files() -> dict[str, bytes]:
    """Every file this script makes, by its path under the content folder."""
    made = {path: jpeg(draw()) for path, draw in COVERS.items()}
    return made | {
        "library/safety/first-aid-card.pdf": pdf("现场急救要点（随身卡）", FIRST_AID),
        "library/safety/lockout-checklist.pdf": pdf("上锁挂牌核对清单", LOCKOUT),
        "library/safety/heat-day.png": png(hot_day()),
        "library/skills/torque-table.csv": table(TORQUE),
        "library/skills/qc-pareto.png": png(pareto()),
        "library/templates/meeting-minutes.pdf": pdf("支部会议记录", MINUTES),
        "library/templates/volunteer-record.csv": table(VOLUNTEER),
        "library/reading/reading-list-2026.csv": table(READING),
        "library/handbook/photo-far.jpg": jpeg(distant()),
        "library/handbook/photo-near.jpg": jpeg(near()),
        "library/handbook/mobile-member-card.pdf": pdf("流动党员随身卡", MOBILE),
    }


def main(content: Path) -> None:
    """Write the files and name each with its size."""
    for path, body in files().items():
        target = content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        sys.stdout.write(f"{len(body):>7}  {path}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "content")
