"""What a unit's year is worth: points by grade, weighted; ranks with ties; the formula in words."""

from collections.abc import Iterable, Mapping, Sequence

from plugins.boards.standing import GRADES
from plugins.network.sites import Settings

POINTS = ("stretch", "must", "short", "missing")
"""The grades that have points; what is not due yet is left out."""


def points(grade: str, settings: Settings) -> float | None:
    """The points of a grade, or None if nothing is due yet."""
    return settings.figure(f"points-{grade}") if grade in POINTS else None


def weights(written: Sequence[float | None]) -> list[float]:
    """The weight of each goal of a board: as written, or all the same if none is."""
    return [weight or 0 for weight in written] if any(weight is not None for weight in written) else [1] * len(written)


def score(graded: Iterable[tuple[str, float]], settings: Settings) -> float | None:
    """Σ weight × points ÷ Σ weight over the goals that are due, to one decimal; None if none is."""
    due = [(weight, found) for grade, weight in graded if (found := points(grade, settings)) is not None]
    whole = sum(weight for weight, _ in due)
    return round(sum(weight * found for weight, found in due) / whole, 1) if whole else None


def ranks(scores: Mapping[str, float]) -> dict[str, int]:
    """The rank of each unit: the same score has the same rank, and the next rank counts those before it."""
    return {unit: 1 + sum(other > value for other in scores.values()) for unit, value in scores.items()}


def formula(settings: Settings) -> str:
    """How a score comes about, with the points and where they are written."""
    _ = settings.gettext
    figures = {grade: settings.figures[f"points-{grade}"] for grade in POINTS}
    told = _("、").join(
        _("%(grade)s %(points)g 分", grade=_(GRADES[grade][0]), points=one.value) for grade, one in figures.items()
    )
    sources = _("；").join(dict.fromkeys(figure.source for figure in figures.values()))
    kind = _("规定") if all(figure.confirmed for figure in figures.values()) else _("参考")
    return _(
        "得分 = Σ(权重 × 分值) ÷ Σ权重，保留一位小数；分值：%(points)s；未到填报期的目标不计。得分相同名次相同。分值为%(kind)s：%(sources)s。",
        points=told, kind=kind, sources=sources,
    )  # fmt: skip
