"""Manifests signed with ed25519: whoever changes files and manifest together is found."""

import os
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from plugins.cli import main
from plugins.publish.plan import release as sent
from plugins.release.releases import Releases
from plugins.release.signing import SIGNATURE, is_signed, sign
from plugins.release.verify import verify
from tests.networks import AS_OF, Place
from tests.release.publishing import publish

WALK = "a/news/2026-10-01-walk.md"


def keys(folder: Path, name: str) -> tuple[Path, Path]:
    """A new private key and its public one."""
    made, private, public = Ed25519PrivateKey.generate(), folder / f"{name}.pem", folder / f"{name}.pub"
    private.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


def test_a_signature_holds_for_its_manifest_and_its_key_only(tmp_path: Path) -> None:
    (mine, mine_public), (_, other_public) = keys(tmp_path, "mine"), keys(tmp_path, "other")
    signature = sign(b"manifest", mine)
    assert is_signed(b"manifest", signature, mine_public)
    assert not is_signed(b"Manifest", signature, mine_public)
    assert not is_signed(b"manifest", signature, other_public)
    assert not is_signed(b"manifest", b"rubbish", mine_public)


def test_a_signed_release_is_checked_with_the_public_key(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "key")
    releases = Releases(tmp_path / "public", private)
    publish(releases, {"index.html": "一"})
    current = releases.folder / "current"
    assert verify(current, key=public) == verify(current) == []
    unsigned = (current / SIGNATURE).rename(tmp_path / "away")
    assert verify(current, key=public) == [(SIGNATURE, "missing")]
    forged = Releases(tmp_path / "forged")
    publish(forged, {"index.html": "假的"})
    shutil.copyfile(unsigned, forged.folder / "current" / SIGNATURE)
    assert verify(forged.folder / "current") == [(SIGNATURE, "added")]
    assert (SIGNATURE, "changed") in verify(forged.folder / "current", key=public)


def test_commands_sign_and_check(small: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private, public = keys(tmp_path, "key")
    small.edit(WALK, "三处", "四处")
    output = ["--output", os.fspath(small.folder / "output")]
    inputs = ["--content", os.fspath(small.content), "--cache", os.fspath(small.folder / "cache"), "--as-of", AS_OF.isoformat()]
    monkeypatch.setattr("gc.disable", lambda: None)
    for command, code in (
        (["verify", "--key", os.fspath(public), *output], 20),
        (["build", "--key", os.fspath(private), *output, *inputs], 0),
        (["verify", "--key", os.fspath(public), *output], 0),
    ):
        with pytest.raises(SystemExit) as ended:
            main(command)
        assert ended.value.code == code
    assert SIGNATURE in sent((small.current / "manifest.json").read_bytes()).files  # and so it travels with the rest


def test_an_older_release_that_comes_back_without_something_is_signed_anew(small: Place, tmp_path: Path) -> None:
    private, public = keys(tmp_path, "key")
    small.edit(WALK, "tags:", "withdrawn: 数据有误\ntags:")
    small.build()
    signing, plain = (Releases(small.folder / "output" / "public", key) for key in (private, None))
    assert signing.rollback(now=AS_OF)[1] is not None
    assert verify(small.current, key=public) == []
    signing.rollback(signing.ids()[1], now=AS_OF)
    assert plain.rollback(signing.ids()[0], now=AS_OF)[1] is not None
    assert verify(small.current) == []
    assert verify(small.current, key=public) == [(SIGNATURE, "missing")]


def test_a_public_key_that_is_none_is_refused(small: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.pub"
    wrong.write_bytes(b"rubbish")
    with pytest.raises(SystemExit) as ended:
        main(["verify", "--key", os.fspath(wrong), "--output", os.fspath(small.folder / "output")])
    assert ended.value.code == 2
    assert "--key" in capsys.readouterr().err


def test_a_key_that_cannot_sign_is_refused_at_once(small: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.pem"
    for content in (
        b"rubbish",
        generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    ):
        wrong.write_bytes(content)
        with pytest.raises(SystemExit) as ended:
            main(["build", "--key", os.fspath(wrong), "--output", os.fspath(small.folder / "output")])
        assert ended.value.code == 2
        assert "--key" in capsys.readouterr().err
