"""Problems and results as text, JSON, and annotations of git hosts."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from plugins.build.build import Outcome
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
                "pages": sum(entry.path.endswith(".html") for entry in outcome.tree),
                "written": written.get(site_id, 0),
                "reasons": list(outcome.reasons),
                "state": "kept" if outcome.failed else "rendered" if outcome.reasons else "unchanged",
            }
            for site_id, outcome in outcomes.items()
        ],
        "problems": [to_json(problem) for problem in problems],
        "seconds": round(seconds, 3),
    }


def count(problems: Iterable[Problem]) -> Counter[str]:
    """How many Problems of each severity."""
    return Counter(problem.severity for problem in problems)
