"""Publishing to object storage: in an order that readers can bear, and made good when it broke off."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugins.cli.main import cli
from plugins.network.headers import FOR_EVER, SHORTLY
from plugins.publish.buckets import BEGUN, Bucket, either
from plugins.publish.plan import Release
from plugins.release.releases import Releases
from tests.networks import AS_OF
from tests.publish.making import ONE, STEPS, TWO, object_storage, released, surroundings

pytestmark = pytest.mark.xdist_group("large libraries")  # they take hundreds of megabytes of each worker that imports them


@dataclass
class Storage:
    """An object storage: its address, and the method and path of every request in the order in which they came."""

    address: str
    came: list[tuple[str, str]]


@pytest.fixture(scope="module")
def storage() -> Iterator[Storage]:
    """An object storage that tells what it is asked."""
    came: list[tuple[str, str]] = []
    with object_storage(lambda how, path: came.append((how, path))) as address:
        yield Storage(address, came)


@dataclass
class Shelf:
    """Somebody who builds here and publishes to a bucket."""

    output: Path
    bucket: str
    files: Any
    storage: Storage

    def run(self, *options: str, to: str = "") -> Result:
        """Run `zhibu publish` as typed."""
        return CliRunner().invoke(cli, ["publish", to or f"s3://{self.bucket}/dj", "--output", str(self.output), *options])

    def steps(self, *options: str) -> list[str]:
        """The lines of a publication that ends well, without its summary."""
        done = self.run(*options)
        assert done.exit_code == 0, done.output
        return done.stdout.splitlines()[:-1]

    def online(self) -> dict[str, bytes]:
        """Every object there, but the two that tell of the release."""
        found = {path.removeprefix(f"{self.bucket}/dj/"): self.files.cat_file(path) for path in self.files.find(self.bucket)}
        return {path: content for path, content in found.items() if path not in ("manifest.json", "stamp.json")}

    def shows(self, files: dict[str, str]) -> bool:
        """Whether exactly these files stand there."""
        return self.online() == {path: text.encode() for path, text in files.items()}

    def requests(self) -> list[str]:
        """Every request that changes something, in the order in which it came, since this was last asked."""
        found = [(how, path[1:]) for how, path in self.storage.came if how in ("PUT", "POST", "DELETE")]
        self.storage.came.clear()
        return [f"{how} {path.partition('/dj/')[2] or path}" for how, path in found]


@pytest.fixture
def shelf(
    storage: Storage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Shelf:
    """A bucket of one's own."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings(storage.address).items():
        monkeypatch.setenv(name, value)
    from s3fs import S3FileSystem

    files = S3FileSystem(use_listings_cache=False, skip_instance_cache=True)
    bucket = f"b{abs(hash(request.node.nodeid))}"
    files.mkdir(bucket)
    storage.came.clear()
    return Shelf(tmp_path / "output", bucket, files, storage)


def test_what_arrives_is_the_release(shelf: Shelf) -> None:
    release = released(shelf.output, ONE)
    shelf.steps()
    assert shelf.shows(ONE)
    assert release in shelf.files.cat_file(f"{shelf.bucket}/dj/manifest.json").decode()


def test_a_dry_run_lists_exactly_the_requests_of_the_run_in_their_order(shelf: Shelf) -> None:
    released(shelf.output, ONE)
    shelf.steps()
    released(shelf.output, TWO, hour=1)
    shelf.requests()
    told = shelf.steps("--dry-run")
    assert shelf.requests() == []
    assert shelf.shows(ONE)
    assert told == shelf.steps() == STEPS
    asked = shelf.requests()
    assert asked[0] == f"PUT {BEGUN}"
    assert sorted(asked[1:3]) == ["PUT a/news.html", "PUT index.html"]
    assert asked[3:] == ["PUT stamp.json", f"POST {shelf.bucket}?delete", "PUT manifest.json", f"POST {shelf.bucket}?delete"]
    assert shelf.shows(TWO)


def test_what_pages_need_comes_before_the_pages(shelf: Shelf) -> None:
    released(shelf.output, {**ONE, "assets/a.0123456789.js": "1", "z/photo.jpg": "2"})
    shelf.steps()
    sent = [one.removeprefix("PUT ") for one in shelf.requests() if one.startswith("PUT ")]
    pages = [place for place, path in enumerate(sent) if path.endswith(".html")]
    assert {"assets/x.0123456789.css", "assets/a.0123456789.js", "z/photo.jpg"} < set(sent[: pages[0]])
    assert sent[pages[-1] + 1 :] == ["stamp.json", "manifest.json"]


def test_objects_carry_their_type_and_how_long_they_may_be_kept(shelf: Shelf) -> None:
    released(shelf.output, {**ONE, "data/x.csv": "1", "calendar.ics": "2"})
    shelf.steps()
    told = {
        path: shelf.files.call_s3("head_object", Bucket=shelf.bucket, Key=f"dj/{path}")
        for path in ("index.html", "assets/x.0123456789.css", "data/x.csv", "calendar.ics", "manifest.json")
    }
    assert {path: (one["ContentType"], one["CacheControl"]) for path, one in told.items()} == {
        "index.html": ("text/html; charset=utf-8", SHORTLY),
        "assets/x.0123456789.css": ("text/css; charset=utf-8", FOR_EVER),
        "data/x.csv": ("text/csv; charset=utf-8", SHORTLY),
        "calendar.ics": ("text/calendar; charset=utf-8", SHORTLY),
        "manifest.json": ("application/json; charset=utf-8", SHORTLY),
    }


def test_the_same_release_again_asks_for_nothing(shelf: Shelf) -> None:
    released(shelf.output, ONE)
    shelf.steps()
    shelf.requests()
    assert shelf.steps() == []
    assert shelf.requests() == []


@pytest.mark.parametrize("place", range(1, 5))
def test_wherever_a_publication_breaks_off_the_next_one_makes_it_good(
    shelf: Shelf, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(shelf.output, ONE)
    shelf.steps()
    released(shelf.output, {**TWO, "leak.html": "never meant to stay"}, hour=1)
    put, calls = Bucket._put, [0]

    def breaking(*arguments: Any, **said: Any) -> None:
        calls[0] += 1
        if calls[0] == place:
            raise KeyboardInterrupt
        put(*arguments, **said)

    with monkeypatch.context() as broken:
        broken.setattr(Bucket, "_put", breaking)
        assert shelf.run().exit_code != 0 or place == 4
    Releases(shelf.output / "public").rollback(now=AS_OF)
    told = shelf.steps("--dry-run")
    assert told == shelf.steps()
    assert shelf.shows(ONE)
    assert shelf.steps() == []


def test_after_a_break_only_what_both_manifests_agree_on_is_known() -> None:
    shown = Release("1", "public", {"same": "a", "changed": "b", "old": "c"})
    begun = Release("2", "public", {"same": "a", "changed": "d", "new": "e"})
    assert either(shown, begun).files == {"same": "a", "changed": "", "old": "", "new": ""}
    assert either(shown, Release()) == shown


def test_readers_of_one_tier_never_get_another(shelf: Shelf) -> None:
    released(shelf.output, ONE)
    released(shelf.output, TWO, tier="org")
    shelf.steps()
    assert "ZB-913" in shelf.run("--tier", "org").stderr
    assert shelf.shows(ONE)


def test_a_bucket_that_is_not_there_and_a_server_that_is_not_say_so(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    released(shelf.output, ONE)
    refused = shelf.run(to="s3://nobody-has-this")
    assert (refused.exit_code, "ZB-915" in refused.stderr) == (20, True)
    assert "s3://nobody-has-this" in refused.stderr
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    refused = shelf.run()
    assert (refused.exit_code, "ZB-915" in refused.stderr) == (20, True)
    assert "geheim" not in refused.output


@pytest.mark.parametrize("written", ["s3://", "s3://KEY:SECRET@bucket/x", "s3://bucket/../x", "s3:bucket"])
def test_what_names_no_bucket_is_no_destination(shelf: Shelf, written: str) -> None:
    released(shelf.output, ONE)
    refused = shelf.run(to=written)
    assert (refused.exit_code, "ZB-911" in refused.stderr) == (2, True)
    assert "SECRET" not in refused.output


def test_without_the_extra_it_says_how_to_get_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    released(shelf.output, ONE)
    monkeypatch.setitem(sys.modules, "s3fs", None)
    refused = shelf.run()
    assert (refused.exit_code, "ZB-914" in refused.stderr) == (20, True)
    assert "make s3" in refused.stderr
