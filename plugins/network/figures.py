"""Figures of rules: numbers with their source, brought by capabilities, replaced by operators, never constants in code."""

from msgspec import Struct


class Figure(Struct, frozen=True):
    """One number that a rule states, what it means, and where it is written.

    `confirmed` is off while nobody of us has read it in the source: pages then do not call it a rule.
    """

    value: float
    meaning: str
    source: str
    confirmed: bool = True
