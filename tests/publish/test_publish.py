"""Publishing elsewhere: only what changed travels, the pointer comes last, a dry run tells the truth."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugins.cli.main import cli
from plugins.publish.plan import KEPT
from plugins.release.releases import Releases
from plugins.release.verify import verify
from tests.networks import AS_OF, different, tree
from tests.publish.making import ONE, STEPS, TWO, Machine, machine, released
from tests.release.test_releases import readers


@pytest.fixture(autouse=True)
def language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@dataclass
class Sender:
    """Somebody who builds here and publishes there; `there` is the folder that `written` names."""

    output: Path
    there: Path
    written: str

    def run(self, *options: str, to: str = "") -> Result:
        """Run `zhibu publish` as typed."""
        return CliRunner().invoke(cli, ["publish", to or self.written, "--output", str(self.output), *options])

    def steps(self, *options: str) -> list[str]:
        """The lines of a publication that ends well, without its summary."""
        done = self.run(*options)
        assert done.exit_code == 0, done.output
        return done.stdout.splitlines()[:-1]

    @property
    def current(self) -> Path:
        """What readers there see."""
        return self.there / "current"


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine to reach over ssh."""
    with machine(tmp_path_factory.mktemp("sshd")) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Sender:
    """Publishing to a folder."""
    return Sender(tmp_path / "output", tmp_path / "www", str(tmp_path / "www"))


@pytest.fixture
def remote(tmp_path: Path, sshd: Machine, monkeypatch: pytest.MonkeyPatch) -> Sender:
    """Publishing over ssh."""
    monkeypatch.setenv("RSYNC_RSH", sshd.shell())
    return Sender(tmp_path / "output", tmp_path / "www", f"{sshd.host}:{tmp_path / 'www'}")


@pytest.fixture
def restricted(tmp_path: Path, sshd: Machine, monkeypatch: pytest.MonkeyPatch) -> Sender:
    """Publishing over ssh with a key that may run nothing but rsync in one folder."""
    (tmp_path / "www").mkdir()
    sshd.allow(tmp_path.name, f"rrsync {tmp_path / 'www'}")
    monkeypatch.setenv("RSYNC_RSH", sshd.shell(tmp_path.name))
    return Sender(tmp_path / "output", tmp_path / "www", f"{sshd.host}:/")


@pytest.fixture(params=["folder", "remote", "restricted"])
def sender(request: pytest.FixtureRequest) -> Sender:
    """Each way that makes release folders."""
    found: Sender = request.getfixturevalue(request.param)
    return found


# what arrives -----------------------------------------------------------------------------------


def test_what_arrives_is_the_release_and_agrees_with_its_manifest(sender: Sender) -> None:
    release = released(sender.output, ONE)
    sender.steps()
    assert os.readlink(sender.current) == f"releases/{release}"
    assert verify(sender.current) == []
    assert different(tree(sender.current), {path: text.encode() for path, text in ONE.items()}) == []
    assert json.loads((sender.current / "stamp.json").read_text())["release"] == release


def test_a_dry_run_lists_what_the_run_then_does_and_touches_nothing(sender: Sender) -> None:
    released(sender.output, ONE)
    told = sender.steps("--dry-run")
    assert not sender.there.exists() or list(sender.there.iterdir()) == []
    assert told == sender.steps() == [f"+ {path}" for path in ["assets/x.0123456789.css", *sorted(set(ONE) - {"assets/x.0123456789.css"}), "stamp.json", "manifest.json"]]  # fmt: skip
    released(sender.output, TWO, hour=1)
    before = tree(sender.there)
    told = sender.steps("--dry-run")
    assert tree(sender.there) == before
    assert told == sender.steps() == STEPS


def test_only_what_the_list_names_is_sent_and_the_rest_are_hard_links(sender: Sender) -> None:
    released(sender.output, ONE)
    sender.steps()
    old = sender.current.resolve()
    released(sender.output, TWO, hour=1)
    sent = {line[2:] for line in sender.steps() if line[0] in "+*"}
    new = sender.current.resolve()
    same = {path for path in tree(new) if (old / path).exists() and (old / path).samefile(new / path)}
    assert same == {"a/index.html", "assets/x.0123456789.css"}
    assert {*tree(new), "stamp.json", "manifest.json"} - same == sent


def test_the_same_release_again_is_nothing_to_do(sender: Sender) -> None:
    released(sender.output, ONE)
    sender.steps()
    before = sender.current.stat().st_ctime_ns, os.lstat(sender.current).st_ino
    assert sender.steps() == []
    assert (sender.current.stat().st_ctime_ns, os.lstat(sender.current).st_ino) == before


def test_what_was_published_before_stays_to_go_back_to_and_going_back_publishes_it_again(sender: Sender) -> None:
    first = released(sender.output, ONE)
    sender.steps()
    second = released(sender.output, TWO, hour=1)
    sender.steps()
    assert sorted(one.name for one in (sender.there / "releases").iterdir()) == [first, second]
    assert verify(sender.there / "releases" / first) == []
    Releases(sender.output / "public").rollback(now=AS_OF)
    sender.steps()
    assert os.readlink(sender.current) == f"releases/{first}"
    assert verify(sender.current) == []


def test_the_oldest_releases_go_and_the_dry_run_says_so(sender: Sender) -> None:
    released(sender.output, ONE)
    sender.steps()
    names = [f"{n:06d}-20250101{n:06d}-00000000" for n in range(KEPT + 1)]
    for name in (*names, "mine"):
        (sender.there / "releases" / name).mkdir()
        (sender.there / "releases" / name / "index.html").write_text("旧")
    released(sender.output, TWO, hour=1)
    gone = [f"- releases/{name}/" for name in names[:3]]
    assert sender.steps("--dry-run") == sender.steps() == [*STEPS, *gone]
    left = {one.name for one in (sender.there / "releases").iterdir()}
    assert left & set(names) == set(names[3:])
    assert "mine" in left
    assert len(left) == KEPT + 1
    assert verify(sender.current) == []


def test_a_builder_that_counts_from_one_again_does_not_lose_its_newest_releases(folder: Sender) -> None:
    for n in range(KEPT):
        name = f"{900 + n:06d}-20250101{n:06d}-00000000"
        (folder.there / "releases" / name).mkdir(parents=True)
    mine = released(folder.output, ONE)
    assert mine.startswith("000001-")
    assert folder.steps()[-1] == "- releases/000900-20250101000000-00000000/"
    assert folder.current.resolve().name == mine


def test_what_somebody_took_away_there_comes_back(folder: Sender) -> None:
    released(folder.output, ONE)
    folder.steps()
    (folder.current / "a" / "index.html").unlink()
    assert folder.steps("--dry-run") == folder.steps() == ["+ a/index.html"]
    assert verify(folder.current) == []


def test_without_a_readable_manifest_there_everything_is_sent_again(sender: Sender) -> None:
    released(sender.output, ONE)
    everything = sender.steps()
    (sender.current / "index.html").write_bytes(b"tampered")
    (sender.current / "manifest.json").write_text("{")
    assert sender.steps() == everything
    assert verify(sender.current) == []


# readers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["folder", "remote"])
def test_readers_see_wholly_old_or_wholly_new(name: str, request: pytest.FixtureRequest) -> None:
    sender: Sender = request.getfixturevalue(name)
    pages = {f"page{n}.html": "页" for n in range(20)}
    released(sender.output, {**pages, "one.txt": "0", "two.txt": "0"})
    sender.steps()

    def read() -> None:
        seen = sender.current.resolve()
        assert (seen / "one.txt").read_text() == (seen / "two.txt").read_text()
        assert all((sender.current / page).read_text() == "页" for page in pages)

    with readers(2, read) as failures:
        for turn in range(1, 5):
            released(sender.output, {**pages, "one.txt": str(turn), "two.txt": str(turn)}, hour=turn)
            sender.steps()
    assert failures == []


def test_what_died_on_the_way_is_cleared_and_readers_never_saw_it(folder: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    first = released(folder.output, ONE)
    folder.steps()
    released(folder.output, TWO, hour=1)
    (folder.there / "releases" / "000002-x.part" / "half").mkdir(parents=True)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.link", full)
        refused = folder.run()
    assert (refused.exit_code, "ZB-916" in refused.stderr) == (20, True)
    assert "No space left" in refused.stderr
    assert folder.current.resolve().name == first
    assert [one.name for one in (folder.there / "releases").iterdir()] == [first]
    assert folder.steps() == STEPS


def test_a_remote_publication_that_broke_off_goes_on_where_it_stopped(remote: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    released(remote.output, ONE)
    remote.steps()
    second = released(remote.output, TWO, hour=1)
    with monkeypatch.context() as broken:
        broken.setattr("plugins.publish.remote.Remote._point", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert remote.run().exit_code != 0
    assert (remote.there / "releases" / second / "index.html").exists()
    assert (remote.current / "a" / "old.html").exists()
    assert remote.steps() == STEPS
    assert verify(remote.current) == []


def test_everybody_there_may_read_what_arrives(sender: Sender) -> None:
    released(sender.output, ONE)
    mask = os.umask(0o077)
    try:
        sender.steps()
    finally:
        os.umask(mask)
    modes = {one.stat().st_mode & 0o777 for one in sender.current.resolve().rglob("*")}
    assert modes == {0o644, 0o755}


# what cannot be sent ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["", "rsync://www.example.cn/srv", "ftp://a:geheim@www.example.cn/", "www.example.cn:srv/www", "-e:/x", "http://x", "s3://"],
)
def test_what_is_no_destination_is_refused_with_what_one_is(folder: Sender, written: str) -> None:
    released(folder.output, ONE)
    refused = CliRunner().invoke(cli, ["publish", "--output", str(folder.output), "--", written])
    assert refused.exit_code == 2
    assert "ZB-911" in refused.stderr
    assert "user@主机:/绝对路径" in refused.stderr
    assert "geheim" not in refused.output


def test_the_same_is_said_in_english(folder: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    released(folder.output, ONE)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "ZB-911 this is not a destination: http://x. Write a folder" in folder.run(to="http://x").stderr
    assert "3 files sent" not in folder.run("--dry-run").stdout
    assert "6 files to send" in folder.run("--dry-run").stdout


def occupied_by_a_file(there: Path) -> None:
    there.write_text("eine Datei")


def occupied_by_another_site(there: Path) -> None:
    (there / "current").mkdir(parents=True)


@pytest.mark.parametrize("occupied", [occupied_by_a_file, occupied_by_another_site])
def test_what_lies_there_already_is_not_touched(folder: Sender, occupied: Callable[[Path], None]) -> None:
    released(folder.output, ONE)
    occupied(folder.there)
    refused = folder.run()
    assert (refused.exit_code, "ZB-912" in refused.stderr) == (20, True)
    assert not (folder.there / "releases").exists()


def test_a_folder_there_that_is_called_current_is_not_touched(remote: Sender) -> None:
    released(remote.output, ONE)
    occupied_by_another_site(remote.there)
    assert "ZB-912" in remote.run().stderr
    assert [one.name for one in remote.there.iterdir()] == ["current"]


def test_the_output_itself_is_no_destination(folder: Sender) -> None:
    released(folder.output, ONE)
    assert "ZB-912" in folder.run(to=str(folder.output / "public")).stderr
    assert verify(folder.output / "public" / "current") == []


def test_readers_of_one_tier_never_get_another(sender: Sender) -> None:
    public, _ = released(sender.output, ONE), released(sender.output, TWO, tier="org")
    sender.steps()
    refused = sender.run("--tier", "org")
    assert (refused.exit_code, "ZB-913" in refused.stderr) == (20, True)
    assert sender.current.resolve().name == public


def test_a_place_that_may_not_be_written_says_so(remote: Sender) -> None:
    released(remote.output, ONE)
    remote.there.write_text("a file")
    refused = remote.run()
    assert (refused.exit_code, "ZB-916" in refused.stderr) == (20, True)
    assert "rsync error" not in refused.stderr
    assert "检查写入权限" in refused.stderr


def test_a_key_that_is_refused_and_a_host_that_is_unknown_are_told_apart(
    remote: Sender, sshd: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(remote.output, ONE)
    monkeypatch.setenv("RSYNC_RSH", sshd.shell("host"))
    assert "Permission denied (publickey" in remote.run().stderr
    monkeypatch.setenv("RSYNC_RSH", sshd.shell(known_hosts="nobody"))
    refused = remote.run("--dry-run")
    assert (refused.exit_code, "ZB-915" in refused.stderr) == (20, True)
    assert "Host key verification failed" in refused.stderr


def test_a_key_for_one_folder_opens_no_other(restricted: Sender, tmp_path: Path) -> None:
    released(restricted.output, ONE)
    host = restricted.written.partition(":")[0]
    restricted.run(to=f"{host}:{tmp_path / 'elsewhere'}")
    assert not (tmp_path / "elsewhere").exists()


def test_a_machine_without_rsync_says_how_to_get_it(remote: Sender, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    released(remote.output, ONE)
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = remote.run()
    assert (refused.exit_code, "ZB-914" in refused.stderr) == (20, True)
    assert "apt-get install rsync" in refused.stderr
