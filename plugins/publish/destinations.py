"""Where a release can be sent, as one types it."""

import re
from pathlib import Path
from typing import Protocol

from plugins.network.problems import BAD_DESTINATION
from plugins.publish.buckets import Bucket
from plugins.publish.folders import Folder
from plugins.publish.plan import Plan
from plugins.publish.remote import Remote
from plugins.publish.unsent import Unsent

_REMOTE = re.compile(r"(?P<host>(?:[\w.-]+@)?(?:\w[\w.-]*|\[[0-9a-fA-F:.]+\])):(?P<folder>/(?!/)[^\n]*)")
_BUCKET = re.compile(r"s3://(?P<place>[a-z0-9][a-z0-9.-]+(?:/(?!\.\.?(?:/|$))[^/\s]+)*)/?")
_SECRETS = re.compile(r"(?<=://)[^/@]*@")


class Destination(Protocol):
    """A place that shows one release to its readers."""

    def plan(self, source: Path) -> Plan:
        """What makes it show a release folder; nothing is done yet."""

    def send(self, planned: Plan) -> None:
        """Do it."""


def destination(written: str) -> Destination:
    """The destination that somebody typed.

    Raises:
        Unsent: it is none.
    """
    if remote := _REMOTE.fullmatch(written):
        return Remote(remote["host"], remote["folder"].rstrip("/"))
    if bucket := _BUCKET.fullmatch(written):
        return Bucket(bucket["place"])
    if not written or ":" in written:
        raise Unsent(BAD_DESTINATION.at("", place=_SECRETS.sub("…@", written)))
    return Folder(Path(written))
