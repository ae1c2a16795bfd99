"""The shipped pipelines, their steps really run: check, build, verify, publish over ssh, from fresh checkouts with caches."""

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.due import head, is_due, main
from deploy.gitea.review import review
from plugins.release.verify import verify
from tests.networks import AS_OF, SMALL, Place
from tests.publish.making import Machine, machine

ROOT = Path(__file__).parents[2]
FORGES = ("github", "gitea", "gitlab")
TEXTS = {forge: (ROOT / "deploy" / forge / "zhibu.yml").read_text("utf-8") for forge in FORGES}
WRITTEN: Mapping[str, Any] = {forge: yaml.safe_load(text) for forge, text in TEXTS.items()}
FAULTY = "content/a/news/2026-11-03-bad.md"
BAD = "---\ntitle: 坏日期\ndate: 2026-13-45\n---\n正文。\n"
ZHIBU = re.compile(r"\.venv/bin/zhibu ([a-z]+[^|>\n]*)")
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")

pytestmark = pytest.mark.xdist_group("pipelines")


def steps(forge: str, job: str) -> list[dict[str, Any]]:
    """The steps of a job that run something: script, condition, surroundings."""
    told = WRITTEN[forge]
    if forge == "gitlab":
        return [{"run": "\n".join([*told["default"]["before_script"], *told[job]["script"]])}]
    return [step for step in told["jobs"][job]["steps"] if "run" in step]


def kept(forge: str) -> list[str]:
    """The paths inside the checkout that a job hands to the next one."""
    if forge == "gitlab":
        return list(WRITTEN[forge]["publish"]["cache"]["paths"])
    (cache,) = [step for step in WRITTEN[forge]["jobs"]["publish"]["steps"] if "actions/cache@" in step.get("uses", "")]
    return [path for path in cache["with"]["path"].split() if not path.startswith("~")]


@dataclass(frozen=True)
class Checkout:
    """A fresh checkout on a runner: content, the files of deploy/, and programs that stand for what runners have."""

    folder: Path
    values: Mapping[str, str]

    @classmethod
    def fresh(cls, folder: Path, values: Mapping[str, str]) -> "Checkout":
        """As git gives it."""
        for path, written in SMALL.items():
            file = folder / "content" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(written.encode() if isinstance(written, str) else written)
        shutil.copytree(ROOT / "deploy", folder / "deploy")
        (folder / "tmp").mkdir()
        made = cls(folder, values)
        made._program(".venv/bin/zhibu", f'echo "$*" >> ran.txt; exec {ROOT}/.venv/bin/zhibu "$@"')
        for name in ("make", "apt-get"):
            made._program(f"bin/{name}", f'echo "{name} $*" >> asked.txt')
        return made

    def _program(self, path: str, does: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{does}\n")
        file.chmod(0o755)

    def restore(self, other: "Checkout", forge: str) -> None:
        """What the forge's cache brings from an earlier run."""
        for path in kept(forge):
            source, to = other.folder / path, self.folder / path
            if source.is_dir():
                shutil.copytree(source, to, symlinks=True)
            elif source.exists():
                shutil.copy(source, to)

    def run(self, forge: str, job: str, **more: str) -> tuple[int, str]:
        """The exit code of a job, and everything that it prints."""
        printed = ""
        for step in steps(forge, job):
            named = (
                {name: self._value(value) for name, value in step.get("env", {}).items()} if forge != "gitlab" else self.values
            )
            if more.get("SKIP_DUE", "yes") and "due.py" in step["run"] and forge != "gitlab":
                continue
            done = self._run(step["run"], {**named, **more})
            printed += done.stdout
            if done.returncode:
                return done.returncode, printed
        return 0, printed

    def _value(self, written: str) -> str:
        return EXPRESSION.sub(lambda found: self.values.get(found[1], ""), str(written))

    def _run(self, script: str, named: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        own = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}", "HOME": str(self.folder), "TMPDIR": str(self.folder / "tmp")}
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script], cwd=self.folder, env={**own, **named},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def lines(self, name: str) -> list[str]:
        """What the programs of the runner were asked."""
        file = self.folder / name
        return file.read_text("utf-8").splitlines() if file.exists() else []


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine to publish to."""
    with machine(tmp_path_factory.mktemp("sshd")) as made:
        yield made


def values(sshd: Machine, www: Path) -> dict[str, str]:
    """The variables and secrets of a project that publishes to a folder of a machine, as each forge calls them."""
    shared = {
        "DEST": f"{sshd.host}:{www}",
        "KNOWN_HOSTS": (sshd.folder / "known_hosts").read_text(),
        "SSH_PORT": str(sshd.port),
        "SSH_KEY": (sshd.folder / "key").read_text(),
    }
    return {
        **shared,
        "vars.ZHIBU_DEST": shared["DEST"],
        "vars.ZHIBU_KNOWN_HOSTS": shared["KNOWN_HOSTS"],
        "vars.ZHIBU_SSH_PORT || '22'": shared["SSH_PORT"],
        "secrets.ZHIBU_SSH_KEY": shared["SSH_KEY"],
    }


def zhibu_commands(forge: str, job: str) -> list[str]:
    """The `zhibu` commands of a job in order, those of deploy/publish.sh in their place."""
    script = "\n".join(step["run"] for step in steps(forge, job))
    whole = script.replace("sh deploy/publish.sh", (ROOT / "deploy" / "publish.sh").read_text("utf-8"))
    return [command.strip() for command in ZHIBU.findall(whole)]


# publishing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """A checkout whose pipeline has published, one article of it faulty, and what the pipeline printed."""

    forge: str
    checkout: Checkout
    code: int
    printed: str
    online: Path

    def next(self, folder: Path, **values: str) -> Checkout:
        """The checkout of the next pipeline, with what the forge's caches bring."""
        made = Checkout.fresh(folder, {**self.checkout.values, **values})
        (made.folder / FAULTY).write_text(BAD, "utf-8")
        made.restore(self.checkout, self.forge)
        return made


@pytest.fixture(scope="module", params=FORGES)
def published(request: pytest.FixtureRequest, sshd: Machine, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Each forge's pipeline, run once."""
    folder = tmp_path_factory.mktemp(request.param)
    checkout = Checkout.fresh(folder / "first", values(sshd, folder / "www"))
    (checkout.folder / FAULTY).write_text(BAD, "utf-8")
    return Published(request.param, checkout, *checkout.run(request.param, "publish"), folder / "www" / "current")


def test_a_pipeline_publishes_everything_but_a_faulty_article(published: Published) -> None:
    assert published.code == 0, published.printed
    assert "ZB-107" in published.printed
    assert verify(published.online) == []
    assert (published.online / "a" / "news" / "2026-10-01-walk" / "index.html").exists()
    dest = published.checkout.values["DEST"]
    ran = [command.replace(dest, '"$DEST"') for command in published.checkout.lines("ran.txt")]
    assert ran == zhibu_commands(published.forge, "publish")
    assert len(ran) == 3


def test_from_its_caches_the_next_one_sends_nothing(published: Published, tmp_path: Path) -> None:
    online = os.readlink(published.online)
    code, printed = published.next(tmp_path / "second").run(published.forge, "publish")
    assert code == 0, printed
    assert "那里已经是" in printed
    assert os.readlink(published.online) == online


def test_no_secret_is_printed_or_left_behind_even_when_the_server_refuses(
    published: Published, tmp_path: Path, sshd: Machine
) -> None:
    other = (sshd.folder / "host").read_text()
    checkout = published.next(tmp_path / "checkout", **{"SSH_KEY": other, "secrets.ZHIBU_SSH_KEY": other})
    code, printed = checkout.run(published.forge, "publish")
    assert code == 20
    assert "ZB-915" in printed
    secret = [line for line in other.splitlines() if not line.startswith("-")]
    assert [line for line in secret if line in printed] == []
    assert list((checkout.folder / "tmp").iterdir()) == []
    left = [path for path in checkout.folder.rglob("*") if path.is_file() and secret[1].encode() in path.read_bytes()]
    assert left == []


@pytest.mark.parametrize("forge", FORGES)
def test_a_refused_configuration_publishes_nothing(forge: str, tmp_path: Path, sshd: Machine) -> None:
    checkout = Checkout.fresh(tmp_path / "checkout", values(sshd, tmp_path / "www"))
    (checkout.folder / "content" / "network.yaml").write_text("name: [")
    code, _ = checkout.run(forge, "publish")
    assert code != 0
    assert not (tmp_path / "www").exists()


# checking ---------------------------------------------------------------------------------------


@contextmanager
def forge_that_listens() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """An address that takes reviews, and what it was sent: token and body."""
    taken: list[tuple[str, Any]] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: tests are quiet."""

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/reviews", taken
        server.shutdown()


@pytest.mark.parametrize(("forge", "bad"), [("github", True), ("gitlab", True), ("gitea", True), ("gitea", False)])
def test_a_merge_request_is_checked_and_told_at_the_line(forge: str, bad: bool, tmp_path: Path) -> None:
    checkout = Checkout.fresh(tmp_path / "checkout", {})
    if bad:
        (checkout.folder / FAULTY).write_text(BAD, "utf-8")
    code, printed = checkout.run(forge, "check")
    assert code == (10 if bad else 0), printed
    assert checkout.lines("ran.txt") == zhibu_commands(forge, "check")
    if forge == "github":
        assert (f"::error file={FAULTY},line=3,title=ZB-107::" in printed) is bad
    if forge == "gitlab":
        told = json.loads((checkout.folder / "gl-code-quality-report.json").read_text("utf-8"))
        places = [(one["location"]["path"], one["location"]["lines"]["begin"]) for one in told]
        assert [place for place in places if "/site.yaml" not in place[0]] == [
            (FAULTY, 3)
        ] * bad  # with the days sites grow stale
    if forge == "gitea":
        comment = next(step["run"] for step in steps(forge, "check") if "review.py" in step["run"])
        with forge_that_listens() as (address, taken):
            assert checkout._run(comment, {"REVIEWS": address, "TOKEN": "t0k"}).returncode == 0
        assert [token for token, _ in taken] == ["token t0k"] * bad
        assert [(one["path"], one["new_position"]) for _, body in taken for one in body["comments"]] == [(FAULTY, 3)] * bad


def test_a_review_leaves_notes_out_and_always_names_a_line() -> None:
    text = {"zh": "有误", "en": "wrong"}
    found = [
        {"path": "a.md", "line": 0, "code": "ZB-1", "severity": kind, "message": text, "remedy": text}
        for kind in ("note", "error")
    ]
    (comment,) = review({"problems": found}, "content")["comments"]
    assert comment == {"path": "content/a.md", "new_position": 1, "body": "**ZB-1** 有误：有误"}


# when it runs -----------------------------------------------------------------------------------

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("next_change", "due"),
    [("2026-11-21T20:00:00+08:00", True), ("2026-11-21T20:00:01+08:00", False), ("", False)],
)
def test_it_is_due_from_the_moment_that_the_manifest_names(next_change: str, due: bool, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 2, "next_change": next_change}))
    assert main(str(tmp_path / "manifest.json"), NOW) == (0 if due else 1)


@pytest.mark.parametrize("manifest", ["", "<html>", '{"next_change": "soon"}'])
def test_where_nobody_knows_it_is_due(manifest: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    assert main(str(tmp_path / "manifest.json"), NOW) == 0
    assert main(str(tmp_path / "nothing"), NOW) == 0


def test_the_moment_stands_in_the_head_of_a_real_manifest(demo: Any) -> None:
    with open(demo.current / "manifest.json", encoding="utf-8") as file:
        first = file.readline()
    assert '"next_change": "20' in first
    assert is_due(first[:8192], datetime(2999, 1, 1, tzinfo=UTC))
    assert not is_due(first[:8192], datetime(2000, 1, 1, tzinfo=UTC))


def test_what_appears_by_itself_is_due_at_its_moment_and_not_before_or_after(small: Place) -> None:
    """Also when the build that learned of it had nothing else to publish."""
    moment, second = AS_OF.replace(day=23, hour=9), timedelta(seconds=1)
    small.write("a/news/2026-11-23-later.md", "---\ntitle: 到点才出现\npublish: 2026-11-23 09:00\n---\n到点了。\n")
    before = small.tree()
    for as_of in (AS_OF, moment - second):
        small.build(as_of)
        assert small.tree() == before
        assert [is_due(head(f"{small.current}/manifest.json"), now) for now in (moment - second, moment)] == [False, True]
    small.build(moment)
    assert small.has("/a/news/2026-11-23-later/")
    assert not is_due(head(f"{small.current}/manifest.json"), moment)


@pytest.mark.parametrize("moment", ["2999-01-01T00:00:00+08:00", "2000-01-01T00:00:00+08:00"])
def test_an_hourly_run_works_only_when_it_is_due(moment: str, tmp_path: Path, sshd: Machine) -> None:
    waits = moment.startswith("2999")
    (tmp_path / "manifest.json").write_text(json.dumps({"next_change": moment}))
    checkout = Checkout.fresh(tmp_path / "checkout", values(sshd, tmp_path / "www"))
    (checkout.folder / "content" / "network.yaml").write_text("name: [")  # so that a build is quickly over
    code, _ = checkout.run("gitlab", "publish", ONLY_IF_DUE="yes", SITE=str(tmp_path))
    assert (checkout.lines("ran.txt"), code == 0) == ([] if waits else ["build"], waits)
    for forge in ("github", "gitea"):
        (asks,) = [step for step in steps(forge, "publish") if "due.py" in step["run"]]
        output = tmp_path / f"{forge}.txt"
        assert checkout._run(asks["run"], {"SITE": str(tmp_path), "GITHUB_OUTPUT": str(output)}).returncode == 0
        assert (output.read_text() if output.exists() else "") == ("wait=yes\n" if waits else "")


@pytest.mark.parametrize("forge", ["github", "gitea"])
def test_after_that_question_every_step_waits_for_its_answer(forge: str) -> None:
    written = WRITTEN[forge]["jobs"]["publish"]["steps"]
    place = next(number for number, step in enumerate(written) if step.get("id") == "hourly")
    assert {step["if"] for step in written[place + 1 :]} == {"steps.hourly.outputs.wait != 'yes'"}
    schedules = [one["cron"] for one in WRITTEN[forge][True]["schedule"]]  # YAML reads `on` as true
    assert schedules == ["5 16 * * *", "35 * * * *"]
    assert written[place]["if"] == f"github.event.schedule == '{schedules[1]}'"


# what runners are trusted with ------------------------------------------------------------------


@pytest.mark.parametrize("forge", ["github", "gitea"])
def test_actions_are_pinned_and_secrets_reach_one_step(forge: str) -> None:
    told = WRITTEN[forge]
    used = [step["uses"] for job in told["jobs"].values() for step in job["steps"] if "uses" in step]
    assert used
    assert [one for one in used if not re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", one)] == []
    holders = [step["name"] for job in told["jobs"].values() for step in job["steps"] if "secrets." in str(step)]
    assert holders == ["Publish"]
    assert "pull_request_target" not in TEXTS[forge]
    assert "secrets." not in str(told["jobs"]["check"])


def test_the_pipeline_of_github_may_only_read() -> None:
    assert WRITTEN["github"]["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("forge", FORGES)
def test_make_targets_of_a_pipeline_exist_and_nothing_is_traced(forge: str) -> None:
    scripts = "\n".join(step["run"] for job in ("check", "publish") for step in steps(forge, job))
    scripts += (ROOT / "deploy" / "publish.sh").read_text("utf-8")
    targets = set(re.findall(r"\bmake (\S+)", scripts))
    assert targets == {".venv/.ready", "s3"}
    for target in targets:
        assert subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True).returncode == 0
    assert not re.search(r"set -[a-z]*x|-o xtrace|\benv$|printenv", scripts)
