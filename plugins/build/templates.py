"""The templates of a theme: found, compiled once, kept warm for the processes that render."""

import contextlib
import marshal
import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, TemplateNotFound
from jinja2.bccache import Bucket
from markupsafe import Markup

from plugins.build import quick
from plugins.build.theme import Theme
from plugins.build.translated import in_template
from plugins.network.interface import SOURCE, catalogue, spoken


def examples(look: Theme) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Every component's examples (name, parameters, for boxes the content inside), those of one stylesheet together."""
    import yaml  # where a gallery is shown

    apart: dict[Path, list[str]] = {}
    for path in look.files:
        if path.suffix == ".css" and path.stem != "style":
            apart.setdefault(path.parent, []).append(path.stem)
    found = []
    for path, place in sorted(_of_components(look, "examples.yaml"), key=lambda one: (apart.get(one[0].parent, []), one[0])):
        listed = yaml.load(place.read_bytes(), yaml.CSafeLoader)
        found.append((path.parent.name, [_trusting(example) for example in listed]))
    return found


def _of_components(look: Theme, name: str) -> list[tuple[Path, Path]]:
    """The file of that name of every component, by its path inside the theme."""
    return [(path, place) for path, place in look.files.items() if path.match(f"components/*/{name}")]


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
        self._recalled: set[str] = set()
        self._used: set[str] = set()
        self._codes: dict[str, CodeType] = {}

    def recall(self, place: Path) -> None:
        """Take what an earlier process compiled with the same Python; anything unreadable is a miss."""
        with contextlib.suppress(OSError, ValueError, TypeError, EOFError):
            recalled: dict[str, bytes] = marshal.loads(place.read_bytes())  # noqa: S302  # our own code's folder, as any .pyc
            self.compiled |= recalled
            self._recalled = {*recalled}

    def keep(self, place: Path) -> None:
        """Leave what was used for the next process, where Python may leave its own compiled code; what is outdated goes."""
        if sys.dont_write_bytecode or self._used == self._recalled:
            return
        with contextlib.suppress(OSError):
            place.parent.mkdir(exist_ok=True)
            beside = place.with_name(f"{place.name}.{os.getpid()}")
            beside.write_bytes(marshal.dumps({key: code for key, code in self.compiled.items() if key in self._used}))
            beside.replace(place)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what was compiled from the same source before."""
        key = _key(bucket)
        if key in self._codes:
            bucket.code = self._codes[key]
        elif key in self.compiled:
            bucket.bytecode_from_string(self.compiled[key])
            self._keep_code(key, bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja compiled."""
        key = _key(bucket)
        self.compiled[key] = bucket.bytecode_to_string()
        self._keep_code(key, bucket)

    def _keep_code(self, key: str, bucket: Bucket) -> None:
        if bucket.code is not None:  # bytes of another version of Jinja make none
            self._codes[key] = bucket.code
            self._used.add(key)


def _key(bucket: Bucket) -> str:
    """Template, source, and what makes code of it."""
    return f"{bucket.key}{bucket.checksum}{_MAKER}"


_MAKER = sha256(Path(quick.__file__).read_bytes()).hexdigest()[:16]
WARM = Warm()


COMPONENTS = "components.html"
"""What templates call every component's macros in one file."""


class Templates(BaseLoader):
    """The templates of a theme in a language, each file read once in a process and those that fork from it."""

    def __init__(self, look: Theme, language: str = SOURCE) -> None:
        self._look = look
        self._words = catalogue(language)
        self._texts = _texts(look.folders, look.digest, spoken(language))

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:  # Jinja's form
        """The text and file of a template.

        Raises:
            TemplateNotFound: the theme has none by that name.
        """
        if template not in self._texts:
            text, file = self._components() if template == COMPONENTS else self._file(template)
            self._texts[template] = in_template(text, self._words), file
        return (*self._texts[template], None)

    def list_templates(self) -> list[str]:
        """The names of all templates, in order."""
        return sorted({*self._look.templates, COMPONENTS})

    def _components(self) -> tuple[str, None]:
        return "".join(place.read_text("utf-8") for _, place in _of_components(self._look, "macro.html")), None

    def _file(self, template: str) -> tuple[str, str]:
        if template not in self._look.templates:
            raise TemplateNotFound(template)
        file = self._look.files[Path("templates", template)]
        return file.read_text("utf-8"), str(file)


@lru_cache(maxsize=4)
def _texts(folders: tuple[Path, ...], digest: str, language: str) -> dict[str, tuple[str, str | None]]:  # noqa: ARG001  # with another digest all are read anew
    """The text and file of each template of a theme that was read so far in a language."""
    return {}


COMPILED = Path(cache_from_source(str(Path(__file__).with_name("zhibu_templates.py"))))
"""Where the compiled templates of our own theme are kept."""


def compile_templates(environment: Environment) -> None:
    """Compile every template of an environment into the shared memory."""
    for name in environment.loader.list_templates() if environment.loader else ():
        if name.endswith(".html"):
            environment.get_template(name)
