"""Figures of rules: numbers with their source, brought by capabilities, replaced by operators, never constants in code."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, RootModel


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a rule states, what it means, and where it is written.

    `confirmed` is off while nobody of us has read it in the source: pages then do not call it a rule.
    """

    value: float
    meaning: str
    source: str
    confirmed: bool = True


class FigureFile(BaseModel):
    """A figure as operators write it: a number of their own needs a source of its own."""

    model_config = ConfigDict(extra="forbid")

    value: float = Field(title="数值", description="数字")
    source: str = Field(min_length=1, title="依据", description="写明文件名称和条款")


class FiguresFile(RootModel[dict[str, FigureFile]]):
    """figures.yaml beside network.yaml: only the figures that differ."""


def shipped(path: Path) -> dict[str, Figure]:
    """The figures that a capability brings in its `figures.yaml`."""
    return {name: Figure(**row) for name, row in yaml.safe_load(path.read_text("utf-8")).items()}
