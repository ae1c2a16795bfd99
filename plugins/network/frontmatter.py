"""What stands before a body: YAML between `---` fences or plain `键: 值` lines, every value with its line."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import yaml
from msgspec import Struct

from plugins.network.everyday_header import everyday
from plugins.network.patterns import pattern
from plugins.network.problems import (
    BAD_HEADER,
    BIDI_CHARACTER,
    CONTROL_CHARACTER,
    DUPLICATE_KEY,
    NORMALISED,
    YAML_MAGIC,
    Code,
    Problem,
    in_order,
)
from plugins.network.text import BIDI, UNUSABLE, unusable

Value: TypeAlias = "str | list[Value] | dict[str, Value]"


class FrontMatter(Struct, frozen=True):
    """The header of one file, every scalar as it was written.

    `lines` gives the line in the file of every key and list entry: "source", "source.url", "tags.0".
    `body` begins at line `body_line` of the file.
    """

    values: dict[str, Value]
    lines: dict[str, int]
    body: str
    body_line: int
    problems: tuple[Problem, ...]


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 20
_NODES = 10_000
_KEY_LENGTH = 100
_FINDINGS = 5
"""So many findings of one code are shown for a header; more would bury the first."""

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_SPACE_SIGNS = " " + "".join(chr(n) for n in (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
_KEY = r"\w(?:[\w .·-]{0,38}\w)?"
_OPENING = pattern(rf"(?:[ \t{_SPACES}]*+\n)*+---[ \t{_SPACES}]*+\n")
_CLOSING = pattern(rf"^(?:---|\.\.\.)[ \t{_SPACES}]*+$", re.MULTILINE)
_BLANK_LINE = pattern(r"[ \t]*+\n")
_BLANK = pattern(r"^[ \t]*+$", re.MULTILINE)
_KEYS = pattern(rf"^[ \t{_SPACES}]*+[\"'{{]?({_KEY})[\"']?[ \t{_SPACES}]*+[:：]", re.MULTILINE)
_KEY_LINE = pattern(rf"( *)({_KEY})[ \t{_SPACES}]*+([:：])([ \t{_SPACES}]*+)(.*)")
_PLAIN_LINE = pattern(rf"({_KEY})[ \t{_SPACES}]*+([:：])([ \t{_SPACES}]*+)(?!//)(.*)")
_PLAIN_KEY = pattern(r"(?!\d)(?:[\w-]{1,12}|[A-Za-z_-]{1,30})")
_ENTRY = pattern(rf"({_KEY})[ \t]*+:[ \t]++(.*\S)")
_NO_SPACE = pattern(rf"[ ]*({_KEY}):(?=\S)(.*)")
_ODD = pattern(rf"^[ \t]*+(?:[{_SPACES}]|{_KEY}[ \t{_SPACES}]*+(?:：|:[ \t]*+[{_SPACES}]))", re.MULTILINE)
_LINE_SEPARATORS = pattern("[\u2028\u2029]")

_LIST = pattern(r"^([^\n\[\"'#]*?[:-][ \t]+)(\[[^\[\]]*\])(?=[ \t]*+(?:#[^\n]*)?$)", re.MULTILINE)
_LIST_MARKS = pattern("[，、“”‘’]")
_LIST_PART = pattern(
    r"""(?:"(?:[^"\\]|\\.){0,100}"|'[^']{0,100}'|“[^”]{0,100}”|‘[^’]{0,100}’|《[^》]{0,100}》|（[^）]{0,100}）"""
    r"|[^,，、])+"
)

_SMART_QUOTED = pattern(r"(\s*)[“”‘’]([^“”‘’]*)[“”‘’](\s*)")
_OPEN_LIST = pattern(r"[^:]*:[ \t]+[\[{][^\]}]*")
_COMMENT = pattern(r"[ \t]#(?:[ \t].*)?$")

_NOTHING = frozenset({"null", "Null", "NULL", "~"})

_HASH_TEXT = r"#(?:\d|[^\s#][^#\n]*#)"
_HASHED_VALUE = pattern(rf"(?![\"'\[{{|>])(?:|.*?[ \t]){_HASH_TEXT}")
_HASHED_LINE = pattern(rf"^{_KEY}[ \t]*+:[ \t]+(?:|[^\s\"'\[{{|>#].*?[ \t]){_HASH_TEXT}", re.MULTILINE)
_ANCHOR = pattern(r"(?:^|[\s\[{,])&([\w-]+)")
_MAGIC_SIGN = pattern(r"&\S+|!!\S*|!<\S*|!\w[\x21-\x7e]*|\*[\w-]+", re.ASCII)
_PROSE_AFTER_GAP = pattern(r"\n[ \t]*+\n(?=[^\s#:：-][^\n:：]*+(?:\n|\Z))")


class _Cause(NamedTuple):
    """Why a header cannot be read and what to do, each at most 80 characters."""

    what: str
    fix: str
    what_en: str
    fix_en: str


_TAB = _Cause(
    "用了 Tab 缩进", "请把行首的 Tab 换成空格。",
    "a tab is used for indentation", "Replace the tab at the start of the line with spaces.",
)  # fmt: skip
_QUOTE = _Cause(
    "引号没有成对", "请在这一行末尾补上引号，或删去开头的引号。",
    "a quotation mark is never closed", "Close it at the end of the line, or remove the opening one.",
)  # fmt: skip
_BACKSLASH = _Cause(
    "双引号里的反斜杠 \\ 有特殊含义", "请删去反斜杠，或把双引号换成单引号。",
    "a backslash inside double quotes is special", "Remove the backslash, or use single quotes.",
)  # fmt: skip
_BRACKET = _Cause(
    "方括号或花括号里的写法有误，或没有成对", "请写成 [安全, 学习]；如果是普通文字，请给整个值加上引号。",
    "the brackets are not closed or not a list", "Write [safety, study]; put quotes around text.",
)  # fmt: skip
_SPACE = _Cause(
    "冒号后面缺少空格", "请加一个空格，写成“标题: 通知”。",
    "the space after the colon is missing", 'Write "title: Notice".',
)  # fmt: skip
_NOT_A_PAIR = _Cause(
    "这一行不是“键: 值”的写法", "请写成“键: 值”；如果正文从这里开始，请在它上面加一行 ---。",
    'this line is not "key: value"', 'Write "key: value"; if the body begins here, add a line --- above.',
)  # fmt: skip
_INDENT = _Cause(
    "缩进不对", "请让同一层的各行从同一列开始；不从属于上一行的，请顶格写。",
    "the indentation is unexpected", "Begin lines of one level in one column; start top-level keys at the margin.",
)  # fmt: skip
_COLON = _Cause(
    "值里有冒号", '请给整个值加上引号，例如 名称: "通知: 关于学习"。',
    "the value holds a colon", 'Put quotes around the value, as in name: "Notice: on study".',
)  # fmt: skip
_AFTER = _Cause(
    "引号或括号后面还有文字", "请给整个值加上引号。",
    "text follows the closing quote or bracket", "Put quotes around the whole value.",
)  # fmt: skip
_SIGN = _Cause(
    "值以有特殊含义的符号开头", "请给整个值加上引号。",
    "the value begins with a special sign", "Put quotes around the whole value.",
)  # fmt: skip
_DOCUMENTS = _Cause(
    "写了不止一份信息", "请只保留一份，并删去多余的 --- 或 % 行。",
    "there is more than one document", "Keep one, and remove the extra --- or % line.",
)  # fmt: skip
_TOO_DEEP = _Cause(
    f"层级超过 {_DEPTH} 层", "请减少层级，一般不超过三层。",
    f"it is nested more than {_DEPTH} levels", "Use fewer levels, usually no more than three.",
)  # fmt: skip
_TOO_MANY = _Cause(
    "内容太多", "开头只写标题、日期等信息，其余请写进正文。",
    "it holds too much", "Keep title, date and the like here; the rest belongs in the body.",
)  # fmt: skip
_OTHER = _Cause(
    "这一行无法理解", "请检查这一行的冒号、引号和缩进。",
    "this line cannot be understood", "Check the colon, quotes and indentation of this line.",
)  # fmt: skip


class _Note(NamedTuple):
    """What was put right."""

    what: str
    what_en: str


_FULL_COLON = _Note("键后面的全角冒号", "a full-width colon after a key")
_ODD_SPACE = _Note("全角空格或特殊空格", "a full-width or special space")
_LIST_SIGNS = _Note("列表里的中文标点", "Chinese punctuation in a list")
_NO_QUOTES = _Note("没有加引号的值", "a value without quotes")


class _Unreadable(Exception):
    """YAML that cannot be read; line and column count from 0 within what was given."""

    def __init__(self, cause: _Cause, line: int = 0, column: int = 0) -> None:
        super().__init__(cause.what_en)
        self.cause, self.line, self.column = cause, line, column


class _Tree(Struct):
    """What one piece of YAML says; lines count from 0 within the piece."""

    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    repeated: list[tuple[str, int, int]] = []
    magic: list[tuple[str, int, int]] = []


class _Header(Struct):
    """What has been read so far of the header that has `above` lines of the file before it."""

    path: str
    above: int
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    notes: set[_Note] = set()
    nodes: int = 0

    def found(self, code: Code, line: int, column: int = 0, /, **texts: object) -> None:
        """Keep a finding; the line counts from 1 within the header, 0 is the line before it."""
        self.problems.append(code.at(self.path, self.above + line, column, **texts))

    def noted(self, note: _Note, line: int, better: str) -> None:
        """Note what was put right and how it is written better, once for a header."""
        if note not in self.notes:
            self.notes.add(note)
            self.found(NORMALISED, line, better=better.strip(), **note._asdict())

    def refused(self, fault: _Unreadable, above: int) -> None:
        self.found(BAD_HEADER, above + fault.line + 1, fault.column + 1, **fault.cause._asdict())

    def take(self, tree: _Tree, above: int = 0) -> None:
        """Add what a piece of the header says; it has `above` lines of the header before it."""
        for key, line, first in tree.repeated:
            self.found(DUPLICATE_KEY, above + line + 1, key=key, first=self.above + above + first + 1)
        for what, line, column in tree.magic:
            self.found(YAML_MAGIC, above + line + 1, column + 1, what=what)
        for key, value in tree.values.items():
            self.put(key, value, above + tree.lines[key] + 1)
        for at, line in tree.lines.items():
            self.lines.setdefault(at, self.above + above + line + 1)

    def put(self, key: str, value: Value, line: int) -> None:
        """Add one value, or find that it is there already."""
        if key in self.values:
            self.found(DUPLICATE_KEY, line, key=key, first=self.lines[key])
            return
        self.values[key] = value
        self.lines[key] = self.above + line

    def done(self, body: str, body_line: int) -> FrontMatter:
        problems = in_order(_few(self.problems)) if self.problems else ()
        return FrontMatter(self.values, self.lines, body, body_line, problems)


def read(text: str, path: str, known: frozenset[str] = frozenset()) -> FrontMatter:
    """The values, their lines, and the body of one file.

    Args:
        text: as `text.decode` gives it.
        known: every key that a header may begin with, lower-case; without fences only these make a header.
    """
    if found := everyday(text):
        values, lines, end = found
        return FrontMatter(values, lines, text[end:], text.count("\n", 0, end) + 1, ())
    return _fenced(text, path, known) or _plain(text, path, known) or FrontMatter({}, {}, text, 1, ())


def _few(problems: Iterable[Problem]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for problem in problems:
        seen[problem.code] = seen.get(problem.code, 0) + 1
        if seen[problem.code] <= _FINDINGS:
            yield problem


def _folded(key: str) -> str:
    """The key as schemas know it: `ＴＩＴＬＥ ` → `title`."""
    return unicodedata.normalize("NFKC", key).strip().lower()


# between fences ---------------------------------------------------------------------------------


def _fenced(text: str, path: str, known: frozenset[str]) -> FrontMatter | None:
    opening = _OPENING.match(text)
    if opening is None:
        return None
    closing = _CLOSING.search(text, opening.end())
    end = closing.start() if closing else _end_of_paragraph(text, opening.end())
    block = text[opening.end() : end]
    if not _is_header(block, known, closed=closing is not None):
        return None
    header = _Header(path, text.count("\n", 0, opening.end()))
    if closing is None:
        header.found(BAD_HEADER, 0, 1, **_unclosed(header.above + block.count("\n") + 1)._asdict())
    _read_block(header, block, known)
    rest = closing.end() + 1 if closing else end
    return header.done(text[rest:], text.count("\n", 0, rest) + 1)


def _end_of_paragraph(text: str, start: int) -> int:
    while text[start : start + 1] == "\n":
        start += 1
    blank = _BLANK.search(text, start)
    return blank.start() if blank else len(text)


def _is_header(block: str, known: frozenset[str], *, closed: bool) -> bool:
    """Whether keys stand between the fences, or else `---` is a line drawn across the body."""
    first = block.split("\n", 1)[0].strip()
    keys = {_folded(key) for key in _KEYS.findall(block)}
    if closed and (first or not block.strip()):
        return bool(keys) or not block.strip() or _folded(first.split()[0]) in known
    return not keys.isdisjoint(known) if known else bool(keys)


def _unclosed(line: int) -> _Cause:
    return _Cause(
        "这个 --- 没有配对的结束 ---", f"请在第 {line} 行的位置加一行 ---，把它和正文分开。",
        "this --- is never closed", f"Add a line --- at line {line}, between it and the body.",
    )  # fmt: skip


def _read_block(header: _Header, block: str, known: frozenset[str]) -> None:
    if block.count("\n") > _NODES:
        return header.refused(_Unreadable(_TOO_MANY), 0)
    if UNUSABLE.search(block):
        header.problems += unusable(block, header.path, header.above)
        block = UNUSABLE.sub(" ", block)
    straight = _straightened(header, block, known)
    fault, taken = None, False
    try:
        taken = _take_whole(header, straight)
    except _Unreadable as found:
        fault = found
    if not taken:
        _read_by_entries(header, straight, fault)
    if "\\" in block or BIDI.search(block):
        _find_hidden(header)
    return None


def _take_whole(header: _Header, block: str) -> bool:
    """Take the block, unless it is good YAML only by accident and has to be looked at entry by entry.

    Raises:
        _Unreadable: when it is not good YAML.
    """
    listed, change = _listed(block)
    tree = _tree(header, listed)
    if tree.magic or (" #" in block and _HASHED_LINE.search(block)):
        return False
    if change:
        header.noted(_LIST_SIGNS, *change)
    header.take(tree)
    return True


def _find_hidden(header: _Header) -> None:
    r"""Find characters that nobody sees, typed or written as an escape like `"\\u202e"`."""
    for at, text in _texts(header.values, ""):
        line = header.lines[at] - header.above
        if bidi := BIDI.search(text):
            header.found(BIDI_CHARACTER, line, key=at, character=f"U+{ord(bidi[0]):04X}")
        if control := UNUSABLE.search(text):
            header.found(CONTROL_CHARACTER, line, character=f"U+{ord(control[0]):04X}")


def _texts(value: Value, at: str) -> Iterator[tuple[str, str]]:
    """Every text of a value with its place, keys too."""
    if isinstance(value, str):
        yield at, value
        return
    parts = value.items() if isinstance(value, dict) else ((str(n), part) for n, part in enumerate(value))
    for name, part in parts:
        below = f"{at}.{name}" if at else name
        yield below, name
        yield from _texts(part, below)


# what Chinese input methods leave ---------------------------------------------------------------


class _Outline:
    """Where keys may stand in a block: at the margin, and below a key without a value."""

    def __init__(self) -> None:
        self.levels = [0]
        self.opens = False

    def accepts(self, line: str, key: re.Match[str] | None, known: frozenset[str]) -> bool:
        """Whether the line holds a key and not a part of a value; to be asked line by line."""
        indent = len(line) - len(line.lstrip(" "))
        deeper = indent > self.levels[-1]
        if deeper and not self.opens:
            return False
        while indent < self.levels[-1]:
            self.levels.pop()
        self.opens = False
        if key is None or (deeper and key[3] == "：" and _folded(key[2]) not in known):
            return False
        if deeper:
            self.levels.append(indent)
        self.opens = not key[5]
        return True


def _straightened(header: _Header, block: str, known: frozenset[str]) -> str:
    """The block with ASCII colons after its keys, and ASCII spaces around them."""
    if separator := _LINE_SEPARATORS.search(block):
        block = _LINE_SEPARATORS.sub(" ", block)
        number = block.count("\n", 0, separator.start())
        header.noted(_ODD_SPACE, number + 1, block.split("\n")[number])
    if not _ODD.search(block):
        return block
    lines = block.split("\n")
    outline = _Outline()
    for index, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if outline.opens or not line.startswith(" "):
            lines[index] = _with_ascii_indent(header, line, index + 1)
        key = _KEY_LINE.match(lines[index])
        if outline.accepts(lines[index], key, known) and key:
            lines[index] = _with_ascii_colon(header, key, index + 1)
    return "\n".join(lines)


def _with_ascii_indent(header: _Header, line: str, number: int) -> str:
    rest = line.lstrip(_SPACE_SIGNS)
    indent = line[: len(line) - len(rest)]
    if not indent.isascii():
        header.noted(_ODD_SPACE, number, rest)
        indent = "".join("  " if sign == "\u3000" else " " for sign in indent)
    return indent + rest


def _with_ascii_colon(header: _Header, key: re.Match[str], number: int) -> str:
    better = f"{key[2]}: {key[5]}"
    _note_odd(header, key[3], key[4], number, better)
    return key[1] + better if key[3] == "：" or not key[4].isascii() else key[0]


def _note_odd(header: _Header, colon: str, gap: str, number: int, better: str) -> None:
    if colon == "：":
        header.noted(_FULL_COLON, number, better)
    if not gap.isascii():
        header.noted(_ODD_SPACE, number, better)


def _listed(block: str) -> tuple[str, tuple[int, str] | None]:
    """The block with ASCII punctuation between entries of `[…]`, and the first list changed with its line."""
    changes: list[tuple[int, str]] = []

    def relisted(found: re.Match[str]) -> str:
        parts = [_with_ascii_quotes(part) for part in _LIST_PART.findall(found[2][1:-1])]
        if not _LIST_MARKS.search(found[2]) or ",".join(parts) == found[2][1:-1]:
            return found[0]
        changes.append((found.start(), f"[{', '.join(part.strip() for part in parts)}]"))
        return f"{found[1]}[{','.join(parts)}]"

    if not _LIST_MARKS.search(block):
        return block, None
    listed = _LIST.sub(relisted, block)
    return listed, (block.count("\n", 0, changes[0][0]) + 1, changes[0][1]) if changes else None


def _with_ascii_quotes(part: str) -> str:
    quoted = _SMART_QUOTED.fullmatch(part)
    if quoted is None:
        return part
    text = quoted[2].replace("'", "''")
    return f"{quoted[1]}'{text}'{quoted[3]}"


# YAML from events -------------------------------------------------------------------------------


def _tree(header: _Header, source: str) -> _Tree:
    """What a piece of YAML says.

    Raises:
        _Unreadable: for a syntax fault, too much of it, or anything but one mapping.
    """
    events = iter(_events(header, source))
    tree = _Tree()
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            _find_magic(tree, event)
            tree.values = _mapping(tree, events, "")
        elif isinstance(event, yaml.NodeEvent):
            raise _not_a_pair(source.split("\n"), *_place(event))
        elif isinstance(event, yaml.DocumentStartEvent) and tree.lines:
            raise _Unreadable(_DOCUMENTS, *_place(event))
    return tree


def _events(header: _Header, source: str) -> list[yaml.Event]:
    """The events of a piece of YAML, read no further than the limits allow."""
    events: list[yaml.Event] = []
    depth = 0
    try:
        for event in yaml.parse(source, Loader=_LOADER):
            events.append(event)
            if isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.NodeEvent):
                header.nodes += 1
                depth += isinstance(event, yaml.CollectionStartEvent)
                if depth > _DEPTH or header.nodes > _NODES:
                    raise _Unreadable(_TOO_DEEP if depth > _DEPTH else _TOO_MANY, *_place(event))
                if isinstance(event, yaml.ScalarEvent) and event.style and _runs_on(event, source):
                    raise _Unreadable(_QUOTE, *_place(event))
    except yaml.YAMLError as error:
        raise _fault(error, source) from None
    return events


def _runs_on(event: yaml.ScalarEvent, source: str) -> bool:
    """Whether quoted text goes on at the margin: its quote was forgotten and closed by a later one."""
    if event.style not in ("'", '"') or not event.start_mark or not event.end_mark:
        return False
    return re.search(r"\n\S", source[event.start_mark.index : event.end_mark.index]) is not None


def _mapping(tree: _Tree, events: Iterator[yaml.Event], prefix: str) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _key(tree, event)
        at = prefix + key
        value_event = next(events)
        if key in values:
            tree.repeated.append((at, _place(event)[0], tree.lines[at]))
            _value(tree, events, value_event, at)
        else:
            tree.lines.setdefault(at, _place(event)[0])
            values[key] = _value(tree, events, value_event, at)
    return values


def _key(tree: _Tree, event: yaml.Event) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise _Unreadable(_NOT_A_PAIR, *_place(event))
    _find_magic(tree, event)
    key = _folded(event.value)
    if not key or len(key) > _KEY_LENGTH:
        raise _Unreadable(_NOT_A_PAIR, *_place(event))
    return key


def _value(tree: _Tree, events: Iterator[yaml.Event], event: yaml.Event, at: str) -> Value:
    _find_magic(tree, event)
    if isinstance(event, yaml.ScalarEvent):
        return "" if event.value in _NOTHING and not event.style else event.value
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(tree, events, at + ".")
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(tree, events, at + ".")
    return ""


def _sequence(tree: _Tree, events: Iterator[yaml.Event], prefix: str) -> list[Value]:
    values: list[Value] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        at = f"{prefix}{len(values)}"
        tree.lines.setdefault(at, _place(event)[0])
        values.append(_value(tree, events, event, at))
    return values


def _find_magic(tree: _Tree, event: yaml.Event) -> None:
    """Keep the aliases, anchors and tags of a node."""
    if isinstance(event, yaml.AliasEvent):
        tree.magic.append((f"*{event.anchor}", *_place(event)))
    elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
        if event.anchor:
            tree.magic.append((f"&{event.anchor}", *_place(event)))
        if event.tag:
            tree.magic.append((event.tag.replace("tag:yaml.org,2002:", "!!"), *_place(event)))


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


# one entry at a time, when the whole is not good YAML --------------------------------------------


def _read_by_entries(header: _Header, block: str, fault: _Unreadable | None) -> None:
    """Take every top-level entry that can be read or whose meaning is plain, and find the faults of the rest."""
    header.nodes = 0
    before = len(header.problems)
    body = _PROSE_AFTER_GAP.search(block)
    anchors = frozenset(_ANCHOR.findall(block))
    for above, entry in _entries(block[: body.start()] if body else block):
        if header.nodes > _NODES:
            return header.refused(_Unreadable(_TOO_MANY), above)
        _read_entry(header, above, entry, anchors)
    if body:
        header.refused(_Unreadable(_NOT_A_PAIR), block.count("\n", 0, body.end()))
    if fault and len(header.problems) == before:
        header.refused(fault, 0)
    return None


def _entries(block: str) -> Iterator[tuple[int, list[str]]]:
    """Each top-level entry with its further lines, and how many lines stand above it."""
    entry: list[str] = []
    above = 0
    for number, line in enumerate(block.split("\n")):
        if entry and not _continues(entry, line):
            yield above, entry
            entry, above = [], number
        entry.append(line)
    yield above, entry


def _continues(entry: list[str], line: str) -> bool:
    if not line or line[0] in " \t#]}" or line.startswith(("- ", ": ")) or line == "-":
        return True
    if not _OPEN_LIST.fullmatch(entry[0]) or _ENTRY.match(line):
        return False
    return len(entry) == 1 or not re.search(r"[\]}]", entry[-1])


def _read_entry(header: _Header, above: int, entry: list[str], anchors: frozenset[str]) -> None:
    header.nodes += 1
    listed, change = _listed("\n".join(entry))
    tree, fault = _Tree(), None
    try:
        tree = _tree(header, listed)
    except _Unreadable as found:
        fault = found
    pair = _only_pair(entry)
    if pair and (fault or tree.magic or _HASHED_VALUE.match(pair[2])) and _is_text(pair[2], anchors):
        _take_as_text(header, pair, above + 1)
    elif fault and pair and (sign := _MAGIC_SIGN.match(pair[2])):
        header.found(YAML_MAGIC, above + 1, pair.start(2) + 1, what=sign[0])
    elif fault:
        header.refused(fault, above)
    else:
        if change:
            header.noted(_LIST_SIGNS, above + change[0], change[1])
        header.take(tree, above)


def _only_pair(entry: list[str]) -> re.Match[str] | None:
    """The key and value of an entry on one line."""
    further = any(line.strip() and not line.lstrip().startswith("#") for line in entry[1:])
    return None if further else _ENTRY.match(entry[0])


def _is_text(value: str, anchors: frozenset[str]) -> bool:
    """Whether a value that is not good YAML can only be meant as the text it is."""
    if value[0] == '"':
        return value.count('"') > 1 and not ("\\" in value and value.endswith('"'))
    if value[0] == "'":
        return value.count("'") > 1
    if value[0] in "[{":
        return value.startswith(("{{", "{%")) or _closes_early(value)
    sign = _MAGIC_SIGN.match(value)
    return sign is None or (value[0] == "*" and sign[0][1:] not in anchors)


def _closes_early(value: str) -> bool:
    """Whether the bracket that opens a value closes before its end: `[转载]关于…`."""
    depth = 0
    for index, character in enumerate(value):
        depth += (character in "[{") - (character in "]}")
        if depth == 0:
            return index < len(value) - 1
    return False


def _take_as_text(header: _Header, pair: re.Match[str], line: int) -> None:
    text = _COMMENT.sub("", pair[2]).rstrip()
    quoted = f'"{text}"' if not re.search(r'["\\]', text) else "'" + text.replace("'", "''") + "'"
    header.found(NORMALISED, line, better=f"{pair[1]}: {quoted}", **_NO_QUOTES._asdict())
    header.put(_folded(pair[1]), text, line)


# what a syntax fault is, in the writer's words ----------------------------------------------------


def _fault(error: yaml.YAMLError, source: str) -> _Unreadable:  # noqa: PLR0911  # a table of causes
    if not isinstance(error, yaml.MarkedYAMLError) or not error.problem_mark:
        return _Unreadable(_OTHER)
    lines = source.rstrip().split("\n")
    line, column = _within(lines, error.problem_mark.line, error.problem_mark.column)
    begun = error.context_mark or error.problem_mark
    first, first_column = _within(lines, begun.line, begun.column)
    context, problem = error.context or "", error.problem or ""
    if (tab := _tab_indent(lines, first, line)) >= 0:
        return _Unreadable(_TAB, tab)
    if "expected ':'" in problem:
        return _not_a_pair(lines, first, first_column)
    if problem.startswith("mapping values"):
        return _stray_colon(lines, line, column)
    if "document start" in problem or "directive" in context:
        return _stray_document(lines, line)
    for in_context, in_problem, cause in _SAID:
        if in_context in context and in_problem in problem:
            return _Unreadable(cause, first, first_column)
    if "parsing a block" in context:
        cause = _AFTER if lines[line][:column].strip() else _INDENT if column else _NOT_A_PAIR
        return _Unreadable(cause, line, column)
    return _Unreadable(_OTHER, line, column)


def _within(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """A place inside the lines; the parser may name the one after their end."""
    return (line, column) if line < len(lines) else (len(lines) - 1, len(lines[-1]))


_SAID = (
    ("quoted scalar", "escape", _BACKSLASH),
    ("quoted scalar", "", _QUOTE),
    ("flow ", "", _BRACKET),
    ("block scalar", "", _SIGN),
    ("an alias", "", _SIGN),
    ("an anchor", "", _SIGN),
    ("a tag", "", _SIGN),
    ("", "cannot start any token", _SIGN),
    ("", "entries are not allowed", _SIGN),
    ("", "keys are not allowed", _SIGN),
    ("", "node content", _SIGN),
)
"""Words of the context and the problem that libyaml and PyYAML both use, and what they mean."""


def _tab_indent(lines: list[str], first: int, last: int) -> int:
    """The first of these lines that is indented with a tab, or -1."""
    for number in range(first, last + 1):
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        if "\t" in indent and lines[number].strip():
            return number
    return -1


def _not_a_pair(lines: list[str], line: int, column: int) -> _Unreadable:
    line, column = _within(lines, line, column)
    if lines[0].startswith("--- "):
        return _Unreadable(_DOCUMENTS)
    if unspaced := _NO_SPACE.match(lines[line]):
        return _unspaced(unspaced, line)
    return _Unreadable(_NOT_A_PAIR, line, column)


def _unspaced(pair: re.Match[str], line: int) -> _Unreadable:
    better = f"{pair[1]}: {pair[2][:30]}"
    cause = _SPACE._replace(fix=f"请加一个空格，写成“{better}”。", fix_en=f'Write "{better}".')
    return _Unreadable(cause, line, pair.end(1) + 1)


def _stray_document(lines: list[str], line: int) -> _Unreadable:
    """A second document: from a `%` or `---` line, or because the first key is indented and this is not."""
    for number, text in enumerate(lines):
        if text.startswith(("%", "--- ")):
            return _Unreadable(_DOCUMENTS, number)
    return _Unreadable(_INDENT, line)


def _stray_colon(lines: list[str], line: int, column: int) -> _Unreadable:
    """A colon where no key can be: in a value, after a wrong indent, or below a key without its space."""
    text = lines[line]
    if re.search(r":[ \t]", text[:column]):
        return _Unreadable(_COLON, line, column)
    if line and (unspaced := _NO_SPACE.match(lines[line - 1])):
        return _unspaced(unspaced, line - 1)
    return _Unreadable(_INDENT, line, len(text) - len(text.lstrip()))


# plain lines ------------------------------------------------------------------------------------


def _plain(text: str, path: str, known: frozenset[str]) -> FrontMatter | None:
    start = len(text) - len(text.lstrip(" \t\n"))
    start = text.rfind("\n", 0, start) + 1
    first = _PLAIN_LINE.match(text, start)
    if first is None or _folded(first[1]) not in known:
        return None
    header = _Header(path, text.count("\n", 0, start))
    lines = text[start : _end_of_paragraph(text, start)].split("\n")
    size = _read_plain(header, lines, known)
    rest = start + sum(len(line) + 1 for line in lines[:size])
    if UNUSABLE.search(text, start, rest) or BIDI.search(text, start, rest):
        _find_hidden(header)
    if gap := _BLANK_LINE.match(text, rest):
        rest = gap.end()
    return header.done(text[rest:], text.count("\n", 0, rest) + 1)


def _read_plain(header: _Header, lines: list[str], known: frozenset[str]) -> int:
    """Take the lines up to the first that is neither `键: 值` nor indented; how many were taken."""
    entries: list[tuple[int, re.Match[str], list[str]]] = []
    taken = 0
    for line in lines:
        pair = _PLAIN_LINE.fullmatch(line)
        if len(entries) > _NODES:
            header.refused(_Unreadable(_TOO_MANY), taken)
            break
        if entries and line.startswith((" ", "\t")):
            entries[-1][2].append(line.strip())
        elif pair and (_folded(pair[1]) in known or _PLAIN_KEY.fullmatch(pair[1])):
            entries.append((taken + 1, pair, [pair[4].strip()]))
        else:
            break
        taken += 1
    for number, pair, parts in entries:
        _note_odd(header, pair[2], pair[3], number, f"{pair[1]}: {parts[0]}")
        header.put(_folded(pair[1]), _joined(parts), number)
    return taken


def _joined(parts: list[str]) -> str:
    """Lines as one, with a space between them unless both sides are Chinese."""
    text: list[str] = []
    for part in filter(None, parts):
        if text and not (_is_wide(text[-1][-1]) and _is_wide(part[0])):
            text.append(" ")
        text.append(part)
    return "".join(text)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
