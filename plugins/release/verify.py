"""Whether what is published, in a folder or at a URL, is what its manifest says."""

import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

from plugins.release import manifest
from plugins.release.manifest import MANIFEST, Release
from plugins.release.signing import SIGNATURE, is_signed

AT_A_TIME = 8
SECONDS = 30
"""How long a server may take for a file."""

Difference = tuple[str, str]
"""A path and what is wrong with it: changed, missing, added or old."""
Fetch = Callable[[str], bytes | None]
"""The bytes at a path, or None if there is nothing."""


def verify(place: Path | str, released: Iterable[Release] = (), key: Path | None = None) -> list[Difference]:
    """What differs between a release folder, or a copy of it at a URL, and its manifest; at a URL nothing `added` is seen.

    Args:
        released: the releases that are known, the current one last: what one of them had at a path is `old`.
        key: the PEM file with the public key of whoever must have signed the manifest.

    Raises:
        OSError, ValueError: there is no manifest, or it cannot be read.
    """
    at_url = isinstance(place, str)
    fetch = _from_url(place) if isinstance(place, str) else _from_folder(place)
    text = fetch(MANIFEST)
    if text is None:
        raise FileNotFoundError(f"{place}: {MANIFEST}")
    values = json.loads(text)
    known = list(released)
    wanted = {path: sha256 for rows in values["sites"].values() for path, sha256, _ in rows}
    found = _differing(wanted, fetch, known)
    found += _of_manifest(text, values, known)
    if key is not None:
        found += _of_signature(text, fetch(SIGNATURE), key)
    if not at_url:
        present = {path.relative_to(place).as_posix() for path in Path(place).rglob("*") if path.is_file()}
        found += [(path, "added") for path in present - wanted.keys() - {MANIFEST, *values["stamps"]}]
    return sorted(found)


def _differing(wanted: Mapping[str, str], fetch: Fetch, released: Iterable[Release]) -> list[Difference]:
    """The files whose bytes are not those that a manifest wants."""

    def digest(path: str) -> str:
        content = fetch(path)
        return "" if content is None else hashlib.sha256(content).hexdigest()

    with ThreadPoolExecutor(AT_A_TIME) as readers:
        present = dict(zip(wanted, readers.map(digest, wanted), strict=True))
    other = {path: sha256 for path, sha256 in present.items() if sha256 != wanted[path]}
    earlier = _earlier(released) if any(other.values()) else set()
    return [
        (path, "missing" if not sha256 else "old" if (path, sha256) in earlier else "changed") for path, sha256 in other.items()
    ]


def _earlier(released: Iterable[Release]) -> set[Difference]:
    """Every path with every hash that it has had."""
    return {(entry.path, entry.sha256) for release in released for tree in release.trees.values() for entry in tree.entries}


def _of_manifest(text: bytes, values: Mapping[str, Any], released: list[Release]) -> list[Difference]:
    """What is wrong with the manifest itself."""
    try:
        manifest.read(text)
    except (ValueError, KeyError, TypeError):
        return [(MANIFEST, "changed")]
    if released and values["id"] != released[-1].id and values["id"] in {release.id for release in released}:
        return [(MANIFEST, "old")]
    return []


def _of_signature(text: bytes, signature: bytes | None, key: Path) -> list[Difference]:
    """What is wrong with the signature of a manifest."""
    if signature is None:
        return [(SIGNATURE, "missing")]
    return [] if is_signed(text, signature, key) else [(SIGNATURE, "changed")]


def _from_folder(folder: Path) -> Fetch:
    def fetch(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            if path == MANIFEST:
                raise
            return None

    return fetch


def _from_url(base: str) -> Fetch:
    def fetch(path: str) -> bytes | None:
        asked = urllib.request.Request(f"{base.rstrip('/')}/{quote(path)}", headers={"Cache-Control": "no-cache"})  # noqa: S310  # http(s) only, see `is_url`
        try:
            with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as fault:
            if fault.code in (404, 410):
                return None
            raise

    return fetch


def is_url(place: str) -> bool:
    """Whether a place to verify is on a web server."""
    return place.startswith(("http://", "https://"))
