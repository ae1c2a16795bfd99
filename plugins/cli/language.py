"""Chinese or English, as LANG says."""

import os


def language() -> str:
    """`en` if LC_ALL, LC_MESSAGES or LANG begins with en, else `zh`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.casefold().startswith("en") else "zh"
    return "zh"


def say(zh: str, en: str) -> str:
    """The text in the reader's language."""
    return zh if language() == "zh" else en
