"""Regular expressions that are compiled when they are first used: a process that plans or renders uses few of them."""

import re
from typing import Any, AnyStr, cast


class _Lazy:
    """Stands for a compiled pattern until somebody asks it something."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._text, self._flags), name)  # `re` keeps what it compiled
        self.__dict__[name] = value
        return value


_made: list[_Lazy] = []


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, but compiled only when its first method is called."""
    made = _Lazy(text, flags)
    _made.append(made)
    return cast("re.Pattern[AnyStr]", made)


def compile_all() -> None:
    """Compile every pattern now, for processes from which many others are forked."""
    for made in _made:
        made.fullmatch  # noqa: B018  # asking compiles
