"""What Lighthouse says of three pages: `make lighthouse`. Not among the tests: it measures time, and wants the machine to itself."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser import CHROMIUM, FLAGS, IN_BROWSER
from tests.quality.conftest import Shown
from tests.quality.judges import judge, program

pytestmark = IN_BROWSER

LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = {"portal": "/", "branch": "/zhuangpei/", "item": "/zhuangpei/news/2026-01-14-fixture-cart/"}


def report(url: str, folder: Path) -> dict[str, Any]:
    """Lighthouse's report on a page as a phone on a slow network meets it."""
    command = [program("node", "nodejs"), str(judge("lighthouse/cli/index.js")), url, "--quiet", "--no-enable-error-reporting"]
    command += ["--output=json", f"--output-path={folder}/report.json", f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}"]
    subprocess.run(command, check=True, timeout=300, env={**os.environ, "CHROME_PATH": CHROMIUM})
    told: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    return told


@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_is_content(shown: Shown, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = report(shown.served(PAGES[name]), tmp_path)
    scores = {category: round(100 * one["score"]) for category, one in told["categories"].items()}
    timing = {
        id_: told["audits"][id_]["displayValue"]
        for id_ in ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
    }
    with capsys.disabled():
        print(f"\n{name}: {scores} {timing}")
    assert {category: score for category, score in scores.items() if score < LEAST[category]} == {}
