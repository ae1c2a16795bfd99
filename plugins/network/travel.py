"""Frozen values on their way from process to process."""

from operator import attrgetter
from typing import Any, TypeVar

Value = TypeVar("Value")


def travels_light(sort: type[Value]) -> type[Value]:
    """The same dataclass, whose values are pickled as a call of it.

    What dataclasses with slots do by themselves asks for the names of the fields each time, on both sides: a large site has
    tens of thousands of headings and links.
    """
    names: tuple[str, ...] = sort.__match_args__  # type: ignore[attr-defined]  # every dataclass has it
    values = attrgetter(*names)

    def reduce(self: Any) -> tuple[Any, ...]:
        return sort, values(self)

    setattr(sort, "__reduce__", reduce)  # noqa: B010  # mypy knows no assignment of a method
    return sort
