"""What Chinese writers type or paste and Markdown does not know, as the Markdown that they mean."""

import re
from collections.abc import Iterable, Iterator, Sequence

from plugins.network.patterns import pattern

_HAN = "\u4e00-\u9fff"
_NUMERAL = "[一二三四五六七八九十百零〇]{1,4}"
_POINT = (
    rf"(?:{_NUMERAL}、|第{_NUMERAL}[条章节步项、]|[（(](?:{_NUMERAL}|\d{{1,3}})[）)]|\d{{1,3}}[ ]?[、）]"
    rf"|\d{{1,2}}[.．](?=[{_HAN}])|[①-⒇·•●○◆◇■□▪►➢★☆※\uf06c\uf0a7\uf0b7\uf0d8]|[-－](?=[{_HAN}]))"
)
"""How a point of an enumeration begins, bullets of Word among them."""
_LABEL = rf"(?:\*\*)?[{_HAN}]{{1,8}}(?:\*\*)?[：:]"
_MARKER = r"(?:[-*+]|\d{1,9}\.)[ ]"

_STANDS_FOR = (("\t", "|"), ("｜", "|"), ("]（", "]("), ("！[", "!["))
_SIGNS = ("\u3000", "&emsp;", "&nbsp;", "&#12288;", "\t", "｜", "]（", "！[", "** ", "**\u3000")
_LINES = pattern(
    rf"\n[ ]{{0,3}}(?:#{{2,6}}[^#\s]|(?:\*\*)?{_POINT}|\d{{1,9}}\)[ ]|{_LABEL}[^\n]*\n[ ]{{0,3}}{_LABEL}"
    r"|[^\n]{1,20}：[ ]*\n[^\n\s>|#*+-]|!\[[^\n]*\)[ ]*\n[^\n!]|(?<=[^\n]\n)!\["
    r"|[-*+][ ][^\n]*\n[ ]{0,3}\d{1,9}\.[ ]|\d{1,9}\.[ ][^\n]*\n[ ]{0,3}[-*+][ ])"
)
_ROWS = pattern(
    r"\|[ ]*\n[^|\n]+(?:\n|\Z)"  # a line right below a table
    r"|\n[^|\n]*\n[ ]{0,3}\|[^\n]*\|[ ]*\n[ ]{0,3}\|[^\n]*[^-:|\s]"  # two rows at the beginning of a table
)

_UNSPACED_HEADING = pattern(r"([ ]{0,3}#{2,6})(?=[^#\s])")
_NUMBERED = pattern(r"([ ]{0,3})(\d{1,9})\)(?=[ ])")
_WIDE_INDENT = pattern(rf"[ \t\u3000]*\u3000[ \t\u3000]*(?={_MARKER}|#{{1,6}}[ \u3000])")
_BLOCK = pattern(rf"[ ]*(?:{_MARKER}|[|>#])")
_INDENTED = pattern(r"[ ]{0,3}(?:(?:\u3000|&emsp;|&#12288;){2,}|(?:&nbsp;){4,})(?=\S)")
_ITEM = pattern(r"([ ]*)(?:([-*+])|\d{1,9}\.)[ ]")
_BEGINS_POINT = pattern(rf"[ ]{{0,3}}\u3000*(?:\*\*)?{_POINT}")
_BEGINS_LABEL = pattern(rf"[ ]{{0,3}}\u3000*{_LABEL}")
_CHINESE = pattern(f"[{_HAN}]")
_ONLY_IMAGE = pattern(r"[ ]{0,3}!\[[^\[\]\n]*\]\([^()\n]*\)[ ]*$")
_SHORT = 20
"""A numbered line of at most so many characters stands alone; a longer one may have been wrapped."""

_PICTURE = r"\.(?:jpe?g|png|gif|webp)"
_WIDE_LINK = pattern(
    r"(\[[^\[\]\n]*\])[(（]([^\s（）()]+\.[a-z0-9]{2,5}(?:#[^\s（）()]*)?|https?://[^\s（）()]+|[^\n（）()]+"
    + _PICTURE
    + r")[)）]",
    re.IGNORECASE,
)
_MIXED_BRACKETS = pattern(r"\]\([^()（）\n]*）")
_WIDE_IMAGE = pattern(rf"([ ]{{0,3}})！(?=\[[^\[\]\n]*\]\([^()\n]*{_PICTURE}\))", re.IGNORECASE)

_ROW = pattern(r"[ ]{0,3}[|｜].*[|｜][ ]*$")
_DELIMITERS = pattern(r"[ ]{0,3}[|｜]?[ ]*:?-+:?[ ]*(?:[|｜][ ]*:?-+:?[ ]*)*[|｜]?[ ]*$")
_WIDE_DASHES = pattern("[—－–]+")
_ONLY_POINT = pattern(rf"\s*(?:[-*+]|\d+[.)]|{_POINT}\S?)\s*$")


def understood(text: str) -> str:
    """The text, whose fenced code was taken out, with line breaks, lists, tables and links as they are meant."""
    if not tells(text):
        return text
    lines = [line if "`" in line else _inline(line) for line in text.split("\n")]
    return "\n".join(_parted(_tables(lines))).rstrip("\n")


def tells(text: str) -> bool:
    """Whether there can be anything to do; most texts hold nothing of it."""
    if any(sign in text for sign in _SIGNS) or _LINES.search(f"\n{text}") or _MIXED_BRACKETS.search(text):
        return True
    return "|" in text and bool(_ROWS.search(f"\n\n{text}"))


def with_signs(text: str) -> str:
    """The text and, behind it, every sign of Markdown that it will only hold when it is understood."""
    return text + "".join(sign for habit, sign in _STANDS_FOR if habit in text)


# inside a line ------------------------------------------------------------------------------------


def _inline(line: str) -> str:
    """The line with `！[图]（a.jpg）` as a picture and `** 重点 **` as bold."""
    if "]（" in line or "）" in line:
        line = _WIDE_LINK.sub(r"\1(\2)", line)
    if "！[" in line:
        line = _WIDE_IMAGE.sub(r"\1!", line)
    return _bold(line) if "**" in line and "***" not in line else line


def _bold(line: str) -> str:
    pieces = line.split("**")
    if len(pieces) % 2:
        for n in range(1, len(pieces), 2):
            if _CHINESE.search(pieces[n]):
                pieces[n] = pieces[n].strip()
    return "**".join(pieces)


# from line to line --------------------------------------------------------------------------------


def _parted(lines: Iterable[str]) -> list[str]:
    """The lines with a blank line before each paragraph and list, a hard break before each numbered point."""
    done: list[str] = []
    before, listed = "", False
    for written in lines:
        line = _spaced(written, before)
        if before.strip() and line.strip():
            if _begins_block(before, line, listed=listed):
                done.append("")
                listed = False
            elif _stands_alone(before, line):
                done[-1] = f"{before.rstrip()}  "
        listed = bool(line.strip()) and (listed or bool(_ITEM.match(line)))
        done.append(line)
        before = line
    return done


def _spaced(line: str, before: str) -> str:
    """The line with the space that a heading or a list marker needs: `##题`, `1) 题`, `　- 题`."""
    line = _UNSPACED_HEADING.sub(r"\1 ", line, count=1) if "##" in line else line
    if indent := _WIDE_INDENT.match(line):
        nested = indent[0].count("\u3000") == 1 and _ITEM.match(before)
        line = (indent[0].replace("\u3000", "  ") if nested else "") + line[indent.end() :]
    numbered = _NUMBERED.match(line)
    if numbered and (numbered[2] == "1" or not before.strip() or _ITEM.match(before)):
        line = f"{numbered[1]}{numbered[2]}.{line[numbered.end() :]}"
    return line


def _begins_block(before: str, line: str, *, listed: bool) -> bool:
    """Whether a paragraph indented as in print begins here, a list of another sort, or text beside a picture."""
    if _INDENTED.match(line) or bool(_ONLY_IMAGE.match(before)) != bool(_ONLY_IMAGE.match(line)):
        return not listed
    one, other = _ITEM.match(before), _ITEM.match(line)
    return bool(one and other and abs(len(one[1]) - len(other[1])) < 2 and bool(one[2]) != bool(other[2]))


def _stands_alone(before: str, line: str) -> bool:
    """Whether the line is a point of its own, or stands below a short one or an address, or both are `单位：…`."""
    if before.endswith(("、", "  ")) or _BLOCK.match(line) or not (_CHINESE.search(before) and _CHINESE.search(line)):
        return False
    if _BEGINS_POINT.match(line) or (_BEGINS_LABEL.match(before) and _BEGINS_LABEL.match(line)):
        return True
    point = _BEGINS_POINT.match(before) and not before.endswith("，")
    return len(before) <= _SHORT and bool(point or before.endswith("："))


# tables -------------------------------------------------------------------------------------------


def _tables(lines: Sequence[str]) -> Iterator[str]:
    """The lines with pasted cells as tables, tables without their second line complete, and text after them apart."""
    n = 0
    while n < len(lines):
        size = _size(lines, n)
        rows = lines[n : n + max(1, size)]
        if size > 1:
            before, after = lines[n - 1] if n else "", lines[n + size] if n + size < len(lines) else ""
            yield from _pasted(rows) if "\t" in rows[0] else _piped(rows, before, after)
        else:
            yield from rows
        n += len(rows)


def _size(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` are rows like the first."""
    like = _like(lines[start])
    end = start
    while end < len(lines) and like and _like(lines[end]) == like:
        end += 1
    return end - start


def _like(line: str) -> tuple[str, int] | None:
    """What kind of row a line is: pasted with so many tabs, between pipes, or none."""
    if "\t" in line.strip():
        return None if _ONLY_POINT.match(line.lstrip().split("\t", 1)[0]) else ("\t", line.count("\t"))
    return ("|", 0) if _ROW.match(line) else None


def _pasted(rows: Sequence[str]) -> Sequence[str]:
    """A table of cells with tabs between them, unless all of it is indented as code is."""
    if all(row[0].isspace() for row in rows):
        return rows
    cells = [[cell.strip().replace("|", "\\|") for cell in row.split("\t")] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return ["", lines[0], "|" + "---|" * len(cells[0]), *lines[1:], ""]


def _piped(rows: Sequence[str], before: str, after: str) -> Sequence[str]:
    """A table with its second line, apart from the text below it; rows that go on with a table are left alone."""
    if "|" in before:
        return rows
    rows = [row.replace("｜", "|") for row in rows]
    second = _WIDE_DASHES.sub("---", rows[1]).replace("：", ":")
    if _DELIMITERS.match(second):
        rows[1] = second
    else:
        rows.insert(1, "|" + "---|" * (len(re.findall(r"(?<!\\)\|", rows[0])) - 1))
    return rows if "|" in after else [*rows, ""]
