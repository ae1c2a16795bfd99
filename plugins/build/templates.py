"""The templates of a theme: found, compiled once, kept warm for the processes that render."""

import contextlib
import marshal
import os
import sys
from collections.abc import Mapping
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import yaml
from jinja2 import BaseLoader, BytecodeCache, ChoiceLoader, DictLoader, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from markupsafe import Markup


def examples(folder: Path) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Every component's examples (name, parameters, for boxes the content inside), for the gallery."""
    found = []
    for path in sorted(folder.glob("components/*/examples.yaml")):
        listed = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        found.append((path.parent.name, [_trusting(example) for example in listed]))
    return found


def _trusting(example: Mapping[str, Any]) -> Mapping[str, Any]:
    """An example whose `body` or `svg` is trusted markup, as it is in real life."""
    parameters = {k: Markup(v) if k in ("body", "svg") else v for k, v in example["parameters"].items()}  # noqa: S704  # the theme's own
    return {"content": None, **example, "parameters": parameters}


class Warm(BytecodeCache):
    """Compiled templates kept in memory by the hash of their source, so that forked processes share them.

    Those of our own theme are also kept beside our modules' compiled code, in `__pycache__`: written and believed under
    the same conditions as Python's own, never from the cache of a build.
    """

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def recall(self, place: Path) -> None:
        """Take what an earlier process compiled with the same Python; anything unreadable is a miss."""
        with contextlib.suppress(OSError, ValueError, TypeError, EOFError):
            self.compiled |= marshal.loads(place.read_bytes())  # noqa: S302  # our own code's folder, as any .pyc

    def keep(self, place: Path) -> None:
        """Leave what is compiled for the next process, where Python may leave its own compiled code."""
        if sys.dont_write_bytecode:
            return
        with contextlib.suppress(OSError):
            place.parent.mkdir(exist_ok=True)
            beside = place.with_name(f"{place.name}.{os.getpid()}")
            beside.write_bytes(marshal.dumps(self.compiled))
            beside.replace(place)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what was compiled from the same source before."""
        code = self.compiled.get(bucket.key + bucket.checksum)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja compiled."""
        self.compiled[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


WARM = Warm()


def loader(folder: Path) -> BaseLoader:
    """The templates of a theme; `components.html` is every component's macros in one file."""
    components = "".join(path.read_text("utf-8") for path in sorted(folder.glob("components/*/macro.html")))
    return ChoiceLoader([FileSystemLoader(folder / "templates"), DictLoader({"components.html": components})])


COMPILED = Path(cache_from_source(str(Path(__file__).with_name("zhibu_templates.py"))))
"""Where the compiled templates of our own theme are kept."""


def compile_templates(environment: Environment) -> None:
    """Compile every template of an environment into the shared memory."""
    for name in environment.list_templates(filter_func=lambda name: name.endswith(".html") and not name.startswith("!")):
        environment.get_template(name)
