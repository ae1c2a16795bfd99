"""A bucket of object storage as destination: it has no swap, so what pages need comes first and the manifest last."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from msgspec import Struct

from plugins.network.headers import caching, media_type
from plugins.network.problems import TOOL_MISSING, UNREACHABLE
from plugins.publish.plan import MANIFEST, Plan, Release, plan, release
from plugins.publish.unsent import Unsent

BEGUN = "manifest.next.json"
"""The manifest of a publication that is on its way; if it breaks off, the next one knows what it may have touched."""


class Bucket(Struct, frozen=True):
    """The objects below `place` (`bucket/prefix`) are what readers see, at once and one by one."""

    place: str

    def plan(self, source: Path) -> Plan:
        """What makes the bucket show a release folder.

        Raises:
            Unsent: it cannot be reached, or it may not be read.
        """
        with self._store() as store:
            store.call_s3("head_bucket", Bucket=self.place.partition("/")[0])
            return plan(source, either(self._read(store, MANIFEST), self._read(store, BEGUN)))

    def _read(self, store: Any, name: str) -> Release:
        try:
            return release(store.cat_file(self._at(name)))
        except FileNotFoundError:
            return Release()

    def send(self, planned: Plan) -> None:
        """Send what changed, remove what is gone, then the manifest.

        Raises:
            Unsent: it broke off; the next publication makes good what was left half done.
        """
        with self._store() as store:
            manifest = (planned.source / MANIFEST).read_bytes()
            store.pipe_file(self._at(BEGUN), manifest)
            for (_, kind, kept), paths in groupby(planned.sent[:-1], key=_manner):
                self._put(store, planned.source, list(paths), ContentType=kind, CacheControl=kept)
            if planned.removed:
                store.rm([self._at(path) for path in planned.removed])
            self._put(store, planned.source, [MANIFEST], ContentType=media_type(MANIFEST), CacheControl=caching(MANIFEST))
            store.rm(self._at(BEGUN))

    def _put(self, store: Any, source: Path, paths: list[str], **said: str) -> None:
        store.put([str(source / path) for path in paths], [self._at(path) for path in paths], **said)

    def _at(self, path: str) -> str:
        return f"{self.place}/{path}"

    @contextmanager
    def _store(self) -> Iterator[Any]:
        """The object storage; its address and keys are where the AWS tools look for them.

        Raises:
            Unsent: it is not reached, or does not let us in.
        """
        try:
            from botocore.exceptions import BotoCoreError
            from s3fs import S3FileSystem
        except ImportError:
            raise Unsent(TOOL_MISSING.at("", tool="s3fs", how="make s3")) from None
        try:
            yield S3FileSystem(use_listings_cache=False, skip_instance_cache=True)
        except (OSError, BotoCoreError) as fault:
            raise Unsent(UNREACHABLE.at("", place=f"s3://{self.place}", what=fault)) from fault


def _manner(path: str) -> tuple[bool, str, str]:
    """Whether it is a page, which has to wait for what it refers to, and what is said with it."""
    return path.endswith(".html"), media_type(path), caching(path)


def either(shown: Release, begun: Release) -> Release:
    """What may stand in a bucket where a publication broke off: only where both agree is the hash known."""
    if not begun.id:
        return shown
    paths = {*shown.files, *begun.files}
    files = {path: sha256 if (sha256 := shown.files.get(path, "")) == begun.files.get(path) else "" for path in paths}
    return Release(shown.id, shown.tier or begun.tier, files, shown.stamps)
