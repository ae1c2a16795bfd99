"""Signatures of manifests, ed25519, by the `cryptography` library: `make sign` installs it."""

import base64
from pathlib import Path

SIGNATURE = "manifest.json.sig"
"""The file beside the manifest that holds its signature in base64."""


def sign(manifest: bytes, key: Path) -> bytes:
    """The signature of a manifest with the private key in a PEM file.

    Raises:
        OSError, ValueError: there is no such key. ModuleNotFoundError: `cryptography` is not installed.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    loaded = load_pem_private_key(key.read_bytes(), None)
    if not isinstance(loaded, Ed25519PrivateKey):
        raise ValueError(f"{key} is no ed25519 key")  # noqa: TRY004  # a file with the wrong content, not a wrong type
    return base64.b64encode(loaded.sign(manifest)) + b"\n"


def is_signed(manifest: bytes, signature: bytes, key: Path) -> bool:
    """Whether a signature of a manifest was made with the private key to the public key in a PEM file.

    Raises:
        OSError, ValueError: there is no such key. ModuleNotFoundError: `cryptography` is not installed.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    loaded = load_pem_public_key(key.read_bytes())
    if not isinstance(loaded, Ed25519PublicKey):
        raise ValueError(f"{key} is no ed25519 key")  # noqa: TRY004  # a file with the wrong content, not a wrong type
    try:
        loaded.verify(base64.b64decode(signature), manifest)
    except (InvalidSignature, ValueError):
        return False
    return True
