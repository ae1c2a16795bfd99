"""The Nu HTML Checker finds no error on any page."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.quality.conftest import Shown
from tests.quality.judges import judge, program

pytestmark = pytest.mark.xdist_group("markup")


def said_of(*pages: Path) -> list[str]:
    """What the checker says of these pages, or of all below these folders."""
    java, jar = program("java", "default-jre-headless"), judge("vnu-jar/build/dist/vnu.jar")
    command = [java, "-Xmx512m", "-jar", str(jar), "--format", "json", "--skip-non-html", *map(str, pages)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return [f"{one['url']}:{one['lastLine']} {one['message']}" for one in json.loads(ended.stderr)["messages"]]


def test_no_page_has_a_fault_in_its_html(shown: Shown) -> None:
    assert "\n".join(said_of(shown.folder)) == ""


def test_the_checker_would_find_one(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><html lang="zh-CN"><head><title>x</title></head><body><ul><p>x</p></ul></body></html>')
    assert ["Element “p” not allowed" in one for one in said_of(page)] == [True]
