"""Chinese or English, as LANG says."""

import os

import click

WORDS = {
    "Usage:": "用法：", "Options:": "选项：", "Commands:": "命令：", "[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]…",
    "Show this message and exit.": "显示这份说明。", "Show the version and exit.": "显示版本。", "[default: ": "[默认 ",
    "[required]": "[必填]", "[default:": "[默认",
}  # fmt: skip
"""What click says in English, in Chinese."""


def language() -> str:
    """`en` if LC_ALL, LC_MESSAGES or LANG begins with en, else `zh`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.casefold().startswith("en") else "zh"
    return "zh"


def say(zh: str, en: str) -> str:
    """The text in the reader's language."""
    return zh if language() == "zh" else en


class Command(click.Command):
    """A command whose whole help is in the reader's language."""

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        return translated(super().get_help(ctx))


class Group(click.Group):
    """A group whose whole help is in the reader's language."""

    command_class = Command

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        return translated(super().get_help(ctx))


def translated(page: str) -> str:
    """A help page of click in the reader's language."""
    if language() == "zh":
        for english, chinese in WORDS.items():
            page = page.replace(english, chinese)
    return page
