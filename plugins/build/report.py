"""Problems and results as text, JSON, and annotations of git hosts."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from plugins.build.request import Outcome
from plugins.network.problems import Problem, to_json

FORMATS = ("text", "json", "github", "gitlab")
_MARKS = {"error": "错误", "warning": "提醒", "note": "说明"}
_MARKS_EN = {"error": "error", "warning": "warning", "note": "note"}


def line(problem: Problem, language: str, content: str) -> str:
    """One Problem on one line: place, code, what was found and what to do."""
    place = f"{content}/{problem.path}" + (f":{problem.line}" if problem.line else "")
    place += f":{problem.column}" if problem.column else ""
    zh = language == "zh"
    mark = (_MARKS if zh else _MARKS_EN)[problem.severity]
    kept = ""
    if problem.published_instead:
        kept = (
            f"（{problem.published_instead} 仍显示上一个正确的版本）"
            if zh
            else f" ({problem.published_instead} still shows its last good version)"
        )
    text = f"{problem.message['zh']}：{problem.remedy['zh']}" if zh else f"{problem.message['en']}. {problem.remedy['en']}"
    return f"{place} {problem.code} {mark} {text}{kept}"


def text(problems: Sequence[Problem], language: str, content: str) -> str:
    """All errors and warnings, a line each; notes are only counted."""
    shown = [line(problem, language, content) for problem in problems if problem.severity != "note"]
    notes = sum(problem.severity == "note" for problem in problems)
    if notes:
        more = f"另有 {notes} 条说明（--format json 可以看到）" if language == "zh" else f"{notes} more notes (see --format json)"
        shown.append(more)
    return "\n".join(shown)


def github(problems: Iterable[Problem], content: str) -> str:
    """Workflow commands that GitHub and Gitea show in the diff."""
    words = {"error": "error", "warning": "warning", "note": "notice"}
    return "\n".join(
        f"::{words[problem.severity]} file={content}/{problem.path},line={max(1, problem.line)},title={problem.code}::"
        + _escaped(f"{problem.message['zh']}：{problem.remedy['zh']} / {problem.message['en']}. {problem.remedy['en']}")
        for problem in problems
    )


def _escaped(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def gitlab(problems: Iterable[Problem], content: str) -> str:
    """A Code Quality report for GitLab's merge requests."""
    severities = {"error": "major", "warning": "minor", "note": "info"}
    rows = [
        {
            "description": f"{problem.message['zh']}：{problem.remedy['zh']}",
            "check_name": problem.code,
            "fingerprint": hashlib.sha256(repr(problem.key()).encode()).hexdigest(),
            "severity": severities[problem.severity],
            "location": {"path": f"{content}/{problem.path}", "lines": {"begin": max(1, problem.line)}},
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def document(
    *,
    as_of: str,
    tier: str,
    release: str,
    code: int,
    outcomes: Mapping[str, Outcome],
    written: Mapping[str, int],
    problems: Iterable[Problem],
    seconds: float,
) -> dict[str, Any]:
    """The JSON object that the contract fixes."""
    return {
        "as_of": as_of,
        "tier": tier,
        "release": release,
        "exit": code,
        "sites": [
            {
                "id": site_id,
                "items": outcome.items,
                "pages": outcome.tree.pages,
                "written": written.get(site_id, 0),
                "reasons": list(outcome.reasons),
                "state": "kept" if outcome.failed else "rendered" if outcome.reasons else "unchanged",
            }
            for site_id, outcome in outcomes.items()
        ],
        "problems": [_told(problem) for problem in problems],
        "seconds": round(seconds, 3),
    }


def _told(problem: Problem) -> dict[str, Any]:
    """A Problem with the keys that the contract fixes; what it stops is told by the exit code."""
    return {name: value for name, value in to_json(problem).items() if name not in ("stops", "within")}


def count(problems: Iterable[Problem]) -> Counter[str]:
    """How many Problems of each severity."""
    return Counter(problem.severity for problem in problems)


_SHEET = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>检查报告 - {{ title }}</title>
<style>
body{max-width:56rem;margin:0 auto;padding:24px 16px;font:17px/1.75 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#221d19}
h1{font-size:1.6rem} section{border-left:4px solid #8a5a00;padding:4px 16px;margin:16px 0;background:#faf8f4}
section.error{border-color:#a8271c} section.note{border-color:#8c8075} code{overflow-wrap:anywhere} p{margin:4px 0}
</style></head><body>
<h1>检查报告：{{ title }}</h1>
<p>按 {{ as_of }} 检查：错误 {{ counts.error or 0 }} 条，提醒 {{ counts.warning or 0 }} 条，说明 {{ counts.note or 0 }} 条。</p>
{% for problem in problems %}
<section class="{{ problem.severity }}"><p><b>{{ marks[problem.severity] }}</b> {{ problem.message.zh }}</p>
<p>办法：{{ problem.remedy.zh }}</p>
<p><code>{{ problem.path }}{% if problem.line %} 第 {{ problem.line }} 行{% endif %}</code> · {{ problem.code }}
{% if problem.published_instead %}· 页面仍显示上一个正确的版本{% endif %}</p></section>
{% else %}<p>没有发现问题。</p>{% endfor %}
</body></html>
"""


def sheet(title: str, problems: Sequence[Problem], as_of: str) -> str:
    """The 检查报告 of one site as a page of its own, to be opened by the editor and never published."""
    from jinja2 import Template  # only when such a page is asked for

    page: str = Template(_SHEET, autoescape=True).render(
        title=title, problems=problems, as_of=as_of, counts=count(problems), marks=_MARKS
    )
    return page
