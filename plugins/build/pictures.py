"""Pictures made ready to be published, each once, in processes of their own, so that a hostile one can be killed and named."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from msgspec.structs import replace

from plugins.build.code import made_with
from plugins.build.executors import Workers
from plugins.build.opening import OpeningTask, Row, Unopened, opened
from plugins.build.pool import Steps
from plugins.build.store import Store
from plugins.network import problems as p
from plugins.network.files import read_bytes
from plugins.network.index import Index
from plugins.network.media import DRAWINGS, Form, Medium, from_row, suffix, to_row
from plugins.network.pictures import BrokenPictureError, HugePictureError, Prepared, prepared
from plugins.network.problems import Problem
from plugins.network.sites import Limits


class PicturesTask(OpeningTask, frozen=True):
    """Pictures that one process makes ready, and the store that takes what it makes, if any does."""

    most_pixels: int
    store: Path | None

    def store_of(self) -> Path | None:
        """Where the made files go."""
        return self.store

    def at(self, content: Path, store: Path) -> "PicturesTask":
        """The same pictures elsewhere."""
        return replace(super().at(content, store), store=store if self.store else None)


def make_pictures(steps: Steps, task: PicturesTask) -> None:
    """Make each picture ready and hand over (key, what became of it, "") for the index, one by one."""
    keep = Store(task.store).put if task.store else _sha256
    for file in task.files:
        steps.begin(file.path)
        steps.done(_row(file.key, _made(file, task.most_pixels, keep)))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _made(file: Unopened, most_pixels: int, keep: Callable[[bytes], str]) -> Medium | Problem:
    try:
        raw = read_bytes(file.place, file.size + 1)
        if _sha256(raw) != file.key.rpartition(":")[2]:
            return p.INTERRUPTED.at("")  # somebody is writing it just now
        found = _prepared(suffix(file.path), raw, most_pixels)
    except HugePictureError as fault:
        return p.IMAGE_TOO_LARGE.at("", pixels=fault, limit=most_pixels)
    except (BrokenPictureError, MemoryError):
        return p.PICTURE_BROKEN.at("")
    except OSError as fault:
        return p.UNREADABLE.at("", what=fault.strerror or str(fault))
    forms = tuple(Form(form.width, form.extension, keep(form.content)) for form in found.forms)
    return Medium(keep(found.content), len(found.content), found.width, found.height, forms, made=True)


def _row(key: str, made: Medium | Problem) -> Row:
    told = p.to_json(made) if isinstance(made, Problem) else to_row(made)
    return key, json.dumps(told, ensure_ascii=False), ""


def _known(row: str) -> Medium | Problem | None:
    """What became of a picture; anything else is a miss."""
    with suppress(ValueError, TypeError, KeyError):
        told = json.loads(row)
        return p.from_json(told) if isinstance(told, dict) else from_row(told)
    return None


def _prepared(extension: str, raw: bytes, most_pixels: int) -> Prepared:
    if extension not in DRAWINGS:
        return prepared(extension, raw, most_pixels)
    from plugins.network.drawings import cleaned  # only where there is one

    return cleaned(raw)


def pictures_of(
    media: Mapping[str, Medium],
    place: Callable[[str], Path],
    limits: Limits,
    store: Path | None,
    index: Index,
    workers: Workers,
    anew: Iterable[str] = (),
) -> dict[str, Medium | Problem]:
    """What is published of each of these pictures by path, or why none of it is; known ones are not opened again.

    Args:
        media: the pictures as their authors made them. place: where the bytes of a path lie.
        store: where what is made is kept; without one it is only seen whether it can be made.
        anew: those whose files have been lost and are made once more.
    """
    keys = {
        path: f"picture:{_version(suffix(path) in DRAWINGS)}:{suffix(path)}:{limits.image_pixels}:{medium.sha256}"
        for path, medium in media.items()
    }
    lost = {keys[path] for path in anew}
    known = {key: found for key, row in index.some(set(keys.values()) - lost).items() if (found := _known(row)) is not None}
    new = {key: Unopened(path, place(path), media[path].size, key) for path, key in keys.items() if key not in known}
    if new:
        task = partial(PicturesTask, most_pixels=limits.image_pixels, store=store)
        rows = opened(list(new.values()), make_pictures, task, _stopped, limits, workers)
        known |= {key: found for key, head, _ in rows if (found := _known(head)) is not None}
        index.put(row for row in rows if not _is_passing(known[row[0]]))
    return {path: _placed(known[key], path) for path, key in keys.items()}


def _stopped(file: Unopened, sure: bool) -> Row:  # noqa: FBT001  # the form of `opened`
    return _row(file.key, (p.PICTURE_BROKEN if sure else p.INTERRUPTED).at(""))


def _is_passing(made: Medium | Problem) -> bool:
    return isinstance(made, Problem) and made.code in (p.INTERRUPTED.id, p.UNREADABLE.id)


def _placed(made: Medium | Problem, path: str) -> Medium | Problem:
    return replace(made, path=path) if isinstance(made, Problem) else made


@cache
def _version(drawings: bool) -> str:  # noqa: FBT001  # one of two kinds
    """What changes when the same picture could give other files: other code of ours would have them all made again for nothing."""
    folder = Path(__file__).parents[1] / "network"
    if drawings:
        return made_with((folder / "drawings.py",), ())[:16]
    return made_with((folder / "pictures.py", folder / "moving.py"), ("pillow",))[:16]
