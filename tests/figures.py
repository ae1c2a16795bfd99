"""What the tests of our promises (docs/developers/testing.md) measured, a line for each promise.

A test asks for the fixture `figure` and tells it what it did and found, before it asserts that:

    figure("P4", swaps=1000, misses=misses)

By asking for it a test becomes one of those that `pytest -m promise` runs; conftest.py prints the lines at the end.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

Figure = Callable[..., None]
Told = tuple[str, Mapping[str, float]]
PROMISES = tuple(f"P{number}" for number in range(1, 19))


def lines(told: Iterable[Told]) -> Iterator[str]:
    """A line for each promise: whole numbers of all tests added up, of seconds the most that any took; last the promises without."""
    figures: dict[str, dict[str, float]] = {promise: {} for promise in PROMISES}
    for promise, values in told:
        for name, value in values.items():
            figures[promise][name] = together(figures[promise].get(name), value)
    yield from (f"{promise}: {', '.join(map(said, values, values.values()))}" for promise, values in figures.items() if values)
    if missing := [promise for promise, values in figures.items() if not values]:
        yield f"not measured: {', '.join(missing)}"


def together(before: float | None, value: float) -> float:
    """Two figures of the same name as one."""
    if before is None:
        return value
    return before + value if isinstance(value, int) else max(before, value)


def said(name: str, value: float) -> str:
    """A figure in words: `1,000 swaps`."""
    number = f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
    return f"{number} {name.replace('_', ' ')}"
