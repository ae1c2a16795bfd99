"""Releases to send, made of a few words, and a real sshd to send them to."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from zlib import crc32

import pytest

from plugins.build.store import Entry, Tree
from plugins.release.releases import Releases
from tests.networks import AS_OF

ONE = {"index.html": "首页", "a/index.html": "甲", "a/old.html": "旧", "assets/x.0123456789.css": "a{}"}
TWO = {"index.html": "首页，改了", "a/index.html": "甲", "a/news.html": "新", "assets/x.0123456789.css": "a{}"}
STEPS = ["+ a/news.html", "* index.html", "* stamp.json", "* manifest.json", "- a/old.html"]
"""What turns ONE into TWO."""


def released(output: Path, files: Mapping[str, str], hour: int = 0, tier: str = "public") -> str:
    """Make a release of these files, as a build does, and return its id."""
    releases = Releases(output / tier)
    with releases.assembling() as assembly:
        tree = Tree.of(Entry(path, releases.store.put(text.encode())) for path, text in sorted(files.items()))
        return releases.publish(assembly, {"root": tree}, tier, AS_OF + timedelta(hours=hour), None)[0].id


def needs(program: str, package: str) -> str:
    """Where a program of the system is; a laptop without it skips the test, CI must have it."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not found and os.environ.get("CI"):
        pytest.fail(f"CI must have {program}: apt-get install {package}")
    if not found:
        pytest.skip(f"NO {program.upper()} on this machine (apt-get install {package}): this is not tried")
    return found


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until a server that was started answers.

    Raises:
        TimeoutError: it ended, or it does not answer.
    """
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"{process.args!r} does not answer on {port}")


@dataclass(frozen=True)
class Machine:
    """An sshd on the loopback: how rsync reaches it, and what each kind of visitor may do."""

    folder: Path
    port: int

    @property
    def host(self) -> str:
        """The user and host to write before the colon."""
        return f"{getpass.getuser()}@127.0.0.1"

    def shell(self, key: str = "key", known_hosts: str = "known_hosts") -> str:
        """What RSYNC_RSH has to be for a visitor with a key."""
        options = {
            "UserKnownHostsFile": self.folder / known_hosts,
            "BatchMode": "yes",
            "IdentitiesOnly": "yes",
            "LogLevel": "ERROR",
            "ControlMaster": "auto",  # who calls again within seconds needs no new handshake
            "ControlPersist": "5",
            "ControlPath": f"{self.folder}/{crc32(f'{key} {known_hosts}'.encode()):x}",  # the name of a socket must be short
        }
        return f"ssh -F none -p {self.port} -i {self.folder / key} " + " ".join(f"-o {k}={v}" for k, v in options.items())

    def allow(self, key: str, command: str = "") -> None:
        """Let a new key in; with a command it may do nothing else."""
        _key(self.folder / key)
        forced = f'command="{command}",restrict ' if command else ""
        with open(self.folder / "authorized_keys", "a") as file:
            file.write(forced + (self.folder / f"{key}.pub").read_text())


def _key(file: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True)


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """A real sshd with rsync behind it."""
    sshd, _ = needs("sshd", "openssh-server"), needs("rsync", "rsync")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd wants to be locked up when root starts it
    made = Machine(folder, free_port())
    _key(folder / "host")
    made.allow("key")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{made.port} {(folder / 'host.pub').read_text()}")
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{made.port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized_keys\n"
        f"PidFile {folder}/pid\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
    )
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen([sshd, "-D", "-e", "-f", folder / "sshd_config"], stderr=log)
        try:
            wait_for(made.port, process)
            yield made
        finally:
            process.terminate()
            process.wait()


@contextmanager
def object_storage(came: Callable[[str, str], None] = lambda _how, _path: None) -> Iterator[str]:
    """A real server that speaks S3; its address. `came` is told the method and path of each request before it is answered."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    storage = DomainDispatcherApplication(create_backend_app)

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        came(environ["REQUEST_METHOD"], environ["RAW_URI"])
        return storage(environ, start_response)

    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=MotoRequestHandler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def surroundings(storage: str) -> dict[str, str]:
    """The environment in which an object storage is found and lets one in."""
    keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "geheim", "AWS_DEFAULT_REGION": "us-east-1"}
    return {**keys, "AWS_ENDPOINT_URL": storage, "AWS_MAX_ATTEMPTS": "3"}
