"""What `zhibu check --format json` found, as one review of a pull request on Gitea or Forgejo: a comment at each line.

    python3 deploy/gitea/review.py content < report.json

$REVIEWS is the address of the pull request's reviews, $TOKEN may write there. Nothing found, nothing said.
"""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any
from urllib.request import Request, urlopen


def review(report: Mapping[str, Any], content: str) -> dict[str, Any]:
    """The review that the forge's API takes."""
    shown = [problem for problem in report["problems"] if problem["severity"] != "note"]
    return {
        "event": "COMMENT",
        "body": f"zhibu check：{len(shown)} 处需要看一看",
        "comments": [
            {
                "path": f"{content}/{problem['path']}",
                "new_position": max(1, problem["line"]),
                "body": f"**{problem['code']}** {problem['message']['zh']}：{problem['remedy']['zh']}",
            }
            for problem in shown
        ],
    }


def send(body: Mapping[str, Any], address: str, token: str) -> None:
    """Post it.

    Raises:
        OSError: the forge does not take it.
    """
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    with urlopen(Request(address, json.dumps(body).encode(), headers), timeout=60):
        pass


if __name__ == "__main__":
    written = review(json.load(sys.stdin), sys.argv[1])
    if written["comments"]:
        send(written, os.environ["REVIEWS"], os.environ["TOKEN"])
