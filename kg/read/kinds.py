"""What kind of input a file is, by its name."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

FileKind = Literal["text", "markdown", "html", "pdf", "docx", "feed", "records", "parquet", "other"]

SUFFIXES: dict[str, FileKind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".jsonl": "records",
    ".ndjson": "records",
    ".parquet": "parquet",
}
PACKED = (".gz", ".zst")


def stem_and_suffix(name: str) -> tuple[str, str]:
    """A file's name as stem and suffix; "x.jsonl.gz" is ("x", ".jsonl.gz")."""
    path = PurePath(name)
    suffix = path.suffix
    if suffix.lower() in PACKED and SUFFIXES.get(PurePath(path.stem).suffix.lower()) == "records":
        suffix = PurePath(path.stem).suffix + suffix
    return name[: len(name) - len(suffix)], suffix


def kind_of(name: str) -> FileKind:
    """The kind of a file of this name; packed files are only read where they hold records."""
    suffix = stem_and_suffix(name)[1].lower()
    for packed in PACKED:
        suffix = suffix.removesuffix(packed) or suffix
    return SUFFIXES.get(suffix, "other")
