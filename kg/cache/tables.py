"""The cache as an SQLite file: its tables, and the checksum that every row carries."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

SCHEMA = """
CREATE TABLE about (fingerprint TEXT NOT NULL);
CREATE TABLE articles (
  id BLOB NOT NULL UNIQUE, place TEXT NOT NULL, key TEXT NOT NULL, content BLOB NOT NULL, checksum BLOB NOT NULL
);
CREATE INDEX articles_by_key ON articles (key);
CREATE TABLE derived (
  id BLOB NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, content BLOB NOT NULL, checksum BLOB NOT NULL,
  UNIQUE (id, kind)
);
CREATE TABLE notes (name TEXT NOT NULL UNIQUE, key TEXT NOT NULL, content BLOB NOT NULL, checksum BLOB NOT NULL);
"""


def checksum(fingerprint: str, *parts: str | bytes) -> bytes:
    """What a row must carry to be believed: a hash of what it says, and of what its file was made with."""
    digest = hashlib.blake2b(fingerprint.encode("ascii"), digest_size=16)
    for part in parts:
        content = encoded(part) if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.digest()


def encoded(text: str) -> bytes:
    """Any text as bytes that sort as it does; SQLite's own texts cannot hold half a surrogate pair."""
    return text.encode("utf-8", "surrogatepass")


def decoded(content: bytes) -> str:
    """The text again that `encoded` has made bytes of."""
    return content.decode("utf-8", "surrogatepass")


def to_read(path: Path) -> sqlite3.Connection:
    """Open a cache that nobody changes any more, and leave no lock or journal beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def to_write(path: Path) -> sqlite3.Connection:
    """Make a new cache. What makes it safe is that its folder replaces the former one only when all is written."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA journal_mode=OFF")
    connection.executescript(SCHEMA)
    connection.execute("BEGIN")
    return connection
