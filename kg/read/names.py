"""Identifiers of articles: the file's stem where it is the only one, readable and distinct otherwise.

They depend only on which files there are and where they lie, never on the order in which they are given.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.read.access import Found, folders
from kg.read.kinds import kind_of, stem_and_suffix

LONGEST = 180
"""Bytes of the longest identifier, so that with a number and a suffix it still is a file's name."""
KEPT = frozenset("-._~!$&'()+,;=@")
"""Marks that may stand in a path of an IRI and in a file's name."""


class Names:
    """The identifier of every file, and of the articles in it. `by_file` maps real paths to identifiers."""

    def __init__(self, files: Iterable[Found]) -> None:
        self.by_file = assign(files)
        self._taken = set(self.by_file.values())
        self._numbered = {name.rstrip("0123456789") for name in self._taken if name[-1].isdigit()}
        self._records: set[str] = set()

    def of(self, file: Found, number: int = 0) -> str:
        """The identifier of article `number` of a file, or of its only one (0)."""
        base = self.by_file[file.real]
        return f"{self._prefix(base)}{number}" if number else base

    def of_record(self, file: Found, number: int, wanted: str) -> str:
        """The identifier that a record asks for, where it is free; else that of article `number`. Called in order."""
        name = safe(wanted, "")
        if not name or name in self._taken or name in self._records or self._is_numbered(name):
            return self.of(file, number)
        self._records.add(name)
        return name

    def _prefix(self, base: str) -> str:
        prefix = base + "-"
        while prefix in self._numbered:
            prefix += "-"
        return prefix

    def _is_numbered(self, name: str) -> bool:
        """Whether an article of some file may have this name by its number."""
        prefix = name.rstrip("0123456789")
        base = prefix.rstrip("-")
        return prefix != name and base in self._taken and prefix == self._prefix(base)


def safe(stem: str, fallback: str = "article") -> str:
    """A stem as an identifier: unchanged if ordinary; other characters give "-"; never hidden, empty or too long."""
    text = unicodedata.normalize("NFC", stem.encode("utf-8", "replace").decode("utf-8"))
    kept = "".join(_kept(character) for character in text)
    name = re.sub(r"-{2,}", "-", kept) if kept != stem else kept
    name = name.lstrip(".-").rstrip("-") or fallback
    raw = name.encode()
    if len(raw) > LONGEST:
        mark = hashlib.sha256(raw).hexdigest()[:8]
        name = raw[: LONGEST - 9].decode("utf-8", "ignore").rstrip("-") + "-" + mark
    return name


def assign(files: Iterable[Found]) -> dict[str, str]:
    """Identifiers by real path. Files of one stem are told apart by suffix or by the folders above them.

    The only plain text among them keeps the stem, so that a page or a feed beside it does not rename it.
    """
    groups: dict[str, list[Found]] = defaultdict(list)
    for file in files:
        groups[safe(stem_and_suffix(file.name)[0])].append(file)
    names = {leader.real: stem for stem, group in groups.items() if (leader := _leader(group))}
    taken = set(names.values())
    for stem in sorted(groups):
        group = sorted((file for file in groups[stem] if file.real not in names), key=lambda file: file.real)
        if group:
            chosen = _distinct(stem, group, taken)
            names.update(chosen)
            taken.update(chosen.values())
    return names


def _leader(group: Sequence[Found]) -> Found | None:
    """The only file of its stem, or the only plain text."""
    texts = [file for file in group if kind_of(file.name) in ("text", "other")]
    return group[0] if len(group) == 1 else texts[0] if len(texts) == 1 else None


def _distinct(stem: str, group: Sequence[Found], taken: set[str]) -> Mapping[str, str]:
    for scheme in _schemes(stem, group):
        if len(set(scheme)) == len(group) and taken.isdisjoint(scheme):
            return {file.real: name for file, name in zip(group, scheme, strict=True)}
    raise AssertionError("numbers never run out")


def _schemes(stem: str, group: Sequence[Found]) -> Iterator[list[str]]:
    """Ever longer names for the files of one stem: with the suffix, with folders, with both; numbered at last."""
    above = [folders(file) for file in group]
    suffixes = [stem_and_suffix(file.name)[1] for file in group]
    yield [safe(f"{stem}{suffix}") for suffix in suffixes]
    for depth in range(1, max(map(len, above), default=0) + 1):
        for tail in ([""] * len(group), suffixes):
            pieces = ((stem, *reversed(parts[:depth])) for parts in above)
            yield [safe("~".join(map(safe, piece)) + end) for piece, end in zip(pieces, tail, strict=True)]
    start = 1
    while True:
        yield [safe(f"{stem}~{number}") for number in range(start, start + len(group))]
        start += len(group)


def _kept(character: str) -> str:
    if character in KEPT or character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
        return character
    return "" if unicodedata.category(character) == "Cf" else "-"
