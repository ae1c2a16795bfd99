"""Pelican as others know it: an ordinary plugin named in site.yaml works, and so does Pelican's own command."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.links import faults, parsed
from tests.networks import AS_OF, SMALL, Place, different

ROOT = Path(__file__).parents[1]
BASE = "https://wang.example.cn/"

WORDCOUNT = '''
"""An ordinary Pelican plugin that knows nothing of zhibu."""

import os
from pathlib import Path

from pelican import signals


def count(content):
    if content._content:
        content.words = len(content._content)
        content._content += "<p>本文约百余字</p>"


def sign(generator):
    for article in generator.articles:
        article._content += f"<p>由{article.settings['SITENAME']}的插件加注：{article.title}</p>"


def note(path, context):
    with open(os.environ["WORDCOUNT_LOG"], "a", encoding="utf-8") as log:
        log.write(f"{Path(path).parent.name} {context['article'].words > 0}\\n")


def register():
    signals.content_object_init.connect(count)
    signals.article_generator_finalized.connect(sign)
    signals.content_written.connect(note)
'''
RAISING = """
from pelican import signals

def refuse(_sender):
    raise RuntimeError("not today")

def register():
    %s
"""
AT_ONCE, LATER = RAISING % "refuse(None)", RAISING % "signals.content_object_init.connect(refuse)"


def install(folder: Path, name: str, source: str) -> Path:
    """Put a plugin where pip would: into the namespace package pelican.plugins."""
    package = folder / "packages" / "pelican" / "plugins" / name
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text(source, "utf-8")
    return folder / "packages"


def build(place: Place, packages: Path) -> dict[str, Any]:
    """What `zhibu build --format json` says in a process that has these packages."""
    command = [
        sys.executable, "-m", "plugins.cli", "build", "--content", str(place.content), "--output", str(place.folder / "output"),
        "--cache", str(place.folder / "cache"), "--as-of", AS_OF.isoformat(), "--format", "json",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(packages), "WORDCOUNT_LOG": str(place.folder / "written.txt")}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert b"Traceback" not in ended.stderr, ended.stderr.decode()
    said: dict[str, Any] = json.loads(ended.stdout)
    return said


def with_plugin(place: Place, name: str) -> None:
    """Name a plugin in the site.yaml of branch a."""
    place.edit("a/site.yaml", "kind: branch", f"kind: branch\ncapabilities: [{name}]")


def test_an_ordinary_plugin_takes_effect_on_the_site_that_names_it_and_on_no_other(small: Place) -> None:
    before = small.tree()
    with_plugin(small, "wordcount")
    said = build(small, install(small.folder, "wordcount", WORDCOUNT))
    assert (said["exit"], said["problems"]) == (0, [])
    walk = small.page("/a/news/2026-10-01-walk/")
    assert "本文约百余字" in walk.texts(".prose p")
    assert "由甲支部的插件加注：现场巡查记录" in walk.texts(".prose p")
    touched = [path for path, content in small.tree().items() if "插件加注".encode() in content]
    assert touched
    assert all(path.startswith("a/") for path in touched)
    assert [path for path in different(small.tree(), before) if path.startswith(("b/", "b1/", "library/"))] == []
    written = (small.folder / "written.txt").read_text("utf-8").splitlines()
    assert sorted(written) == [
        "2026-10-01-walk True", "2026-10-08-again True", "2026-10-15-photo True", "2026-10-20-meeting True",
    ]  # fmt: skip


def test_without_the_plugin_the_pages_are_as_before(small: Place) -> None:
    before = small.tree()
    with_plugin(small, "wordcount")
    packages = install(small.folder, "wordcount", WORDCOUNT)
    build(small, packages)
    small.edit("a/site.yaml", "\ncapabilities: [wordcount]", "")
    build(small, packages)
    assert different(small.tree(), before) == []


@pytest.mark.parametrize("source", [AT_ONCE, LATER])
def test_a_plugin_that_raises_stops_its_own_site_alone(small: Place, source: str) -> None:
    before = small.tree()
    with_plugin(small, "raising")
    small.edit("b/news/2026-10-05-visit.md", "看了", "又看了")
    said = build(small, install(small.folder, "raising", source))
    assert said["exit"] == 10
    assert [(problem["code"], problem["path"]) for problem in said["problems"]] == [("ZB-901", "a/site.yaml")]
    changed = different(small.tree(), before)
    assert "b/news/2026-10-05-visit/index.html" in changed
    assert [path for path in changed if path.startswith("a/")] == []


def test_a_new_version_of_a_plugin_renders_the_site_again(small: Place) -> None:
    with_plugin(small, "wordcount")
    build(small, install(small.folder, "wordcount", WORDCOUNT))
    build(small, install(small.folder, "wordcount", WORDCOUNT.replace("百余字", "千余字")))
    assert "本文约千余字" in small.page("/a/news/2026-10-01-walk/").words


@pytest.mark.parametrize("name", ["nowhere", "../evil", "os"])
def test_a_plugin_that_is_not_installed_is_named_and_the_site_kept(small: Place, name: str) -> None:
    before = small.tree()
    with_plugin(small, f"'{name}'")
    told = small.build()
    assert told.code == 10
    (found,) = [problem for problem in told.problems if problem.code == "ZB-009"]
    assert (found.path, name in found.message["zh"]) == ("a/site.yaml", True)
    assert [path for path in different(small.tree(), before) if path.startswith("a/")] == []


def test_a_capability_of_ours_can_be_switched_off_for_one_site(small: Place) -> None:
    small.edit("a/site.yaml", "kind: branch", "kind: branch\ncapabilities: [-feeds, -listings.years]")
    assert small.build().code == 0
    assert not small.has("/a/feed.atom")
    assert not small.has("/a/years/2026/")
    assert small.has("/a/news/2026-10-01-walk/")
    assert small.has("/b/feed.atom")
    assert small.has("/b/years/2026/")
    assert faults(parsed(small.current), {BASE: "."}, BASE) == []


# Pelican's own command -------------------------------------------------------------------------


def pelican(folder: Path, config: str, site: str) -> "subprocess.CompletedProcess[str]":
    """`SITE=<site> pelican -s <config>` in a folder that holds the configuration and content/."""
    shutil.copy(ROOT / config, folder)
    command = [sys.executable, "-m", "pelican", "-s", config]
    environment = {**os.environ, "SITE": site, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("site", ["library", "b"])
def test_pelicans_own_command_builds_a_site_with_the_same_bytes(tmp_path: Path, site: str) -> None:
    small = Place(tmp_path).write_all(SMALL)
    small.delete("root/notices")
    small.build()
    ended = pelican(tmp_path, "pelicanconf.py", site)
    assert ended.returncode == 0, ended.stderr
    made = Place(tmp_path / "made")
    (made.current.parent).mkdir(parents=True)
    made.current.symlink_to(tmp_path / "output" / "pelican")
    assert different(made.tree(), {path: text for path, text in small.tree().items() if path.startswith(f"{site}/")}) == []


def test_pelicans_own_command_without_a_site_builds_the_committee(tmp_path: Path) -> None:
    Place(tmp_path).write_all(SMALL)
    assert pelican(tmp_path, "pelicanconf.py", "").returncode == 0
    assert (tmp_path / "output" / "pelican" / "index.html").is_file()


def test_an_unknown_site_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    Place(tmp_path).write_all(SMALL)
    ended = pelican(tmp_path, "pelicanconf.py", "nowhere")
    assert ended.returncode != 0
    assert "SITE=nowhere" in ended.stderr + ended.stdout
    assert "b1" in ended.stderr + ended.stdout


def test_publishconf_refuses_a_site_with_errors(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    assert pelican(tmp_path, "publishconf.py", "a").returncode == 0
    place.write("a/news/2026-11-03-bad.md", "---\ntitle: 坏日期\ndate: 2026-13-45\n---\n正文。\n")
    ended = pelican(tmp_path, "publishconf.py", "a")
    assert ended.returncode != 0
    assert "ZB-107" in ended.stderr + ended.stdout


def test_a_plugin_finds_what_it_expects_on_a_content_object(small: Place) -> None:
    """Title, date, category, tags, slug and url are Pelican's own types and values."""
    network = small.check().scanned.network
    from pelican.settings import DEFAULT_CONFIG

    from plugins.build.site import _metadata

    found = _metadata(network.items["a/news/2026-10-01-walk.md"], dict(DEFAULT_CONFIG), network)
    assert (found["title"], found["slug"], found["url"]) == ("现场巡查记录", "2026-10-01-walk", "a/news/2026-10-01-walk/")
    assert [tag.name for tag in found["tags"]] == ["安全", "现场"]
    assert found["category"].name == "现场"
    assert found["date"].date().isoformat() == "2026-10-01"
