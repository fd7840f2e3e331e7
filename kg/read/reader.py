"""Files and folders → documents, one file in memory at a time."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kg.errors import ReadFailed
from kg.model import Document, Skipped
from kg.read import access, html
from kg.read.access import Found, printable
from kg.read.cues import Cues, load_cues
from kg.read.dates import date_of_name, parse_date
from kg.read.feed import looks_like_feed
from kg.read.isolate import Converter
from kg.read.kinds import FileKind, kind_of, stem_and_suffix
from kg.read.limits import DEFAULT, Limits
from kg.read.mapping import mapped
from kg.read.metadata import language, read_head
from kg.read.names import Names
from kg.read.parts import OtherKind, Part
from kg.read.records import read_records
from kg.read.sidecar import NONE, Sidecar, front_matter, read_sidecar, sidecar_path
from kg.read.split import split
from kg.read.text import decode

Keep = Callable[[str, str, Callable[[], bytes]], bytes]
"""Gives what was told of the article of an identifier before, if from the same (a key), or has it told."""
SPLIT: frozenset[FileKind] = frozenset({"text", "markdown", "docx", "other"})
"""Kinds whose text may hold several articles one after another."""


def anew(id: str, key: str, tell: Callable[[], bytes]) -> bytes:
    """Keeps nothing."""
    return tell()


def read(
    inputs: Iterable[str | os.PathLike[str]],
    ontology_cues: Mapping[str, Any],
    *,
    limits: Limits = DEFAULT,
    without: Iterable[str | os.PathLike[str]] = (),
    fields: str = "",
    keep: Keep = anew,
) -> Iterator[Document | Skipped]:
    """The articles of files and folders, sorted by the files' identifiers, and what was left out with the reason.

    `ontology_cues` are the cue tables of the ontology, of which "reading" is used. The same files give the same
    documents in whatever order they are named. The folders `without` are passed over. `fields` says how the fields of
    records are called, as "text=body,title=meta.headline". `keep` saves telling again the title, date and language of
    an article that is as before. Raises UsageError where that is malformed or a store cannot
    be reached, InputMissing if an input does not exist, both at once, before anything is read, and OntologyInvalid if
    the cues are malformed; what is wrong with a single file is reported as Skipped.
    """
    cues = mapped(load_cues(ontology_cues.get("reading", {})), fields)
    files, unlisted = access.find(inputs, without)
    return _read(files, unlisted, cues, limits, keep)


def _read(
    files: list[Found], unlisted: list[Skipped], cues: Cues, limits: Limits, keep: Keep
) -> Iterator[Document | Skipped]:
    yield from unlisted
    names = Names(file for file in files if file.named or kind_of(file.name) != "other")
    with Converter(limits) as converter:
        for file in sorted(files, key=lambda file: (names.by_file.get(file.real, ""), file.source, file.real)):
            if file.real in names.by_file:
                yield from _read_file(file, names, cues, limits, converter, keep)
            else:
                yield Skipped(file.source, "a file of another kind", failed=False)


def _read_file(
    file: Found, names: Names, cues: Cues, limits: Limits, converter: Converter, keep: Keep
) -> Iterator[Document | Skipped]:
    sidecar = NONE
    try:
        sidecar = read_sidecar(file.path, cues)
    except ReadFailed as error:
        beside = file.source.removesuffix(printable(file.name)) + printable(sidecar_path(file.path).name)
        yield Skipped(beside, str(error))
    try:
        for part in _parts(file, cues, limits, converter):
            if isinstance(part, ReadFailed):
                yield Skipped(file.source, str(part))
            else:
                wanted = names.of_record(file, part.number, part.id) if part.id else names.of(file, part.number)
                yield _document(part, wanted, file, sidecar, cues, keep)
    except OtherKind as error:
        yield Skipped(file.source, str(error), failed=file.named)
    except ReadFailed as error:
        yield Skipped(file.source, str(error))


def _parts(file: Found, cues: Cues, limits: Limits, converter: Converter) -> Iterator[Part | ReadFailed]:
    kind = kind_of(file.name)
    if kind in ("records", "parquet"):
        yield from read_records(file.path, cues, limits)
        return
    content = access.read_bytes(file.path, limits.file_bytes)
    if not content.strip():
        raise ReadFailed("the file is empty")
    if kind == "feed" and not looks_like_feed(content):
        raise OtherKind("XML, but no RSS or Atom feed")
    if kind in ("pdf", "docx", "feed"):
        parts = converter.convert(kind, content)
    elif kind == "html":
        parts = converter.convert(kind, decode(content, cues, html.declared(content)).encode())
    else:
        parts = [_plain(decode(content, cues), kind)]
    for part in parts:
        yield from _articles(part, cues, limits) if kind in SPLIT else (part,)


def _plain(text: str, kind: FileKind) -> Part:
    fields: dict[str, Any]
    fields, begin = front_matter(text) if kind == "markdown" else ({}, 0)
    return replace(Part(text[begin:], begin), **fields) if text[begin:].strip() else Part(text)


def _articles(part: Part, cues: Cues, limits: Limits) -> Iterator[Part]:
    begins = split(part.text, cues) if part.text.count("\n") <= limits.split_lines else (0,)
    if len(begins) == 1:
        yield part
        return
    for number, (begin, end) in enumerate(zip(begins, (*begins[1:], len(part.text)), strict=True), 1):
        yield replace(part, text=part.text[begin:end], offset=part.offset + begin, number=number, title="")


def _document(part: Part, name: str, file: Found, sidecar: Sidecar, cues: Cues, keep: Keep) -> Document:
    given, stem = sidecar.of(part.number), stem_and_suffix(file.name)[0]
    own = [part.text, part.title, part.date, part.publisher, part.url, part.language]
    key = hashlib.sha256(json.dumps([*own, sorted(given.items()), stem], default=repr).encode("ascii")).hexdigest()
    told = json.loads(keep(name, key, lambda: json.dumps(_metadata(part, given, stem, cues)).encode("ascii")))
    return Document(id=name, text=part.text, source=file.source, offset=part.offset, **told)


def _metadata(part: Part, given: Mapping[str, str], stem: str, cues: Cues) -> dict[str, str]:
    """What a document is told by: as the sidecar says, else the file itself, else by its text and the file's name."""
    head = read_head(part.text, cues)
    own = parse_date(part.date, cues.dates)
    found = {
        "title": given.get("title") or " ".join(part.title.split()) or head.title,
        "date": given.get("date") or own or head.date or date_of_name(stem),
        "publisher": given.get("publisher") or " ".join(part.publisher.split()) or head.publisher,
        "url": given.get("url") or part.url.strip(),
        "language": given.get("language") or _code(part.language) or language(part.text, cues),
    }
    return {**found, "digest": digest(Document(id="", text=part.text, source="", offset=0, **found))}


def digest(document: Document) -> str:
    """SHA-256, in hex, over the text and the metadata of a document; not over its name or place."""
    fields = (document.text, document.title, document.date, document.publisher, document.url, document.language)
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def _code(value: str) -> str:
    """A language's code as two or three small letters, or "" where the value is something else."""
    code = value.strip().lower().replace("_", "-").split("-")[0]
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else ""
