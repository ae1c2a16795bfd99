"""The searches that are compared: what they index with, how a reader's script asks them, what they call a page."""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

NODE_MODULES = Path(__file__).parents[2] / ".venv" / "peers" / "node_modules"
BUNDLE = "pagefind"
PAGES = "b*/news/article-*/index.html"
"""What Pagefind indexes of a release: the pages whose articles are all that ours finds there, too."""

ASK_OURS = """async ([query, shown]) => {
  const place = document.querySelector('[data-search]').dataset;
  const index = new zhibuIndex(place.index, place.root), answer = await index.find(query, null);
  await Promise.all(answer.found.slice(0, shown).map(found => index.text(found)));
  return answer.found.map(found => `${found.segment.base}${found.segment.part}:${found.inner}`).join(' ');
}"""
"""A new index each time: nothing is left of the query before."""
ASK_AFRESH = """async ([query, shown]) => {
  self.turn = (self.turn || 0) + 1;
  const pagefind = await import(`/pagefind/pagefind.js?${self.turn}`), answer = await pagefind.search(query);
  await Promise.all(answer.results.slice(0, shown).map(found => found.data()));
  await pagefind.destroy();
  return answer.results.map(found => found.id).join(' ');
}"""
ASK_AGAIN = """async ([query]) => {
  if (!self.pagefind) {
    self.pagefind = await import('/pagefind/pagefind.js');
    await self.pagefind.options({ noWorker: true });
  }
  return (await self.pagefind.search(query)).results.map(found => found.id).join(' ');
}"""
"""Only what is found counts: to begin anew for each query, or to copy thousands of results from a worker, takes too long."""
ASK_PHRASE = ASK_AGAIN.replace("search(query)", 'search(`"${query}"`)')


def program() -> Path | None:
    """Pagefind itself, with what it needs for Chinese; the command of the package is a script that only starts it."""
    return next(iter(sorted(NODE_MODULES.glob("@pagefind/*/bin/pagefind_extended*"))), None)


def missing() -> str:
    """Why Pagefind cannot run here, or nothing."""
    return "" if program() else "the package `pagefind` is not installed (`make peers`)"


def version() -> str:
    """What is measured."""
    return f"Pagefind {json.loads((NODE_MODULES / 'pagefind' / 'package.json').read_bytes())['version']} extended"


def indexing(site: Path, bundle: Path) -> list[str]:
    """The command by which Pagefind indexes the articles of a release: title, text and tags, not what stands around them."""
    return [
        str(program()), "--site", str(site), "--output-path", str(bundle), "--glob", PAGES, "--quiet",
        "--root-selector", "article", "--exclude-selectors", ".byline,.share",
    ]  # fmt: skip


@dataclass(frozen=True)
class Ours:
    """The search of a release of ours."""

    release: Path

    @cached_property
    def _sources(self) -> Mapping[str, list[str]]:
        return {
            f"{path.parent.parent.relative_to(self.release).as_posix()}/{path.stem.removeprefix('segment-')}": json.loads(
                path.read_text("utf-8").split("\n")[1]
            )
            for path in self.release.glob("*/search/segment-*.txt")
        }

    def address(self, name: str) -> str:
        """The address of what the reader's script calls SEGMENT:NUMBER."""
        segment, _, number = name.rpartition(":")
        return f"{self._sources[segment][int(number)].removesuffix('.md')}/"


@dataclass(frozen=True)
class Theirs:
    """What Pagefind wrote."""

    bundle: Path

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        found = {}
        for path in self.bundle.glob("fragment/*.pf_fragment"):
            told = json.loads(gzip.decompress(path.read_bytes()).partition(b"pagefind_dcd")[2])
            found[path.stem] = told["url"].strip("/") + "/"
        return found

    def address(self, name: str) -> str:
        """The address of what Pagefind calls by a hash."""
        return self._addresses[name]


Address = Callable[[str], str]
