"""What an attachment or picture says: its text, what lies hidden in it, and what its properties tell."""

from plugins.network.documents.archives import Budget, TooMuchError, packed
from plugins.network.documents.old import decoded, old_document
from plugins.network.folding import folded
from plugins.network.said import Said

TEXTS = frozenset({".csv", ".txt", ".ics", ".vtt"})
PACKED = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".ofd", ".epub", ".zip"})
OLD = frozenset({".doc", ".xls", ".ppt", ".wps", ".et", ".dps"})
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
EXAMINED = TEXTS | PACKED | OLD | PICTURES | {".pdf", ".svg"}
"""The extensions of files that can be looked into."""

__all__ = ["EXAMINED", "TooMuchError", "said_in"]


def said_in(suffix: str, raw: bytes) -> Said:
    """What a file says.

    Raises:
        TooMuchError: far more is packed in it than its size tells.
    """
    return _said(suffix, raw, Budget())


def _said(suffix: str, raw: bytes, budget: Budget) -> Said:
    if suffix in TEXTS:
        return Said(folded(decoded(raw)))
    if suffix in PACKED:
        return packed(suffix, raw, budget, _inner)
    if suffix in OLD:
        return old_document(raw)
    if suffix == ".pdf":
        from plugins.network.documents.pdf import pdf  # only where there is one

        return pdf(raw)
    if suffix == ".svg":
        from plugins.network.drawings import words

        return Said(folded(words(raw)), numbered=False)
    from plugins.network.documents.pictures import picture

    return picture(raw)


def _inner(name: str, raw: bytes, budget: Budget) -> Said | None:
    """What a file inside another says, or None if it is of no kind that can be looked into."""
    suffix = f".{name.rpartition('.')[2].lower()}"
    return _said(suffix, raw, budget) if suffix in EXAMINED else None
