"""What a web server says with each published file: its type, how long it may be kept, what a page may load."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Said with every answer, errors included; deploy/nginx and deploy/caddy say the same."""
FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=60"
"""What is withdrawn is gone from readers' machines after a minute."""

_HASHED = re.compile(r"(?:^|/)assets/[^/]+\.[0-9a-f]{10}\.[a-z0-9]+$")
_TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8", ".xml": "text/xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8", ".ics": "text/calendar; charset=utf-8",
    ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".vtt": "text/vtt; charset=utf-8",
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".pdf": "application/pdf", ".zip": "application/zip", ".epub": "application/epub+zip",
    ".webmanifest": "application/manifest+json",
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".mp4": "video/mp4", ".webm": "video/webm",
}  # fmt: skip
"""What browsers show; other attachments (Office, OFD) are only saved, and a name is all that needs."""


def media_type(path: str) -> str:
    """The Content-Type of a file; what nobody knows is only to be saved."""
    return _TYPES.get(PurePosixPath(path).suffix.casefold(), "application/octet-stream")


def caching(path: str) -> str:
    """The Cache-Control of a file: one with its hash in its name never changes, everything else may at any time."""
    return FOR_EVER if _HASHED.search(path) else SHORTLY


def headers(path: str) -> dict[str, str]:
    """Everything that is said with a file."""
    return {"Content-Type": media_type(path), "Cache-Control": caching(path), **SECURITY}
